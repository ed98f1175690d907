"""Generated from specs/graphql by `make generate`. DO NOT EDIT."""
