"""Faults, and what must hold whatever happens: `make chaos`, or `python -m tests.chaos batch`."""
