"""LISTEN on a connection of its own that notices when it is dead. What is notified is a hint, never data."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import psycopg2

from services.chassis.connections import Link
from services.chassis.database import lone_link
from services.chassis.problems import DatabaseUnavailable
from services.chassis.refusals import translated

PROBE_SECONDS = 5.0
TURN_SECONDS = 0.5


class Listener:
    """Notifications of some channels, as long as the connection lives."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._heard_at = asyncio.get_running_loop().time()

    async def wait(self, seconds: float) -> list[str]:
        """The payloads that have come, waiting for the first one at most that long. Raises `DatabaseUnavailable`
        when the connection is gone; one that nothing comes from is asked whether it lives."""
        loop = asyncio.get_running_loop()
        notifies = self._link.connection.notifies
        payloads = []
        try:
            async with asyncio.timeout(seconds):
                payloads.append((await notifies.get()).payload)
            while not notifies.empty():
                payloads.append(notifies.get_nowait().payload)
            self._heard_at = loop.time()
        except TimeoutError:
            if loop.time() - self._heard_at > PROBE_SECONDS:
                await self._probe()
                self._heard_at = loop.time()
        except psycopg2.Error as error:
            raise DatabaseUnavailable("the listening connection is gone") from error
        return payloads

    async def _probe(self) -> None:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self._link.cursor.execute("SELECT 1")
        except (TimeoutError, psycopg2.Error) as error:
            raise DatabaseUnavailable("the listening connection does not answer") from error


@asynccontextmanager
async def listening(
    dsn: str, channels: Sequence[str], *, name: str, role: str, alone: int | None = None
) -> AsyncIterator[Listener]:
    """Listens while the context is open. Raises `DatabaseUnavailable` when it cannot begin. With `alone`, the number
    of an advisory lock, one process at a time gets here; it is given up with the connection."""
    link = await lone_link(dsn, name=name, role=role)
    try:
        try:
            if alone is not None:
                await _turn(link, alone)
            for channel in channels:
                await link.cursor.execute(f'LISTEN "{channel}"')
        except psycopg2.Error as error:
            raise translated(error) from error
        yield Listener(link)
    finally:
        await link.connection.close()


async def _turn(link: Link, lock: int) -> None:
    """Waits until nobody else holds the lock."""
    while True:
        await link.cursor.execute("SELECT pg_try_advisory_lock(%s)", (lock,))
        [(held,)] = await link.cursor.fetchall()
        if held:
            return
        await asyncio.sleep(TURN_SECONDS)
