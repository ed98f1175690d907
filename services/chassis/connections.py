"""Connections to one database that are kept open and lent to one user at a time.

aiopg has a pool, too. It takes a lock, starts a timer and a task for each use; this one takes the connection that was
used last from a list, which is what a statement of a hundred microseconds can afford.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from psycopg2.extensions import TRANSACTION_STATUS_IDLE as IDLE

from services.chassis.prepared import PreparedStatements

SWEEP_SECONDS = 0.5


class Link:
    """A connection with its one cursor and what it has prepared. `started` is when the statement under way was sent,
    by the event loop's clock."""

    __slots__ = ("connection", "cursor", "prepared", "started")

    def __init__(self, connection: Any, cursor: Any) -> None:
        self.connection = connection
        self.cursor = cursor
        self.prepared = PreparedStatements()
        self.started: float | None = None

    @property
    def usable(self) -> bool:
        return not self.connection.closed


class Closed(Exception):
    """The connections have been closed."""


class Connections:
    """At most `size` links, made by `open_link` when they are first needed. Waiting for one ends with a
    TimeoutError after `patience` seconds. A statement that runs for longer than `longest` seconds loses its
    connection."""

    def __init__(self, open_link: Callable[[], Awaitable[Link]], *, size: int, patience: float, longest: float) -> None:
        self._open_link = open_link
        self._size = size
        self._patience = patience
        self._longest = longest
        self._idle: list[Link] = []
        self._links: set[Link] = set()
        self._opening = 0
        # A waiter gets a link, or None: there is room for it to open one.
        self._waiting: deque[asyncio.Future[Link | None]] = deque()
        self._closed = False
        self._sweeper = asyncio.create_task(self._sweep())

    @property
    def numbers(self) -> tuple[int, int, int]:
        """How many are open, how many of them are lent, and how many there may be."""
        return len(self._links), len(self._links) - len(self._idle), self._size

    async def take(self) -> Link:
        """A link that nobody else uses until it is given back."""
        if self._closed:
            raise Closed
        while self._idle:
            link = self._idle.pop()
            if link.usable:
                return link
            self._links.discard(link)
        if len(self._links) + self._opening < self._size:
            return await self._opened()
        async with asyncio.timeout(self._patience):
            return await self._handed_over() or await self._opened()

    def give_back(self, link: Link) -> None:
        """Ends the use of a link. One that is no longer usable leaves room for another."""
        # One that is left in the middle of a transaction is nobody else's to go on with.
        if self._closed or not link.usable or link.connection.raw.get_transaction_status() != IDLE:
            self._links.discard(link)
            link.connection.close()
            self._hand_over(None)
        elif not self._hand_over(link):
            self._idle.append(link)

    async def close(self) -> None:
        """Closes all of them at once, those in use as well."""
        self._closed = True
        self._sweeper.cancel()
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_exception(Closed())
        for link in self._links:
            link.connection.close()
        self._idle.clear()
        self._links.clear()
        await asyncio.gather(self._sweeper, return_exceptions=True)

    async def _opened(self) -> Link:
        self._opening += 1
        try:
            link = await self._open_link()
        except BaseException:
            self._opening -= 1
            self._hand_over(None)
            raise
        self._opening -= 1
        if self._closed:
            link.connection.close()
            raise Closed
        self._links.add(link)
        return link

    async def _handed_over(self) -> Link | None:
        waiter: asyncio.Future[Link | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            # It may have been handed over in the same turn in which the wait was given up.
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                link = waiter.result()
                if link is None:
                    self._hand_over(None)
                else:
                    self.give_back(link)
            raise

    def _hand_over(self, link: Link | None) -> bool:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(link)
                return True
        return False

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            overdue = loop.time() - self._longest
            for link in self._links:
                if link.started is not None and link.started < overdue:
                    # Whoever waits for the statement learns that the connection is gone.
                    link.connection.close()
