"""Generated from specs/openapi/batch.yaml by `make generate`. DO NOT EDIT."""
