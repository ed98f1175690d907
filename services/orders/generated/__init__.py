"""Generated from specs/openapi/orders.yaml by `make generate`. DO NOT EDIT."""
