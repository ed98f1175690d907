"""Generated from specs/openapi/users.yaml by `make generate`. DO NOT EDIT."""
