"""The connector's connections: the stream of the log, and sessions for statements. Its only importer of psycopg2,
because aiopg speaks no replication protocol; what may block runs in a thread."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg2
from psycopg2 import errors
from psycopg2.extensions import new_type, register_type
from psycopg2.extras import LogicalReplicationConnection, ReplicationMessage

Row = tuple[Any, ...]
T = TypeVar("T")

# Values are read as the text that the server writes, so the session says how it writes it.
STYLE = (
    "-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex -c extra_float_digits=1 "
    "-c lc_monetary=C"
)
# A server that has gone away without a word is noticed within this time.
LIVENESS: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}
FEEDBACK_SECONDS = 10


class ConnectionLost(Exception):
    """The server ended a connection, or cannot be reached."""


class SlotBusy(Exception):
    """Another process reads from the slot, or one that died has not been missed yet."""


class SlotLost(Exception):
    """The slot is not there any more, or the server has thrown away log that it needs."""


def translated(error: psycopg2.Error) -> Exception:
    """The one table from driver errors to ours. What is not in it is a defect and stays as it is."""
    match error:
        case errors.ObjectInUse() | errors.DuplicateObject():
            return SlotBusy(str(error).strip())
        case errors.UndefinedObject() | errors.ObjectNotInPrerequisiteState():
            return SlotLost(str(error).strip())
        case psycopg2.OperationalError() | psycopg2.InterfaceError():
            return ConnectionLost(str(error).strip())
        case _ if error.pgcode is None and isinstance(error, psycopg2.DatabaseError):
            return ConnectionLost(str(error).strip())
        case _:
            return error


def lsn_text(lsn: int) -> str:
    """A position as PostgreSQL writes it: 16/B374D848"""
    return f"{lsn >> 32:X}/{lsn & 0xFFFFFFFF:X}"


def lsn_number(text: str) -> int:
    high, _, low = text.partition("/")
    return int(high, 16) << 32 | int(low, 16)


class Session:
    """A connection for statements, one at a time, each committed on its own unless a transaction was begun."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cdc-session")

    @classmethod
    async def open(cls, dsn: str, name: str) -> "Session":
        def connect() -> Any:
            try:
                connection = psycopg2.connect(dsn, application_name=name, options=STYLE, **LIVENESS)
            except psycopg2.Error as error:
                raise translated(error) from error
            connection.autocommit = True
            return connection

        return cls(await asyncio.to_thread(connect))

    async def close(self) -> None:
        await self._run(self._connection.close)
        self._thread.shutdown(wait=False)

    async def rows(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        return await self._run(lambda: self._execute(statement, parameters, ()))

    async def raw_rows(self, statement: str, parameters: Mapping[str, object], types: tuple[int, ...]) -> list[Row]:
        """Rows whose values of these types (oids) stay the text that the server wrote."""
        return await self._run(lambda: self._execute(statement, parameters, types))

    async def row(self, statement: str, parameters: Mapping[str, object] | None = None) -> Row | None:
        rows = await self.rows(statement, parameters)
        return rows[0] if rows else None

    def _execute(self, statement: str, parameters: Mapping[str, object] | None, types: tuple[int, ...]) -> list[Row]:
        with self._connection.cursor() as cursor:
            if types:
                register_type(new_type(types, "TEXT", _as_it_is), cursor)
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description is not None else []

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except psycopg2.Error as error:
            raise translated(error) from error


def _as_it_is(text: Any, cursor: object) -> Any:
    return text


class Stream:
    """A connection that reads the log through a slot."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        # Typed loosely: the stubs leave some of its methods out.
        self._cursor: Any = connection.cursor()

    @classmethod
    async def open(cls, dsn: str, name: str) -> "Stream":
        def connect() -> Any:
            try:
                factory = LogicalReplicationConnection
                return psycopg2.connect(
                    dsn, connection_factory=factory, application_name=name, options=STYLE, **LIVENESS
                )
            except psycopg2.Error as error:
                raise translated(error) from error

        return cls(await asyncio.to_thread(connect))

    async def create_slot(self, slot: str) -> tuple[int, str]:
        """Makes a slot; gives where it begins, and the name of a snapshot of the tables at that very point, which
        holds until this connection is used again."""

        def create() -> Row:
            self._cursor.create_replication_slot(slot, output_plugin="pgoutput")
            row: Row = self._cursor.fetchone()
            return row

        row = await self._run(create)
        return lsn_number(row[1]), str(row[2])

    async def start(self, slot: str, publication: str) -> None:
        """Begins to read. Raises `SlotBusy` and `SlotLost`."""
        options = {"proto_version": "1", "publication_names": publication, "messages": "true"}
        await self._run(
            lambda: self._cursor.start_replication(
                slot_name=slot, decode=False, options=options, status_interval=FEEDBACK_SECONDS
            )
        )

    async def readable(self, seconds: float) -> bool:
        """Waits until there may be something to read."""
        loop, ready = asyncio.get_running_loop(), asyncio.Event()
        descriptor = self._connection.fileno()
        loop.add_reader(descriptor, ready.set)
        try:
            async with asyncio.timeout(seconds):
                await ready.wait()
        except TimeoutError:
            return False
        finally:
            loop.remove_reader(descriptor)
        return True

    def read(self) -> ReplicationMessage | None:
        """The next message that has arrived, if there is one. Never waits."""
        try:
            message: ReplicationMessage | None = self._cursor.read_message()
            return message
        except psycopg2.Error as error:
            raise translated(error) from error

    def confirm(self, lsn: int, *, ask: bool = False) -> None:
        """Tells the server that everything before is safe, and that we are alive. `ask` for an answer: with it an idle
        slot moves on over the log of other tables, once all that was read is confirmed."""
        try:
            self._cursor.send_feedback(write_lsn=lsn, flush_lsn=lsn, apply_lsn=lsn, reply=ask, force=True)
        except psycopg2.Error as error:
            raise translated(error) from error

    def close(self) -> None:
        self._connection.close()

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except psycopg2.Error as error:
            raise translated(error) from error
