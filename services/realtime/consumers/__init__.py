"""Programs that follow the change events: each keeps a copy of its own, and how far it has come in the same place."""
