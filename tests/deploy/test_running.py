"""The compose file at work without an engine: its commands, environment and health checks as plain processes."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import psycopg2

from tests.api import Answer, Api
from tests.deploy import compose, image
from tests.deploy.machine import Machine

STACK = ("users", "gateway")


@asynccontextmanager
async def machine(data: Path, *files: Path, **variables: str) -> AsyncIterator[Machine]:
    """A machine on which everything is up."""
    containers = compose.containers(compose.DEMO, *files, variables=variables)
    found = Machine(containers, image.lay_out(data / "app"), data)
    try:
        for name in containers:
            await found.up(name)
        yield found
    finally:
        found.destroy()


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


async def until_waiting(database_url: str, requests: int) -> None:
    """Until that many statements of the users service wait for a lock."""
    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'users' AND wait_event_type = 'Lock'"
    try:
        with connection.cursor() as cursor:
            async with asyncio.timeout(10):
                while True:
                    cursor.execute(waiting)
                    n = cursor.fetchall()[0][0]; print("WAIT", n)
                    if n >= requests:
                        return
                    await asyncio.sleep(0.02)
    finally:
        connection.close()


async def test_a_client_signs_in_and_reads_users_and_all_of_it_ends_with_0(
    session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    async with machine(tmp_path) as here:
        admin = await Api(session, here.url).signed_in("admin", "admin-password-1")
        users = await admin.get("/users", query={"limit": 5})
        assert users.status == 200
        assert len(users.data) == 5

        under_way = [
            asyncio.create_task(admin.get("/users", query={"limit": 7})),
            asyncio.create_task(admin.sign_in("alice", "alice-password-1")),
        ]
        with held(here.database_url):
            await until_waiting(here.database_url, 2)
            told = time.monotonic()
            here.tell_to_stop(*STACK)
            await asyncio.sleep(1)
            assert [here.is_running(name) for name in STACK] == [True, True]
        answers: list[Answer] = await asyncio.gather(*under_way)
        assert [answer.status for answer in answers] == [200, 200]
        assert len(answers[0].data) == 7
        assert {name: await here.ended(name, since=told) for name in STACK} == dict.fromkeys(STACK, 0)
        assert await here.stop("postgres") == {"postgres": 0}
