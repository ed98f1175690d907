"""Generated from specs/openapi/realtime.yaml by `make generate`. DO NOT EDIT."""
