"""The query language of every list: filters, sorting, projection, related resources, cursors."""
