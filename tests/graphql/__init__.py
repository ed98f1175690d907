"""GraphQL: HTTP in and HTTP out, and the plans against graphql-core."""
