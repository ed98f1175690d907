"""Server-Sent Events (HTML, 9.2): what a handler gives back that goes on for a while."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

KEEP_ALIVE = b":\n\n"
MEDIA_TYPE = "text/event-stream"


@dataclass(frozen=True, slots=True)
class EventStream:
    """Pieces of an event stream as they travel. Whoever reads it closes it (`aclose`) when enough has come."""

    chunks: AsyncIterator[bytes]

    async def aclose(self) -> None:
        close = getattr(self.chunks, "aclose", None)
        if close is not None:
            await close()


def encode_event(name: str, identifier: str, data: bytes) -> bytes:
    """One event. `data` is JSON, so it has no line ends; neither may the others."""
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (identifier.encode(), name.encode(), data)
