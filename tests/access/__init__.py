"""Who may do what, on every operation there is."""
