"""What clients see while the database is away, and that all is well again when it is back."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.processes import service_processes
from gateway.topology import SERVICES
from services.chassis.postgres import start_embedded
from services.prepare import prepare
from tests.api import Answer, Api
from tests.servers import database_directory, embedded_gateway, split_gateway

PASSWORD = "a-password-for-this-only"
TOPOLOGIES = ["embedded", "split"]


@dataclass(frozen=True)
class Outage:
    """Gateways whose database was stopped, by topology, and an admin's token from before.

    `warm` have served that admin already; `cold` have not seen a request.
    """

    warm: dict[str, Api]
    cold: dict[str, Api]
    directory: Path


@pytest.fixture(scope="module")
async def outage(api: Api) -> AsyncIterator[Outage]:
    async with AsyncExitStack() as stack:
        directory = stack.enter_context(database_directory())
        server = start_embedded(directory)
        await prepare(server.url, demo=False, admin_password=PASSWORD)
        environment = {**os.environ, "DATABASE_URL": server.url, "POOL_SIZE": "4"}
        urls = await stack.enter_async_context(service_processes(SERVICES, environment))

        async def open_both() -> dict[str, Api]:
            embedded = await stack.enter_async_context(embedded_gateway(server.url))
            return {
                "embedded": api.at(embedded),
                "split": api.at(await stack.enter_async_context(split_gateway(urls))),
            }

        warm, cold = await open_both(), await open_both()
        admin = await warm["embedded"].signed_in("admin", PASSWORD)
        for caller in warm.values():
            assert (await caller.holding(admin.token).get("/users")).status == 200
        server.stop()
        yield Outage(
            {name: caller.holding(admin.token) for name, caller in warm.items()},
            {name: caller.holding(admin.token) for name, caller in cold.items()},
            directory,
        )


def _assert_away(answer: Answer) -> None:
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) >= 0
    assert answer.json()["code"] == "SERVICE_UNAVAILABLE"
    assert set(answer.json()) == {"code", "message", "details", "request_id"}
    assert not any(word in answer.body.lower() for word in (b"socket", b"psycopg", b"sql", b"traceback", b"/tmp"))


@pytest.mark.parametrize("topology", TOPOLOGIES)
async def test_the_gateway_lives_but_is_not_ready(outage: Outage, topology: str) -> None:
    root = outage.warm[topology].root
    alive, ready, health = await root.get("/livez"), await root.get("/readyz"), await root.get("/health")
    assert [alive.status, ready.status, health.status] == [200, 503, 503]
    assert int(ready.headers["Retry-After"]) >= 0
    assert ready.json()["services"] == dict.fromkeys(SERVICES, "unavailable")
    assert health.json()["status"] == "unhealthy"
    assert (await root.get("/api/versions")).status == 200


@pytest.mark.parametrize("topology", TOPOLOGIES)
async def test_requests_are_told_to_come_again(outage: Outage, topology: str) -> None:
    admin = outage.warm[topology]
    user = "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"
    _assert_away(await admin.get("/users"))
    _assert_away(await admin.get(user))
    _assert_away(await admin.delete(user))
    _assert_away(await admin.holding(None).sign_in("admin", PASSWORD))
    _assert_away(await admin.holding(None).get("/.well-known/jwks.json"))
    _assert_away(await admin.root.get("/.well-known/jwks.json"))


@pytest.mark.parametrize("topology", TOPOLOGIES)
async def test_a_good_token_nobody_can_check_now_is_not_called_bad(outage: Outage, topology: str) -> None:
    for _ in range(3):
        _assert_away(await outage.cold[topology].get("/users"))


@pytest.mark.parametrize("topology", TOPOLOGIES)
async def test_v1_clients_are_told_in_their_words(outage: Outage, topology: str) -> None:
    answer = await outage.warm[topology].version("v1").get("/users")
    assert answer.status == 503
    assert answer.json().keys() == {"error"}
    assert (answer.headers["Retry-After"], answer.headers["Deprecation"]) == ("1", "@1748736000")


async def test_no_error_is_left_lying_about(outage: Outage, caplog: pytest.LogCaptureFixture) -> None:
    for path in ("/users?page=1", "/users", "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"):
        _assert_away(await outage.warm["embedded"].get(path))
    gc.collect()
    await asyncio.sleep(0)
    assert [record.getMessage().split("\n")[0] for record in caplog.records if record.name == "asyncio"] == []


async def _until_ready(root: Api) -> None:
    async with asyncio.timeout(10):
        while (await root.get("/readyz")).status != 200:
            await asyncio.sleep(0.1)


async def test_all_is_well_again_when_the_database_is_back(outage: Outage) -> None:
    server = start_embedded(outage.directory)
    try:
        for admin in (*outage.warm.values(), *outage.cold.values()):
            await _until_ready(admin.root)
            async with asyncio.timeout(10):
                while (await admin.get("/users")).status != 200:
                    await asyncio.sleep(0.1)
            assert (await admin.holding(None).sign_in("admin", PASSWORD)).status == 200
    finally:
        server.stop()
