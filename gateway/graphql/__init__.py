"""GraphQL: an operation is compiled to a plan, which runs level by level, one batch call for each relation."""
