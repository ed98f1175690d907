"""Writes the counts every few seconds, in bulk, off the requests' way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

import structlog

from gateway.usage.counting import Batch, Counts
from services.chassis.background import background
from services.chassis.clock import Clock
from services.chassis.problems import DatabaseUnavailable

EVERY_SECONDS = 5.0
# A day's counts belong to that day, so midnight is looked for more often.
TICK_SECONDS = 0.5
# At the end there is one more try, and nobody waits long for it.
LAST_SECONDS = 3.0

log = structlog.get_logger("usage")


class Ledger(Protocol):
    """Where counts are kept. Writing a batch twice counts once. Raises `DatabaseUnavailable`."""

    async def write(self, batch: UUID, day: date, seen: datetime, counts: bytes) -> None: ...


class Recording:
    """Takes what `counts` has to the ledger. While that is away counts stay in memory, as far as there is room."""

    def __init__(self, counts: Counts, ledger: Ledger, clock: Clock, *, every: float = EVERY_SECONDS) -> None:
        self._counts = counts
        self._ledger = ledger
        self._clock = clock
        self._every = every
        self._told_lost = 0
        self._writing = asyncio.Lock()

    async def write(self) -> None:
        """Writes everything that has been counted until now. Raises `DatabaseUnavailable`."""
        async with self._writing:
            if not self._counts.waiting or self._counts.a_new_day:
                # What already waits keeps its batches, so that those cannot count twice; the rest goes on counting.
                self._counts.cut()
            while self._counts.waiting:
                await self._deliver(self._counts.waiting[0])

    async def _deliver(self, batch: Batch) -> None:
        await self._ledger.write(batch.id, batch.day, self._clock(), batch.json())
        self._counts.written(batch)

    async def forever(self) -> None:
        """Writes every few seconds, and at midnight."""
        loop = asyncio.get_running_loop()
        due = loop.time() + self._every
        while True:
            await asyncio.sleep(min(TICK_SECONDS, self._every))
            if loop.time() < due and not self._counts.a_new_day:
                continue
            try:
                await self.write()
            except DatabaseUnavailable as error:
                log.warning("usage is not written", reason=str(error), cells=self._counts.size)
            except Exception as error:  # the outermost edge: counting must not end with one bad write
                log.error("usage is not written", cells=self._counts.size, exc_info=error)
            if self._counts.a_new_day:
                self._counts.cut()
            due = loop.time() + self._every
            self._tell_lost()

    def _tell_lost(self) -> None:
        if self._counts.lost > self._told_lost:
            log.error("usage is lost", requests=self._counts.lost - self._told_lost)
            self._told_lost = self._counts.lost

    async def finish(self) -> None:
        """The last write. What cannot be written is lost, and said to be."""
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await self.write()
                # What was counted behind batches that had to wait.
                await self.write()
        except (DatabaseUnavailable, TimeoutError) as error:
            self._counts.cut()
            self._counts.drop(self._counts.waiting)
            log.warning("usage is not written", reason=str(error) or "no time left")
        self._tell_lost()


@asynccontextmanager
async def recording(writer: Recording) -> AsyncIterator[Recording]:
    """Records while the context is open, and what is left when it closes."""
    try:
        async with background(writer.forever()):
            yield writer
    finally:
        await writer.finish()
