"""schemathesis over the published versions and the service contracts."""
