"""Accounts, sign-in, and the keys that prove it."""
