"""A database of this folder's own: it is killed, and its log is thrown away."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from psycopg2.extensions import connection

from services.chassis.migrations import migrate
from services.chassis.postgres import EmbeddedPostgres
from tests.cdc.running import Connector, connector
from tests.cdc.scenario import connect
from tests.cdc.source import postgres

MakeConnector = Callable[..., Connector]


@pytest.fixture(scope="package")
def server() -> Iterator[EmbeddedPostgres]:
    with postgres() as running:
        migrate(running.url)
        yield running


@pytest.fixture
def database(server: EmbeddedPostgres) -> Iterator[connection]:
    opened = connect(server.url)
    yield opened
    opened.close()


@pytest.fixture
def make(server: EmbeddedPostgres, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[MakeConnector]:
    """Makes a connector for a table of its own; it is not started yet."""
    name = re.sub(r"\W", "_", request.node.name)[-40:].lower()

    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(connector(server.url, name, tmp_path, **settings))
