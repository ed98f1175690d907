"""Event streams of services, passed on piece by piece as they come."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from yarl import URL

from gateway.exchange import Answer, Pieces
from services.chassis.problems import ServiceUnavailable

AsgiApp = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
# A service says something at least every 15 s.
SILENT_SECONDS = 45.0
# Pieces that wait for a client which reads slowly; then the service waits.
AHEAD = 4


class AppPieces:
    """Those of an ASGI application in this process, whose `send` and `receive` this is."""

    def __init__(self, answer: Answer, returned: Callable[[str], bool]) -> None:
        self._answer = answer
        self._returned = returned
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue(AHEAD)
        self._gone = asyncio.Event()
        self._begun = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def begin(self, app: AsgiApp, scope: dict[str, Any]) -> None:
        """Runs the application until its answer has begun."""

        async def run() -> None:
            try:
                await app(scope, self._receive, self._send)
            finally:
                self._begun.set()

        self._task = asyncio.create_task(run())
        await self._begun.wait()

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._answer.status = message["status"]
            for name, value in message["headers"]:
                text = name.decode("latin-1")
                if text == "content-type":
                    self._answer.content_type = value.decode("latin-1")
                elif self._returned(text):
                    self._answer.headers[text] = value.decode("latin-1")
            self._begun.set()
            return
        if message.get("body"):
            await self._pieces.put(message["body"])
        if not message.get("more_body"):
            await self._pieces.put(None)

    def __aiter__(self) -> "AppPieces":
        return self

    async def __anext__(self) -> bytes:
        assert self._task is not None
        getting = asyncio.create_task(self._pieces.get())
        try:
            await asyncio.wait((getting, self._task), return_when=asyncio.FIRST_COMPLETED)
            if getting.done():
                piece = getting.result()
            else:
                # What it raised is raised here.
                self._task.result()
                piece = None if self._pieces.empty() else self._pieces.get_nowait()
        finally:
            getting.cancel()
        if piece is None:
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        self._gone.set()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


class UrlPieces:
    """Those of a service behind a URL. Where they make a `whole`, the end must be the service's own."""

    def __init__(self, response: aiohttp.ClientResponse, *, whole: bool) -> None:
        self._response = response
        self._whole = whole
        self._pieces = response.content.iter_any()

    def __aiter__(self) -> "UrlPieces":
        return self

    async def __anext__(self) -> bytes:
        try:
            return await anext(self._pieces)
        except (aiohttp.ClientError, TimeoutError) as error:
            if self._whole:
                raise ServiceUnavailable(str(self._response.url.origin())) from error
            # The service went away; the client comes back with the id of the last event.
            raise StopAsyncIteration from error

    async def aclose(self) -> None:
        self._response.close()


async def follow_app(app: AsgiApp, scope: dict[str, Any], returned: Callable[[str], bool]) -> Answer:
    """The beginning of an application's answer; the rest is its `stream`."""
    answer = Answer(500)
    pieces = AppPieces(answer, returned)
    await pieces.begin(app, scope)
    answer.stream = pieces
    return answer


async def follow_url(
    session: aiohttp.ClientSession, url: URL, headers: dict[str, str], returned: Callable[[str], bool], *, whole: bool
) -> Answer:
    """The same of a service behind a URL. Raises `ServiceUnavailable`, later on only where the answer must be whole."""
    timeout = aiohttp.ClientTimeout(total=None, connect=2.0, sock_read=SILENT_SECONDS)
    try:
        response = await session.get(url, headers=headers, timeout=timeout, allow_redirects=False)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ServiceUnavailable(str(url.origin())) from error
    kept = {name.lower(): value for name, value in response.headers.items() if returned(name.lower())}
    pieces = UrlPieces(response, whole=whole)
    return Answer(response.status, content_type=response.headers.get("Content-Type", ""), headers=kept, stream=pieces)


async def read_all(pieces: Pieces) -> bytes:
    """A stream that turned out to be a short answer."""
    return b"".join([piece async for piece in pieces])
