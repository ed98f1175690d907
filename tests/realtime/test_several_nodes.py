"""Two nodes that read one stream: NATS JetStream in place of the listening connection of each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from services.chassis.postgres import start_embedded
from services.prepare import prepare
from tests.api import Api
from tests.people import PASSWORD, new_user
from tests.realtime.broker import Broker
from tests.realtime.wire import connected
from tests.servers import database_directory, embedded_gateway

ADMIN = "a-password-for-this-only"


class Nodes:
    """Gateways with a realtime node each, all on one database and one broker."""

    def __init__(self, api: Api, database_url: str, broker: Broker) -> None:
        self.broker = broker
        self._api = api
        self._database_url = database_url
        self._stacks: list[AsyncExitStack] = []

    async def open(self) -> Api:
        """One node more; the admin there."""
        stack = AsyncExitStack()
        base = await stack.enter_async_context(embedded_gateway(self._database_url, NATS_URL=self.broker.url))
        self._stacks.append(stack)
        admin = await self._api.at(base).signed_in("admin", ADMIN)
        async with asyncio.timeout(10):
            while (await admin.root.get("/readyz")).status != 200:
                await asyncio.sleep(0.05)
        return admin

    async def close_first(self) -> None:
        await self._stacks.pop(0).aclose()

    async def close(self) -> None:
        while self._stacks:
            await self.close_first()


@pytest.fixture
async def nodes(api: Api, tmp_path: Path) -> AsyncIterator[Nodes]:
    with database_directory() as directory:
        server = start_embedded(directory)
        broker = Broker(tmp_path)
        await broker.start()
        await prepare(server.url, demo=False, admin_password=ADMIN)
        nodes = Nodes(api, server.url, broker)
        yield nodes
        await nodes.close()
        await broker.kill()
        server.stop()


async def rename(admin: Api, path: str, *names: str) -> None:
    for name in names:
        assert (await admin.patch(path, {"first_name": name})).status == 200


async def test_two_nodes_tell_the_same_whatever_becomes_of_the_broker_and_of_one_of_them(nodes: Nodes) -> None:
    """W3, W12: and a client resumes at the other node."""
    here, there = await nodes.open(), await nodes.open()
    made = await here.post("/users", new_user(username="followed", password=PASSWORD))
    path = f"/users/{made.data['id']}"
    wish: dict[str, Any] = {"fields": ["first_name"], "filter": {"username": "followed"}}
    async with connected(there) as second:
        async with connected(here) as first:
            await first.following("users", **wish)
            await second.following("users", **wish)
            await rename(here, path, "Ada", "Eve")
            seen = [await first.event() for _ in range(2)]
            assert [await second.event() for _ in range(2)] == seen

            await nodes.broker.kill()
            await rename(here, path, "Fay")
            await nodes.broker.start()
            fay = await first.event(20)
            assert (fay["data"], await second.event(20)) == ({"first_name": "Fay"}, fay)

        # Whichever read the log for both, the other one does now.
        await nodes.close_first()
        await rename(there, path, "Gil")
        gil = await second.event(20)
        assert gil["data"] == {"first_name": "Gil"}
    async with connected(there) as again:
        await again.following("users", since=seen[0]["resume"], **wish)
        assert [await again.event() for _ in range(3)] == [seen[1], fay, gil]


async def test_a_change_too_large_for_the_broker_arrives(nodes: Nodes) -> None:
    """W7."""
    here = await nodes.open()
    shelf = (await here.post("/categories", {"name": "large"})).data["id"]
    product = {"price": 1, "currency": "USD", "inventory": 1, "category_id": shelf}
    async with connected(here) as client:
        await client.following("products", fields=["name", "description"])
        for number in range(3):
            body = {"name": f"n{number}", "description": "é" * 5000, **product}
            assert (await here.post("/products", body)).status == 201
        names = [row["name"] for _, row in await client.events(3)]
    assert names == ["n0", "n1", "n2"]
