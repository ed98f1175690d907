"""The batch service: many creations, changes and removals in one request."""
