"""Server-Sent Events (HTML, 9.2): what a handler gives back that goes on for a while."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

KEEP_ALIVE = b":\n\n"
MEDIA_TYPE = "text/event-stream"

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class EventStream:
    """Pieces of an event stream as they travel. Whoever reads it closes it (`aclose`) when enough has come, also when
    nothing was read. `left` is told then."""

    chunks: AsyncIterator[bytes]
    left: Callable[[], None] = field(default=lambda: None, kw_only=True)

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        """The headers it goes out with."""
        return ("Content-Type", MEDIA_TYPE), ("Cache-Control", "no-store")

    async def aclose(self) -> None:
        close = getattr(self.chunks, "aclose", None)
        if close is not None:
            await close()
        self.left()


@dataclass(frozen=True, slots=True)
class FileStream(EventStream):
    """A file that is written while it is read, no faster. Half of it is nothing: where it breaks off, so does the
    connection."""

    media_type: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        return ("Content-Type", self.media_type), *self.headers


class BrokenOff(Exception):
    """An answer that had begun could not be finished."""


def encode_event(name: str, identifier: str, data: bytes) -> bytes:
    """One event. `data` is JSON, so it has no line ends; neither may the others."""
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (identifier.encode(), name.encode(), data)


async def send_events(send: Send, receive: Receive, stream: EventStream) -> None:
    """Sends until the stream ends or the client goes."""

    async def forward() -> None:
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in stream.head]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        try:
            async for chunk in stream.chunks:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except Exception as error:
            raise BrokenOff from error
        await send({"type": "http.response.body", "body": b""})

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    sending, leaving = asyncio.create_task(forward()), asyncio.create_task(gone())
    try:
        await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        if sending.done():
            sending.result()
    finally:
        sending.cancel()
        leaving.cancel()
        await asyncio.gather(sending, leaving, return_exceptions=True)
        await stream.aclose()
