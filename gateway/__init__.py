"""The public door: versions, identity, limits, envelopes and lifecycle headers in front of the services."""
