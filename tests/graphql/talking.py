"""A client of graphql-transport-ws, as one would write it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.api import Api
from tests.realtime.wire import Client
from tests.realtime.wire import connected as following

PROTOCOL = "graphql-transport-ws"
_numbers = count(1)


@dataclass
class Talk(Client):
    """One socket."""

    async def begin(self, **parameters: Any) -> None:
        """The handshake of the protocol, which must be granted."""
        await self.send(type="connection_init", payload=parameters)
        assert await self.receive() == {"type": "connection_ack"}

    async def ask(self, query: str, /, **variables: Any) -> str:
        """Starts an operation; its id."""
        id = f"op-{next(_numbers)}"
        await self.send(type="subscribe", id=id, payload={"query": query, "variables": variables})
        return id

    async def told(self, id: str) -> Any:
        """The next result of that operation."""
        message = await self.receive()
        assert (message["type"], message["id"]) == ("next", id), message
        return message["payload"]

    async def refused(self, id: str) -> Any:
        """The only error that ends that operation."""
        message = await self.receive()
        assert (message["type"], message["id"]) == ("error", id), message
        (error,) = message["payload"]
        return error

    async def answered(self) -> None:
        """Everything that was sent has been looked at."""
        await self.send(type="ping", payload={"to": "you"})
        assert await self.receive() == {"type": "pong", "payload": {"to": "you"}}


@asynccontextmanager
async def opened(api: Api, **options: Any) -> AsyncIterator[Talk]:
    """A socket on which nothing has been said."""
    options = {"protocols": (PROTOCOL,), **options}
    async with api.session.ws_connect(f"{api.base}/api/v3/graphql/ws", **options) as ws:
        yield Talk(ws)


@asynccontextmanager
async def talking(api: Api, **options: Any) -> AsyncIterator[Talk]:
    """A socket of whoever `api` is."""
    async with opened(api, **options) as talk:
        await talk.begin(Authorization=f"Bearer {api.token}")
        yield talk


async def now(admin: Api, channel: str) -> str:
    """A resume token: what happens from here on follows it."""
    async with following(admin) as client:
        token: str = (await client.following(channel))["resume"]
        return token
