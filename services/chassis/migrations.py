"""Brings a database to the schema this code expects."""

from pathlib import Path

import yoyo

MIGRATIONS = Path(__file__).resolve().parents[2] / "sql" / "migrations"


def migrate(url: str) -> int:
    """Applies what is not applied yet, under a lock, and says how many steps that were."""
    backend = yoyo.get_backend(url)
    try:
        migrations = yoyo.read_migrations(str(MIGRATIONS))
        with backend.lock():
            pending = backend.to_apply(migrations)
            backend.apply_migrations(pending)
        return len(pending)
    finally:
        backend.connection.close()
