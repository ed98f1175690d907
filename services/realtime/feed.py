"""Reads the change log once for this node, whenever there is something, and catches up after whatever went wrong."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog

from services.chassis.background import background
from services.chassis.listening import Listener
from services.chassis.problems import DatabaseUnavailable, ServiceUnavailable
from services.realtime.changes import Logged
from services.realtime.positions import Position
from services.realtime.store import ChangeLog

# Read even when nothing was notified; a notification is a hint.
IDLE_SECONDS = 1.0
# While a transaction that was notified is not below the horizon yet, because an older one is still under way.
PENDING_SECONDS = (0.002, 0.1)
RETRY_SECONDS = (0.1, 2.0)

log = structlog.get_logger("realtime")

Listening = Callable[[], AbstractAsyncContextManager[Listener]]
# Takes changes in order, and the position they lead to.
Taker = Callable[[Sequence[Logged], Position], Awaitable[None]]


class Feed:
    """One reader of the log. `last` finds where another one has stopped, whenever the connection is new; without it,
    or when there is none, reading goes on from its own place, and begins at the present."""

    def __init__(
        self, changes: ChangeLog, listening: Listening, take: Taker, last: Callable[[], Awaitable[Position | None]]
    ) -> None:
        self._changes = changes
        self._listening = listening
        self._take = take
        self._last = last
        self.position: Position | None = None

    async def begin(self) -> None:
        """Finds the place to read from. Raises `DatabaseUnavailable`."""
        place = await self._last() or self.position
        if place is None:
            place = Position.at(await self._changes.horizon())
            await self._take((), place)
        self.position = place

    async def run(self) -> None:
        """Reads for ever. While the database is away, tries again and again, and then misses nothing."""
        pause = RETRY_SECONDS[0]
        while True:
            try:
                async with self._listening() as listener:
                    await self.begin()
                    log.info("following the change log")
                    pause = RETRY_SECONDS[0]
                    await self._follow(listener)
            except (DatabaseUnavailable, ServiceUnavailable) as error:
                log.warning("the change log cannot be read", reason=str(error), again_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, RETRY_SECONDS[1])

    async def _follow(self, listener: Listener) -> None:
        notified, pause = 0, PENDING_SECONDS[0]
        while True:
            await self._read()
            assert self.position is not None
            if notified >= self.position.low:
                heard = await listener.wait(pause)
                pause = min(pause * 2, PENDING_SECONDS[1])
            else:
                heard = await listener.wait(IDLE_SECONDS)
                pause = PENDING_SECONDS[0]
            notified = max([notified, *map(int, heard)])

    async def _read(self) -> None:
        """Up to the horizon of this moment."""
        while True:
            assert self.position is not None
            changes, position = await self._changes.after(self.position)
            if changes or position != self.position:
                await self._take(changes, position)
                self.position = position
            if position.low == position.high:
                return


@asynccontextmanager
async def supervised(work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Runs `work` while the context is open. It goes on for ever; should it end with a defect, it is begun anew."""

    async def forever() -> None:
        while True:
            try:
                await work()
            except Exception as error:  # the outermost edge: a task that dies is missed by nobody
                log.error("begun anew after a defect", exc_info=error)
                await asyncio.sleep(RETRY_SECONDS[1])

    async with background(forever()):
        yield
