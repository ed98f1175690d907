"""The compiled form against independent interpreters of the same documents."""
