"""LISTEN on a connection of its own that notices when it is dead. What is notified is a hint, never data."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg2

from services.chassis.database import lone_connection, translated
from services.chassis.problems import DatabaseUnavailable

PROBE_SECONDS = 5.0


class Listener:
    """Notifications of some channels, as long as the connection lives."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._heard_at = asyncio.get_running_loop().time()

    async def wait(self, seconds: float) -> list[str]:
        """The payloads that have come, waiting for the first one at most that long. Raises `DatabaseUnavailable`
        when the connection is gone; one that nothing comes from is asked whether it lives."""
        loop = asyncio.get_running_loop()
        notifies = self._connection.notifies
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
            async with asyncio.timeout(PROBE_SECONDS), self._connection.cursor() as cursor:
                await cursor.execute("SELECT 1")
        except (TimeoutError, psycopg2.Error) as error:
            raise DatabaseUnavailable("the listening connection does not answer") from error


@asynccontextmanager
async def listening(dsn: str, channels: Sequence[str], *, name: str, role: str) -> AsyncIterator[Listener]:
    """Listens while the context is open. Raises `DatabaseUnavailable` when it cannot begin."""
    connection = await lone_connection(dsn, name=name, role=role)
    try:
        async with connection.cursor() as cursor:
            for channel in channels:
                await cursor.execute(f'LISTEN "{channel}"')
        yield Listener(connection)
    except psycopg2.Error as error:
        raise translated(error) from error
    finally:
        await connection.close()
