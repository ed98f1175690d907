"""Generated from specs/openapi/gateway.yaml by `make generate`. DO NOT EDIT."""
