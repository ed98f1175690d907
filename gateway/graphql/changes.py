"""Changes as the realtime service streams them, read in bursts and followed across interruptions."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import msgspec
import structlog
from msgspec import UNSET

from services.chassis.callers import Caller
from services.chassis.events import EventStream
from services.chassis.problems import DatabaseUnavailable, IdentityUnavailable, ServiceUnavailable
from services.realtime.generated.api import RealtimeApi
from services.realtime.generated.models import StreamChangesQuery

# What is told together; each relation of it is one call.
BURST = 100
RETRY_SECONDS = 1.0
TRIES = 30
AWAY = (ServiceUnavailable, IdentityUnavailable, DatabaseUnavailable)

log = structlog.get_logger("graphql")


class Change(msgspec.Struct):
    """One event. `data` is the row as v3 shows it."""

    event: str
    data: dict[str, Any]
    timestamp: str
    resume: str


class Gap(Exception):
    """Some changes cannot be told any more. What follows `resume` can."""

    def __init__(self, reason: str, resume: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.resume = resume


class _Gap(msgspec.Struct):
    reason: str
    resume: str


_change = msgspec.json.Decoder(Change).decode
_gap = msgspec.json.Decoder(_Gap).decode


class _Reader:
    """An event stream's bytes, event by event. `last` is the last id that came."""

    def __init__(self) -> None:
        self._buffer = b""
        self.last: str | None = None

    def feed(self, chunk: bytes) -> Iterator[Change]:
        """Raises `Gap` in place of what is missing."""
        *events, self._buffer = (self._buffer + chunk).split(b"\n\n")
        for event in events:
            members = dict(line.partition(b": ")[::2] for line in event.split(b"\n"))
            if b"id" in members:
                self.last = members[b"id"].decode()
            if b"data" not in members:
                continue
            if members[b"event"] == b"gap":
                gap = _gap(members[b"data"])
                raise Gap(gap.reason, gap.resume)
            yield _change(members[b"data"])

    def forget(self) -> None:
        """A stream broke off: half an event is none."""
        self._buffer = b""


async def follow(
    realtime: RealtimeApi, caller: Caller, query: StreamChangesQuery
) -> AsyncGenerator[list[Change], None]:
    """Changes in bursts, for as long as it is read. A stream that ends goes on where it ended.

    Raises the service's `Problem` for a wish that cannot be, `Gap`, and `ServiceUnavailable` after half a minute
    without the service.
    """
    reader = _Reader()
    stream = await realtime.stream_changes(caller, query, None)
    while True:
        try:
            async for chunk in stream.chunks:
                burst: list[Change] = []
                try:
                    for change in reader.feed(chunk):
                        burst.append(change)
                        if len(burst) == BURST:
                            yield burst
                            burst = []
                except Gap:
                    if burst:
                        yield burst
                    raise
                if burst:
                    yield burst
        finally:
            await stream.aclose()
        reader.forget()
        stream = await _again(realtime, caller, msgspec.structs.replace(query, since=UNSET), reader.last)


async def _again(realtime: RealtimeApi, caller: Caller, query: StreamChangesQuery, last: str | None) -> EventStream:
    for attempt in range(TRIES):
        await asyncio.sleep(RETRY_SECONDS)
        try:
            return await realtime.stream_changes(caller, query, last)
        except AWAY as error:
            log.warning("changes cannot be followed", attempt=attempt, reason=str(error))
    raise ServiceUnavailable("the change feed did not come back")
