"""One subscription: what a client missed, and then what happens."""

from typing import Protocol

from services.chassis.problems import DatabaseUnavailable
from services.realtime.changes import Change
from services.realtime.generated.models import EventKind, GapReason
from services.realtime.node import Node
from services.realtime.outbox import MOST, Entry
from services.realtime.plans import Choice
from services.realtime.positions import Position, Resume

# How much of what was missed is sent before the client must have read it.
CATCH_UP = 200


class Client(Protocol):
    """The connection a subscription belongs to."""

    def put(self, entry: Entry) -> None:
        """Takes an entry to send. Does not raise: too many of them end the connection at the next `flush`."""

    def fail(self) -> None:
        """Ends the connection at the next `flush`: its client does not keep up, or cannot be told what it missed."""

    def flush(self) -> None:
        """Sends what was put, as far as the client reads."""

    async def room(self) -> None:
        """Waits until all has been sent."""


class Subscription:
    """A follower of the hub. `sent` is the last change that went out, or where the subscription began."""

    def __init__(
        self, node: Node, client: Client, choice: Choice, since: Resume | None, *, coalesces: bool = False
    ) -> None:
        self.choice = choice
        self.coalesces = coalesces
        self._node = node
        self._client = client
        self._plan = node.hub.add(choice, self)
        # The hub has told everything up to here, and tells us everything from here on.
        self._until: Position = node.position
        self.sent = since or self._until.resume
        # Until it is clear what the client is told first, what happens meanwhile waits here.
        self._held: list[Entry] | None = []
        self._first_xid = 0

    def end(self) -> None:
        """Nothing more is taken."""
        self._node.hub.remove(self.choice, self)

    def change(self, kind: EventKind, rest: bytes, change: Change) -> None:
        self._take(Entry(self, kind, rest, change.resume, change.logged.key))

    def gap(self, reason: GapReason, resume: Resume) -> None:
        self._take(self._gap(reason, resume))

    def flush(self) -> None:
        self._client.flush()

    def _gap(self, reason: GapReason, resume: Resume) -> Entry:
        payload = b'{"reason":"%s","resume":"%s"}' % (reason.value.encode(), resume.token.encode())
        return Entry(self, None, payload, resume, None)

    def _take(self, entry: Entry) -> None:
        if self._held is None:
            if entry.resume.xid >= self._first_xid:
                self._client.put(entry)
        elif len(self._held) < MOST:
            self._held.append(entry)
        else:
            self._client.fail()

    async def begin(self) -> None:
        """Without a place to come back to: leaves out what had been committed before. Raises `DatabaseUnavailable`."""
        self._first_xid = await self._node.changes.horizon()
        self.sent = Position.at(self._first_xid).resume
        self._release()

    def _release(self) -> None:
        held, self._held = self._held or [], None
        for entry in held:
            self._take(entry)
        self._client.flush()

    async def catch_up(self) -> None:
        """Sends what followed `since`, then what was held meanwhile; from then on all that happens goes out at once."""
        since = self.sent
        try:
            kept = await self._node.changes.keeps(since)
            if kept:
                await self._tell_missed(since)
                # It may have been thrown away while it was read.
                kept = await self._node.changes.keeps(since)
        except DatabaseUnavailable:
            self._client.fail()
            self._client.flush()
            return
        if not kept:
            self._client.put(self._gap(GapReason.EXPIRED, self._until.resume))
        self._release()

    async def _tell_missed(self, since: Resume) -> None:
        told = 0
        async for found, change in self._node.missed(self._plan, since, self._until):
            if isinstance(found, GapReason):
                self._client.put(self._gap(found, change.resume))
            else:
                kind, rest = found
                self._client.put(Entry(self, kind, rest, change.resume, change.logged.key))
            told += 1
            if told % CATCH_UP == 0:
                self._client.flush()
                await self._client.room()
