"""One database and one gateway for the whole suite, and the people who call it."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from functools import partial

import aiohttp
import pytest
import uvloop
from hypothesis import HealthCheck, settings

from gateway.processes import service_processes
from gateway.topology import SERVICES
from services.chassis.logs import configure_logs
from services.chassis.postgres import start_embedded
from services.prepare import prepare
from tests.api import Api
from tests.browser import browser, page
from tests.people import MakeUser, create_user
from tests.servers import database_directory, embedded_gateway, split_gateway
from tests.statements import Sql, statements

# Fixtures that stand in modules of their own.
__all__ = ["browser", "page"]

settings.register_profile(
    "trellis",
    deadline=None,
    max_examples=100,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)
settings.load_profile("trellis")


def pytest_configure() -> None:
    """Tests run on the product's event loop: by policy, as a loop factory would not reach tests that are no coroutines,
    and the whole session's fixtures would be made anew between one kind and the other.
    """
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())


@pytest.fixture(scope="session", autouse=True)
def logs() -> None:
    configure_logs()


@pytest.fixture(scope="session")
async def database_url() -> AsyncIterator[str]:
    """A PostgreSQL of our own, with the demo data in it."""
    with database_directory() as directory:
        server = start_embedded(directory)
        try:
            await prepare(server.url, demo=True, admin_password="")
            yield server.url
        finally:
            server.stop()


@pytest.fixture(scope="session")
def sql(database_url: str) -> Iterator[Sql]:
    """Statements past the API, for what no client may arrange or see."""
    with statements(database_url) as run:
        yield run


@pytest.fixture(scope="session")
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as client:
        yield client


@pytest.fixture(scope="session")
async def gateway_url(database_url: str) -> AsyncIterator[str]:
    async with embedded_gateway(database_url) as url:
        yield url


@pytest.fixture(scope="session")
async def service_urls(database_url: str) -> AsyncIterator[dict[str, str]]:
    """Each service as a process of its own."""
    environment = {**os.environ, "DATABASE_URL": database_url, "POOL_SIZE": "5"}
    async with service_processes(SERVICES, environment) as urls:
        yield urls


@pytest.fixture(scope="session")
def users_service_url(service_urls: dict[str, str]) -> str:
    return service_urls["users"]


@pytest.fixture(scope="session")
async def split_url(service_urls: dict[str, str], database_url: str) -> AsyncIterator[str]:
    """A gateway in front of those processes, beside the embedded one and on the same database."""
    async with split_gateway(service_urls, DATABASE_URL=database_url) as url:
        yield url


@pytest.fixture(scope="session")
def api(session: aiohttp.ClientSession, gateway_url: str) -> Api:
    """Anybody: no credentials, v2."""
    return Api(session, gateway_url)


@pytest.fixture(scope="session")
async def admin(api: Api) -> Api:
    return await api.signed_in("admin", "admin-password-1")


@pytest.fixture(scope="session")
async def alice(api: Api) -> Api:
    return await api.signed_in("alice", "alice-password-1")


@pytest.fixture(scope="session")
async def bob(api: Api) -> Api:
    return await api.signed_in("bob", "bob-password-1")


@pytest.fixture(scope="session")
def make_user(admin: Api) -> MakeUser:
    """Creates users that no other test knows; they can sign in, and have."""
    return partial(create_user, admin)


@pytest.fixture(params=["embedded", "split"])
def anybody(request: pytest.FixtureRequest, api: Api) -> Api:
    """A caller without credentials, at a gateway of either topology."""
    return api if request.param == "embedded" else api.at(request.getfixturevalue("split_url"))


@pytest.fixture
def boss(anybody: Api, admin: Api) -> Api:
    """The admin there."""
    return anybody.holding(admin.token)
