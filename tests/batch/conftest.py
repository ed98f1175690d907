"""A gateway whose batches nobody works on, beside the one of the suite."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import psycopg2
import pytest

from services.prepare import prepare
from tests.api import Api
from tests.batch.jobs import Sql
from tests.orders.shop import Shop
from tests.servers import embedded_gateway


@asynccontextmanager
async def own_database(url: str) -> AsyncIterator[str]:
    """A prepared database beside the suite's, which no worker of the suite looks at."""
    name = f"batch_{uuid4().hex[:8]}"
    server = psycopg2.connect(url)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    dsn = server.get_dsn_parameters()
    own = f"postgresql:///{name}?host={dsn['host']}&user={dsn['user']}"
    try:
        await prepare(own, demo=True, admin_password="")
        yield own
    finally:
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()


@pytest.fixture(scope="session")
async def shop(admin: Api) -> Shop:
    return await Shop.open(admin)


@pytest.fixture(scope="package")
async def quiet_url(database_url: str) -> AsyncIterator[str]:
    """The database of the quiet gateway."""
    async with own_database(database_url) as url:
        yield url


@pytest.fixture(scope="package")
async def quiet(quiet_url: str, api: Api) -> AsyncIterator[Api]:
    """An admin at a gateway without workers: what is submitted there stays as it is."""
    async with embedded_gateway(quiet_url, BATCH_WORKERS="0", BATCH_QUEUED="1000") as base:
        yield await api.at(base).signed_in("admin", "admin-password-1")


@pytest.fixture(scope="package")
def quiet_sql(quiet_url: str) -> Iterator[Sql]:
    connection = psycopg2.connect(quiet_url)
    connection.autocommit = True

    def run(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    yield run
    connection.close()
