"""One node: the hub, the log behind it, and everybody who is connected."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import islice
from typing import Protocol
from uuid import UUID

from services.chassis.problems import DatabaseUnavailable
from services.chassis.sockets import Close, Limits
from services.realtime.changes import Change, Logged, Op
from services.realtime.channels import ENDINGS
from services.realtime.generated.models import EventKind, GapReason
from services.realtime.hub import Hub
from services.realtime.plans import Plan
from services.realtime.positions import Position, Resume
from services.realtime.store import ChangeLog
from services.realtime.watch import Watch

# Between two pieces whoever is connected gets to send and to be heard.
PIECE = 100
SETTLE_SECONDS = 0.1


class Lagging(Protocol):
    """A client with much still to send; `patience` is whether it is worth waiting for."""

    patience: bool


class Node:
    """What connections stand on. `heavy` are those whose clients do not keep up at the moment."""

    def __init__(self, changes: ChangeLog, watch: Watch, limits: Limits) -> None:
        self.hub = Hub()
        self.changes = changes
        self.watch = watch
        self.limits = limits
        self.heavy: set[Lagging] = set()

    async def take(self, changes: Sequence[Logged], position: Position) -> None:
        """Changes of the feed, in order."""
        low = self.hub.position.low if self.hub.position is not None else position.low
        rows = iter(changes)
        while piece := list(islice(rows, PIECE)):
            self._publish(piece)
            # At once: whoever begins to follow now has missed what was published, and nothing else.
            self.hub.position = Position(low, position.high, piece[-1].seq)
            await self._settle()
        self.hub.position = position

    def _publish(self, piece: list[Logged]) -> None:
        waiting: list[Logged] = []
        for logged in piece:
            if logged.channel == ENDINGS:
                # Whatever came before it may still be seen.
                self.hub.publish(waiting)
                waiting = []
                self.watch.session_ended(UUID(logged.key))
                continue
            if logged.channel == "users" and logged.op in (Op.UPDATE, Op.DELETE):
                self.hub.publish(waiting)
                waiting = []
                self.watch.account_changed(logged)
            waiting.append(logged)
        self.hub.publish(waiting)

    async def _settle(self) -> None:
        """Lets those send who can. A client that does not read is waited for once, and not again before it does."""
        await asyncio.sleep(0)
        deadline = asyncio.get_running_loop().time() + SETTLE_SECONDS
        while waited := [client for client in self.heavy if client.patience]:
            if asyncio.get_running_loop().time() >= deadline:
                for client in waited:
                    client.patience = False
                return
            await asyncio.sleep(0.002)

    def drain(self) -> None:
        """Says goodbye to everybody: the node goes away, and others are there."""
        for party in self.watch.parties():
            party.end(Close.RESTART, "the server restarts")

    @property
    def position(self) -> Position:
        """How far the hub has told. Raises `DatabaseUnavailable` before the feed has begun."""
        if self.hub.position is None:
            raise DatabaseUnavailable("the change log has not been read yet")
        return self.hub.position

    async def missed(
        self, plan: Plan, resume: Resume, until: Position
    ) -> AsyncIterator[tuple[GapReason | tuple[EventKind, bytes], Change]]:
        """What the plan makes of all that followed `resume`, as far as the hub had told when it stood at `until`."""
        async for logged in self.changes.missed(plan.choice.channel, resume, until):
            change = Change(logged)
            if change.op is Op.TRUNCATE:
                yield GapReason.TRUNCATED, change
            elif (event := plan.event(change)) is not None:
                yield event, change
