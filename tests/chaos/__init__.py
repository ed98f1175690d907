"""Faults on purpose: each module here has `run`, bounded in time, which raises when something was lost."""
