"""The database: connections and transactions. The only importer of aiopg."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakSet

import aiopg
import psycopg2

from services.chassis.connections import Closed, Connections, Link
from services.chassis.problems import DatabaseUnavailable
from services.chassis.refusals import UNPREPARABLE, Conflicted, Unprepared, UnstorableValue, translated

Row = tuple[Any, ...]
Parameters = Mapping[str, object]
T = TypeVar("T")

ACQUIRE_SECONDS = 5.0
STATEMENT_SECONDS = 10.0
RETRIES = 5


class Transaction:
    """Statements on one connection. Store functions take it and never commit.

    `opening` is sent along with the first statement: a BEGIN is not worth a round trip of its own.
    """

    def __init__(self, link: Link, opening: str = "") -> None:
        self._link = link
        self._opening = opening
        self._clock = asyncio.get_running_loop().time

    @property
    def begun(self) -> bool:
        """Whether anything has been sent."""
        return not self._opening

    async def rows(self, statement: str, parameters: Parameters | None = None) -> list[Row]:
        """All rows of a statement that returns some."""
        await self._execute(statement, parameters)
        rows: list[Row] = self._link.cursor.raw.fetchall()
        return rows

    async def row(self, statement: str, parameters: Parameters | None = None) -> Row | None:
        """The first row, if there is one."""
        rows = await self.rows(statement, parameters)
        return rows[0] if rows else None

    async def alone(self, statement: str, parameters: Parameters) -> Row | None:
        """The first row of a statement that writes all there is to write, or nothing. Where nothing was sent before
        it is a transaction by itself: two round trips less, for which its locks would be held. It has committed then,
        whatever is raised later."""
        opening, self._opening = self._opening, ""
        try:
            return await self.row(statement, parameters)
        finally:
            self._opening = opening

    async def run(self, statement: str, parameters: Parameters | None = None) -> int:
        """The number of rows a statement touched."""
        await self._execute(statement, parameters)
        count: int = self._link.cursor.rowcount
        return count

    async def _execute(self, statement: str, parameters: Parameters | None) -> None:
        link = self._link
        text, values = link.prepared.form(statement, parameters)
        text, self._opening = self._opening + text, ""
        link.started = self._clock()
        try:
            await link.cursor.execute(text, values)
        except (psycopg2.Error, ValueError) as error:
            if isinstance(error, UNPREPARABLE) and link.prepared.refuse(statement):
                raise Unprepared from error
            # psycopg2 itself refuses NUL in text with a ValueError, before the server sees it.
            raise (UnstorableValue() if isinstance(error, ValueError) else translated(error)) from error
        finally:
            link.started = None


def _options(role: str | None) -> str:
    return "-c timezone=UTC -c jit=off -c idle_in_transaction_session_timeout=10s" + (
        f" -c role={role}" if role else ""
    )


async def lone_link(dsn: str, *, name: str, role: str | None = None) -> Link:
    """A connection outside any list, for whoever listens. Raises `DatabaseUnavailable`."""
    try:
        async with asyncio.timeout(STATEMENT_SECONDS):
            return await _opened(dsn, name, _options(role))
    except psycopg2.Error as error:
        raise translated(error) from error
    except TimeoutError as error:
        raise DatabaseUnavailable("no connection could be opened in time") from error


@dataclass(frozen=True, slots=True)
class PoolState:
    """How many connections the databases of one name have open, are using, and may have."""

    name: str
    open: int
    used: int
    most: int


_databases: "WeakSet[Database]" = WeakSet()


def pool_states() -> list[PoolState]:
    """All open databases of this process, by name."""
    found: dict[str, PoolState] = {}
    for database in _databases:
        state, known = database.pool_state, found.get(database.name, PoolState(database.name, 0, 0, 0))
        found[database.name] = PoolState(
            database.name, known.open + state.open, known.used + state.used, known.most + state.most
        )
    return [found[name] for name in sorted(found)]


class Database:
    """Connections to one PostgreSQL database. Build it with `connect`."""

    def __init__(self, connections: Connections, name: str) -> None:
        self._connections = connections
        self.name = name
        _databases.add(self)

    @classmethod
    async def connect(
        cls,
        dsn: str,
        *,
        size: int,
        name: str,
        role: str | None = None,
        patience: float = ACQUIRE_SECONDS,
        longest: float = STATEMENT_SECONDS,
    ) -> "Database":
        """Opens a first connection. `size` is the most there will be, `name` is what pg_stat_activity shows, `role` is
        what the connections may do, whoever they log in as. `patience` is how long one is waited for, `longest` how
        long a statement may take, in seconds."""

        async def open_link() -> Link:
            async with asyncio.timeout(STATEMENT_SECONDS):
                return await _opened(dsn, name, _options(role))

        connections = Connections(open_link, size=size, patience=patience, longest=longest)
        database = cls(connections, name)
        try:
            connections.give_back(await database._link())
        except BaseException:
            await connections.close()
            raise
        return database

    @property
    def pool_state(self) -> PoolState:
        return PoolState(self.name, *self._connections.numbers)

    async def close(self) -> None:
        _databases.discard(self)
        await self._connections.close()

    async def _link(self) -> Link:
        try:
            return await self._connections.take()
        except TimeoutError as error:
            raise DatabaseUnavailable("no connection was free in time") from error
        except Closed as error:
            raise DatabaseUnavailable("the connections are closed") from error
        except psycopg2.Error as error:
            raise translated(error) from error

    async def rows(self, statement: str, parameters: Parameters | None = None) -> Sequence[Row]:
        """Reads outside a transaction. Tried once more when the connection turns out to be dead, or the statement
        not to be one that can be prepared."""
        try:
            return await self._read(statement, parameters)
        except (DatabaseUnavailable, Unprepared):
            return await self._read(statement, parameters)

    async def row(self, statement: str, parameters: Parameters | None = None) -> Row | None:
        rows = await self.rows(statement, parameters)
        return rows[0] if rows else None

    async def _read(self, statement: str, parameters: Parameters | None) -> Sequence[Row]:
        link = await self._link()
        try:
            return await Transaction(link).rows(statement, parameters)
        finally:
            self._connections.give_back(link)

    async def transaction(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Runs `work` in a transaction, the only way to write. It may run again after a conflict (40001, 40P01),
        so it must keep its effects to the database. What it raises rolls back and goes on to the caller."""
        for attempt in range(RETRIES):
            try:
                return await self._once(work)
            except Unprepared:
                continue
            except Conflicted:
                await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))
        try:
            return await self._once(work)
        except Conflicted as error:
            raise DatabaseUnavailable("the transaction kept losing against others") from error

    async def _once(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        link = await self._link()
        try:
            transaction = Transaction(link, "BEGIN; ")
            try:
                result = await work(transaction)
            except BaseException:
                if transaction.begun and link.usable:
                    await transaction.run("ROLLBACK")
                raise
            if transaction.begun:
                await transaction.run("COMMIT")
            return result
        finally:
            self._connections.give_back(link)


async def _opened(dsn: str, name: str, options: str) -> Link:
    for _ in range(RETRIES):
        with suppress(RuntimeError):
            connection = await aiopg.connect(
                dsn,
                # Time is kept for all statements together, by `Connections`.
                timeout=None,  # type: ignore[arg-type]
                enable_json=False,
                enable_hstore=False,
                application_name=name,
                # A half-open socket is noticed by the kernel, not by a request that waits for ever.
                keepalives_idle=10,
                keepalives_interval=5,
                keepalives_count=3,
                options=options,
            )
            return Link(connection, await connection.cursor())
        # aiopg left a watcher where a TCP connection failed, and uvloop takes no other for that socket's number.
        # The attempt that failed on it took it away.
    raise DatabaseUnavailable("no connection could be opened")
