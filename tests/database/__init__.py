"""Connections and transactions, on a real server."""
