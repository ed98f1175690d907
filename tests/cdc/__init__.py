"""The change data capture connector."""
