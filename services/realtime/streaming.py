"""Changes as Server-Sent Events: the same subscription, another way out."""

import asyncio
from collections.abc import AsyncIterator

import structlog

from services.chassis.callers import Caller
from services.chassis.events import KEEP_ALIVE, encode_event
from services.chassis.problems import DatabaseUnavailable
from services.chassis.sockets import Close
from services.realtime.generated.models import EventKind
from services.realtime.node import Node
from services.realtime.outbox import Entry, Outbox, Overflow
from services.realtime.plans import Choice
from services.realtime.positions import Resume
from services.realtime.subscriptions import Subscription

KEEP_ALIVE_SECONDS = 15.0
CHUNK_BYTES = 32 * 1024
RETRY = b"retry: 1000\n"
_EVENT = {kind: b'{"event":"%s",' % kind.value.encode() for kind in EventKind}

log = structlog.get_logger("realtime")


class Stream:
    """One client of the event stream. It ends when its reader is gone, too slow, or no longer allowed; the client then
    comes back with the id of the last event it saw."""

    def __init__(self, node: Node, caller: Caller, choice: Choice, since: Resume | None) -> None:
        self.caller: Caller | None = caller
        self.patience = True
        self._node = node
        self._outbox = Outbox()
        self._ended = False
        self._news = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self._subscription = Subscription(node, self, choice, since)
        self._begins = since is not None
        node.watch.enter(self)

    def put(self, entry: Entry) -> None:
        if self._ended:
            return
        try:
            self._outbox.put(entry)
        except Overflow:
            self._ended = True

    def fail(self) -> None:
        self._ended = True

    def flush(self) -> None:
        if len(self._outbox):
            self._empty.clear()
        if self._outbox.is_heavy and not self._ended:
            self._node.heavy.add(self)
        self._news.set()

    async def room(self) -> None:
        await self._empty.wait()

    def end(self, code: Close, reason: str) -> None:
        self._ended = True
        self._outbox = Outbox()
        self._news.set()

    def tick(self, now: float) -> None:
        """The server that carries the stream sees to silence."""

    async def begin(self) -> None:
        """Finds the place where a stream begins that does not come back to one. Raises `DatabaseUnavailable`."""
        if not self._begins:
            try:
                await self._subscription.begin()
            except DatabaseUnavailable:
                self.leave()
                raise

    def leave(self) -> None:
        self._subscription.end()
        self._node.heavy.discard(self)
        self._node.watch.leave(self)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The stream in pieces. Closing it ends the subscription."""
        catching_up = asyncio.create_task(self._subscription.catch_up()) if self._begins else None
        try:
            # An id without data sets the place to come back to.
            yield RETRY + b"id: %s\n\n" % self._subscription.sent.token.encode()
            while True:
                if len(self._outbox):
                    yield self._taken()
                    continue
                self.patience = True
                self._node.heavy.discard(self)
                self._empty.set()
                if self._ended:
                    return
                self._news.clear()
                try:
                    async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                        await self._news.wait()
                except TimeoutError:
                    yield KEEP_ALIVE
        finally:
            self.leave()
            self._ended = True
            self._empty.set()
            if catching_up is not None:
                catching_up.cancel()
                await asyncio.gather(catching_up, return_exceptions=True)

    def _taken(self) -> bytes:
        parts: list[bytes] = []
        size = 0
        for entry in self._outbox.take():
            name = "gap" if entry.kind is None else entry.kind.value
            data = entry.rest if entry.kind is None else _EVENT[entry.kind] + entry.rest
            parts.append(encode_event(name, entry.resume.token, data))
            self._subscription.sent = entry.resume
            size += len(parts[-1])
            if size >= CHUNK_BYTES:
                break
        return b"".join(parts)
