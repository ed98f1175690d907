"""Gateways as `python -m gateway` puts them together, on a free port of this machine."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from gateway.server import listening
from gateway.settings import GatewaySettings
from gateway.topology import Services, build_gateway, embedded, split
from services.chassis.settings import ServiceSettings
from services.users.app import DEFAULT_PORT

# The suite is one caller at one address; only the tests of the limits want to meet them.
UNLIMITED = {"RATE_LIMIT": "1000000/second", "SIGN_IN_RATE_LIMIT": "1000000/second", "POOL_SIZE": "5"}


@contextmanager
def database_directory() -> Iterator[Path]:
    """A place for a PostgreSQL server's files. Not below pytest's own temporary directory: each run of pytest makes
    that one private again, and the server, which may not run as root, loses its way in."""
    with TemporaryDirectory(prefix="trellis-", ignore_cleanup_errors=True) as directory:
        yield Path(directory) / "postgres"


@asynccontextmanager
async def serving(services: Services, environment: Mapping[str, str]) -> AsyncIterator[str]:
    """A gateway in front of running services; yields its base URL."""
    gateway = build_gateway(services, GatewaySettings.read({**UNLIMITED, **environment}))
    async with listening(gateway, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def embedded_gateway(database_url: str, **environment: str) -> AsyncIterator[str]:
    """Gateway and services in this process, on a prepared database."""
    settings = ServiceSettings.read(
        {**UNLIMITED, **environment, "DATABASE_URL": database_url}, default_port=DEFAULT_PORT
    )
    async with embedded(settings) as services, serving(services, environment) as url:
        yield url


@asynccontextmanager
async def split_gateway(urls: Mapping[str, str], **environment: str) -> AsyncIterator[str]:
    """The gateway alone, in front of services that run somewhere else; `urls` by name."""
    async with split(urls, environment) as services, serving(services, environment) as url:
        yield url
