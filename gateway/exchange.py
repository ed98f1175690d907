"""One request on its way through the stages, and the answer on its way back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol

from gateway.lifecycle import Version
from gateway.routes import Route
from gateway.tunnels import Opened
from services.chassis.callers import ANONYMOUS, Caller

# Header names are lower case throughout; HTTP does not care, and one spelling is one key.
Headers = Mapping[str, str]


@dataclass(slots=True)
class Exchange:
    """What the stages have found out so far. `path` is below the version's prefix, still percent-encoded."""

    method: str
    path: str
    query_string: str
    headers: Headers
    address: str
    request_id: str
    started: float = field(default_factory=time.perf_counter)
    version: Version | None = None
    negotiated: bool = False
    vendor_media_type: bool = False
    route: Route | None = None
    caller: Caller = ANONYMOUS
    query: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    limits: Headers = field(default_factory=dict)

    @property
    def elapsed_ms(self) -> float:
        return (time.perf_counter() - self.started) * 1000

    @property
    def public_path(self) -> str:
        """The path as the client should use it again: with the version it was answered in."""
        return f"/api/{self.version.name}{self.path}" if self.version else self.path


class Pieces(Protocol):
    """The body of an answer that comes in pieces. Whoever has it closes it, read or not."""

    def __aiter__(self) -> "Pieces": ...

    async def __anext__(self) -> bytes: ...

    async def aclose(self) -> None: ...


@dataclass(slots=True)
class Answer:
    """An answer of a service, then of the gateway. `links` become one Link header (RFC 8288). With a `stream`
    the body comes in pieces; with a `socket` the connection becomes a WebSocket."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    stream: Pieces | None = None
    socket: Opened | None = None


@lru_cache(maxsize=4)
def _to_the_second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).replace(tzinfo=None).isoformat()


def rfc3339_now() -> str:
    """This moment in UTC, with microseconds."""
    second, nanoseconds = divmod(time.time_ns(), 10**9)
    return f"{_to_the_second(second)}.{nanoseconds // 1000:06d}Z"
