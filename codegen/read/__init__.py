"""From files to checked documents: load, bundle, expand, merge, overlay, lint."""
