"""A database of this folder's own: it is killed, and its log is thrown away."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from psycopg2.extensions import connection

from services.chassis.migrations import migrate
from services.chassis.postgres import EmbeddedPostgres
from services.realtime.cdc.settings import EXCLUDED
from tests.cdc.running import Connector, connector, eventually
from tests.cdc.scenario import connect
from tests.cdc.shop import empty_shop
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


@pytest.fixture
def category(database: connection) -> str:
    return empty_shop(database)


@pytest.fixture
def shop(database: connection, make: MakeConnector, category: str) -> Connector:
    connector = make(
        CDC_TABLES="orders.products", CDC_EXCLUDED_COLUMNS=EXCLUDED, CDC_SCHEMAS="on", CDC_FILE_BYTES="300000"
    )
    connector.start()
    eventually(lambda: connector.streams(database))
    return connector
