"""The compose files at work without an engine: their commands, environment and health checks as plain processes."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import psycopg2
import pytest

from tests.api import Api
from tests.deploy import compose, image
from tests.deploy.machine import POSTGRES, Machine
from tests.servers import database_directory

SECRETS = {"POSTGRES_PASSWORD": "only-of-this-database", "ADMIN_PASSWORD": "only-of-this-admin"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return image.lay_out(tmp_path_factory.mktemp("app"))


@asynccontextmanager
async def machine(app: Path, *files: Path, **variables: str) -> AsyncIterator[Machine]:
    """A machine on which everything is up."""
    with database_directory() as data:
        data.mkdir()
        here = Machine(compose.containers(*files, variables=variables), app, data)
        try:
            await here.up()
            yield here
        finally:
            here.destroy()


@pytest.fixture(scope="module")
async def one_machine(app: Path) -> AsyncIterator[Machine]:
    async with machine(app, compose.DEMO) as here:
        yield here


@pytest.fixture
async def demo(one_machine: Machine) -> Machine:
    """A machine on which all of the demo is up, whatever a test before did to it."""
    await one_machine.up()
    return one_machine


@contextmanager
def held(database_url: str) -> Iterator[None]:
    """While this is open, requests that read or write users are under way and stay so."""
    connection = psycopg2.connect(database_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE users.users IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        connection.close()


async def until_waiting(database_url: str, statements: int) -> None:
    """Until at least that many statements of the users service wait for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'users' AND wait_event_type = 'Lock'"
    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            async with asyncio.timeout(10):
                while True:
                    cursor.execute(waiting)
                    if cursor.fetchall()[0][0] >= statements:
                        return
                    await asyncio.sleep(0.02)
    finally:
        connection.close()


async def test_a_client_signs_in_through_the_gateway_and_reads_users(
    session: aiohttp.ClientSession, demo: Machine
) -> None:
    admin = await Api(session, demo.url).signed_in("admin", "admin-password-1")
    users = await admin.get("/users", query={"limit": 5})
    assert users.status == 200
    assert len(users.data) == 5
    assert users.json()["pagination"]["total"] > 200


async def test_preparing_once_more_changes_nothing(session: aiohttp.ClientSession, demo: Machine) -> None:
    admin = await Api(session, demo.url).signed_in("admin", "admin-password-1")
    before = (await admin.get("/users", query={"limit": 100})).data
    demo.start("prepare")
    assert await demo.ended("prepare", since=time.monotonic()) == 0
    assert (await admin.get("/users", query={"limit": 100})).data == before


async def test_while_the_database_is_away_all_is_unhealthy_answers_503_and_logs_no_password(
    session: aiohttp.ClientSession, demo: Machine
) -> None:
    admin = await Api(session, demo.url).signed_in("admin", "admin-password-1")
    everything = (POSTGRES, *demo.serving)
    assert await demo.stop(POSTGRES) == {POSTGRES: 0}
    assert [await demo.is_healthy(name) for name in everything] == [False] * len(everything)
    assert [demo.is_running(name) for name in demo.serving] == [True] * len(demo.serving)
    answers = await asyncio.gather(*(admin.get("/users", query={"limit": limit}) for limit in range(1, 21)))
    assert {answer.status for answer in answers} == {503}
    assert {(await admin.sign_in("bob", "bob-password-1")).status for _ in range(5)} == {503}

    demo.start(POSTGRES)
    for name in everything:
        await demo.until_healthy(name)
    assert (await admin.get("/users")).status == 200
    password = demo.containers[POSTGRES].environment["POSTGRES_PASSWORD"]
    for name in demo.serving:
        assert password not in demo.log(name)


async def test_what_finds_no_database_fails_at_once_and_logs_no_password(app: Path, tmp_path: Path) -> None:
    containers = compose.containers(compose.DEMO, compose.PRODUCTION, variables=SECRETS)
    here = Machine(containers, app, tmp_path)
    for name in [name for name, container in containers.items() if "DATABASE_URL" in container.environment]:
        here.start(name)
        assert await here.ended(name, since=time.monotonic()) == 1
        assert here.log(name)
        assert not any(secret in here.log(name) for secret in SECRETS.values())


async def test_requests_under_way_finish_when_everything_is_told_to_stop_at_once(
    session: aiohttp.ClientSession, demo: Machine
) -> None:
    admin = await Api(session, demo.url).signed_in("admin", "admin-password-1")
    with held(demo.database_url):
        signing_in = asyncio.create_task(admin.sign_in("alice", "alice-password-1"))
        await until_waiting(demo.database_url, 1)
        listing = asyncio.create_task(admin.get("/users", query={"limit": 7}))
        await until_waiting(demo.database_url, 2)
        told = time.monotonic()
        demo.tell_to_stop(*demo.serving)
        await asyncio.sleep(0.5)
        assert [demo.is_running(name) for name in ("users", "gateway")] == [True, True]
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", demo.ports["gateway"])
    assert (await signing_in).status == 200
    assert len((await listing).data) == 7
    assert {name: await demo.ended(name, since=told) for name in demo.serving} == dict.fromkeys(demo.serving, 0)


async def test_production_stops_in_the_order_of_compose_and_takes_the_body_that_is_on_its_way(
    session: aiohttp.ClientSession, app: Path
) -> None:
    body = b'{"username": "admin", "password": "%s"}' % SECRETS["ADMIN_PASSWORD"].encode()
    head = b"POST /api/v2/auth/token HTTP/1.1\r\nHost: trellis.example\r\nContent-Type: application/json\r\n"
    async with machine(app, compose.DEMO, compose.PRODUCTION, **SECRETS) as here:
        anybody = Api(session, here.url)
        assert (await anybody.sign_in("alice", "alice-password-1")).status == 401
        assert "admin-password-1" not in here.log("gateway")

        reader, writer = await asyncio.open_connection("127.0.0.1", here.ports["gateway"])
        writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body[:20])
        await asyncio.sleep(0.3)
        told = time.monotonic()
        here.tell_to_stop("gateway")
        await asyncio.sleep(0.3)
        writer.write(body[20:])
        async with asyncio.timeout(10):
            assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
            assert b"access_token" in await reader.read()
        writer.close()
        assert await here.ended("gateway", since=told) == 0
        for name in reversed([name for name in here.serving if name != "gateway"]):
            assert await here.stop(name) == {name: 0}
        assert await here.stop(POSTGRES) == {POSTGRES: 0}
