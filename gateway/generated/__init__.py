"""Generated from specs/versions and specs/openapi by `make generate`. DO NOT EDIT."""
