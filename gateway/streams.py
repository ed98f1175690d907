"""Event streams of services, passed on piece by piece as they come."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
from yarl import URL

from gateway.exchange import Answer
from services.chassis.problems import ServiceUnavailable

AsgiApp = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
# A service says something at least every 15 s.
SILENT_SECONDS = 45.0
# Pieces that wait for a client which reads slowly; then the service waits.
AHEAD = 4


async def follow_app(app: AsgiApp, scope: dict[str, Any], returned: Callable[[str], bool]) -> Answer:
    """The beginning of an answer of an ASGI application in this process; the rest is `stream`."""
    answer = Answer(500)
    begun = asyncio.Event()
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(AHEAD)
    gone = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            for name, value in message["headers"]:
                if name == b"content-type":
                    answer.content_type = value.decode("latin-1")
                elif returned(text := name.decode("latin-1")):
                    answer.headers[text] = value.decode("latin-1")
            begun.set()
            return
        if message.get("body"):
            await pieces.put(message["body"])
        if not message.get("more_body"):
            await pieces.put(None)

    async def run() -> None:
        try:
            await app(scope, receive, send)
        finally:
            begun.set()

    task = asyncio.create_task(run())

    async def stream() -> AsyncGenerator[bytes, None]:
        try:
            while (piece := await _next(pieces, task)) is not None:
                yield piece
        finally:
            gone.set()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    await begun.wait()
    answer.stream = stream()
    return answer


async def _next(pieces: asyncio.Queue[bytes | None], task: "asyncio.Task[None]") -> bytes | None:
    """The next piece; None when there is none any more. Raises what the application raised."""
    getting = asyncio.create_task(pieces.get())
    try:
        await asyncio.wait((getting, task), return_when=asyncio.FIRST_COMPLETED)
        if getting.done():
            return getting.result()
        task.result()
        return pieces.get_nowait() if not pieces.empty() else None
    finally:
        getting.cancel()


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

    async def stream() -> AsyncGenerator[bytes, None]:
        try:
            async for piece in response.content.iter_any():
                yield piece
        except (aiohttp.ClientError, TimeoutError) as error:
            if whole:
                raise ServiceUnavailable(str(url.origin())) from error
            return  # the service went away; the client comes back with the id of the last event
        finally:
            response.close()

    return Answer(response.status, content_type=response.headers.get("Content-Type", ""), headers=kept, stream=stream())


async def read_all(stream: AsyncIterator[bytes]) -> bytes:
    """A stream that turned out to be a short answer."""
    return b"".join([piece async for piece in stream])
