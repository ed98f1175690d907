"""A client of the socket, as one would write it: messages out, messages in."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp

from tests.api import Api

SECONDS = 10.0
_numbers = count(1)


class Closed(Exception):
    """The server closed the socket."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


@dataclass
class Client:
    """One open socket. Messages about subscriptions and answers arrive in one order; what is not asked for waits."""

    ws: aiohttp.ClientWebSocketResponse
    early: list[dict[str, Any]] = field(default_factory=list)

    async def send(self, **message: Any) -> None:
        await self.ws.send_str(json.dumps(message))

    async def receive(self, seconds: float = SECONDS) -> dict[str, Any]:
        """The next message. Raises `Closed`."""
        if self.early:
            return self.early.pop(0)
        return await self._read(seconds)

    async def _read(self, seconds: float) -> dict[str, Any]:
        async with asyncio.timeout(seconds):
            message = await self.ws.receive()
        if message.type is aiohttp.WSMsgType.TEXT:
            found: dict[str, Any] = json.loads(message.data)
            return found
        assert message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED), message
        said = message.data if message.type is aiohttp.WSMsgType.CLOSE else self.ws.close_code
        raise Closed(said or 1006, message.extra or "")

    async def answer(self, id: str) -> dict[str, Any]:
        """The answer to what was sent under this id; what comes before it is kept."""
        kept: list[dict[str, Any]] = []
        while True:
            message = await self._read(SECONDS)
            if message.get("id") == id and message["type"] not in ("data", "gap"):
                self.early += kept
                return message
            kept.append(message)

    async def auth(self, token: str) -> dict[str, Any]:
        await self.send(type="auth", id="auth", payload={"token": token})
        return await self.answer("auth")

    async def subscribe(self, channel: str, **wish: Any) -> dict[str, Any]:
        """The answer to a new subscription, under an id of its own."""
        id = f"msg_{next(_numbers)}"
        await self.send(type="subscribe", id=id, payload={"channel": channel, **wish})
        return await self.answer(id)

    async def following(self, channel: str, **wish: Any) -> dict[str, Any]:
        """The same, which must be granted; what the acknowledgement says."""
        answer = await self.subscribe(channel, **wish)
        assert answer["type"] == "ack", answer
        payload: dict[str, Any] = answer["payload"]
        return payload

    async def event(self, seconds: float = SECONDS) -> dict[str, Any]:
        """The payload of the next data message."""
        message = await self.receive(seconds)
        assert message["type"] == "data", message
        payload: dict[str, Any] = message["payload"]
        return payload

    async def events(self, number: int) -> list[tuple[str, dict[str, Any]]]:
        """That many events, each with its row."""
        found = [await self.event() for _ in range(number)]
        return [(event["event"], event["data"]) for event in found]

    async def silence(self, seconds: float = 0.3) -> None:
        """Nothing comes for a while."""
        try:
            message = await self.receive(seconds)
        except TimeoutError:
            return
        raise AssertionError(f"unexpected: {message}")

    async def end(self, seconds: float = SECONDS) -> Closed:
        """How the server closes the socket, whatever it says before."""
        try:
            while True:
                await self._read(seconds)
        except Closed as closed:
            return closed


@asynccontextmanager
async def opened(api: Api, **options: Any) -> AsyncIterator[Client]:
    """A socket that nobody has said anything on, but for the server's welcome."""
    async with api.session.ws_connect(f"{api.base}/api/v3/ws", autoping=True, heartbeat=None, **options) as ws:
        yield Client(ws)


@asynccontextmanager
async def connected(api: Api, **options: Any) -> AsyncIterator[Client]:
    """A socket of whoever `api` is."""
    async with opened(api, headers={"Authorization": f"Bearer {api.token}"}, **options) as client:
        welcome = await client.receive()
        assert welcome["type"] == "connected", welcome
        assert welcome["payload"]["authenticated"]
        yield client
