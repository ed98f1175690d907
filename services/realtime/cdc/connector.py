"""The connector: one slot, one sink, and at any time one process that moves events from the one to the other."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace

import structlog

from services.realtime.cdc.catalog import QUERIES, Catalog
from services.realtime.cdc.decoding import Decoder, Position, Rules
from services.realtime.cdc.delivery import Delivery
from services.realtime.cdc.envelope import Origin
from services.realtime.cdc.incremental import Incremental
from services.realtime.cdc.postgres import ConnectionLost, Session, SlotBusy, SlotLost, Stream
from services.realtime.cdc.progress import Progress, Remaining, Start
from services.realtime.cdc.rows import quoted
from services.realtime.cdc.settings import CdcSettings
from services.realtime.cdc.sinks import Sink
from services.realtime.cdc.snapshot import Snapshot
from services.realtime.cdc.streaming import Streaming

STANDBY_SECONDS = 0.5
LONGEST_PAUSE = 5.0

log = structlog.get_logger("cdc")


def _reason(group: BaseExceptionGroup) -> BaseException:
    """Why the tasks ended. A defect comes before what a restart heals: it must not hide behind it."""
    heals = (ConnectionLost, SlotBusy, SlotLost)
    leaves = list(_leaves(group))
    return next((error for error in leaves if not isinstance(error, heals)), leaves[0])


def _leaves(group: BaseExceptionGroup) -> Iterator[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


class Connector:
    """Lives until it is cancelled: what a restart can heal, it heals by starting again."""

    def __init__(self, settings: CdcSettings, open_sink: Callable[[], Awaitable[Sink]]) -> None:
        self.active = False
        self.delivery: Delivery | None = None
        self._settings = settings
        self._open_sink = open_sink
        self._slot = self._publication = f"cdc_{settings.name}"

    async def run(self) -> None:
        pause = 0.1
        while True:
            try:
                async with self._session("cdc") as session:
                    await self._stand_by(session)
                    pause = 0.1
                    await self._live(session)
            except (ConnectionLost, SlotBusy) as error:
                log.warning("The connector starts again", reason=str(error), seconds=pause)
            except SlotLost as error:
                log.error("The slot is lost; everything will be told again", reason=str(error))
            finally:
                self.active = False
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    @contextlib.asynccontextmanager
    async def _session(self, name: str) -> AsyncIterator[Session]:
        session = await Session.open(self._settings.database_url, name)
        try:
            yield session
        finally:
            await session.close()

    async def _stand_by(self, session: Session) -> None:
        """Until this process is the only one that is active."""
        waits = False
        while not (await session.rows(QUERIES["lock"], {"name": self._settings.name}))[0][0]:
            if not waits:
                log.info("Another process is active; standing by")
            waits = True
            await asyncio.sleep(STANDBY_SECONDS)
        self.active = True

    async def _live(self, session: Session) -> None:
        progress = Progress(session, self._settings.name)
        start = await progress.join(self._slot, self._settings.sink)
        await self._publish(session)
        row = await session.row("SELECT current_database()")
        assert row is not None
        rules = Rules(
            Origin(self._settings.prefix, row[0]),
            self._settings.excluded,
            tombstones=self._settings.tombstones,
            transactions=self._settings.transactions,
            schemas=self._settings.schemas,
        )
        await self._examine_slot(session, progress, start)
        if start.slot_lsn is not None and start.told_nothing(self._settings.tables):
            # The slot is new, which only the marks of a first snapshot tell: consumers have to hear of it.
            await session.rows(QUERIES["drop_slot"], {"slot": self._slot})
            start = replace(start, slot_lsn=None)
        sink = await self._open_sink()
        delivery = self.delivery = Delivery(sink)
        stream = await Stream.open(self._settings.database_url, "cdc-stream")
        try:
            async with self._session("cdc-rows") as reading, asyncio.TaskGroup() as tasks:
                tasks.create_task(delivery.run())
                if start.slot_lsn is None:
                    start = await self._first(stream, rules, delivery, progress)
                incremental = Incremental(reading, rules, progress, self._settings.tables, self._settings.chunk)
                decoder = Decoder(rules, start.position, incremental.on_message)
                incremental.attach(decoder)
                await stream.start(self._slot, self._publication)
                await progress.report("streaming")
                streaming = Streaming(
                    stream, decoder, Catalog(session), delivery, progress, self._settings.heartbeat, incremental
                )
                tasks.create_task(streaming.read())
                tasks.create_task(streaming.keep(start.position))
                tasks.create_task(streaming.report())
                tasks.create_task(incremental.run(start.remaining))
        except BaseExceptionGroup as group:
            error = _reason(group)
            if isinstance(error, SlotLost):
                await self._lose(session, progress, str(error))
            raise error from group
        finally:
            stream.close()
            await sink.close()

    async def _publish(self, session: Session) -> None:
        """A publication of exactly the tables of the settings."""
        name = quoted(self._publication)
        tables = ", ".join(".".join(map(quoted, table.split("."))) for table in self._settings.tables)
        known = await session.row(QUERIES["publication"], {"publication": self._publication})
        if known is None:
            await session.rows(f"CREATE PUBLICATION {name} FOR TABLE {tables}", {})
            known = await session.row(QUERIES["publication"], {"publication": self._publication})
        assert known is not None
        if known[0] == "n":
            # Otherwise PostgreSQL 18 refuses to update rows that have one, when the whole row identifies them.
            await session.rows(f"ALTER PUBLICATION {name} SET (publish_generated_columns = stored)", {})
        published = await session.rows(QUERIES["published"], {"publication": self._publication})
        if {row[0] for row in published} != set(self._settings.tables):
            await session.rows(f"ALTER PUBLICATION {name} SET TABLE {tables}", {})

    async def _examine_slot(self, session: Session, progress: Progress, start: Start) -> None:
        """Raises `SlotLost` when what has been delivered cannot be followed up."""
        slot = await session.row(QUERIES["slot"], {"slot": self._slot})
        if start.slot_lsn is None:
            if slot is not None:
                # Made by a process that died before it wrote down what is to be told first.
                await session.rows(QUERIES["drop_slot"], {"slot": self._slot})
            return
        reason = None
        if slot is None:
            reason = f"the slot {self._slot} is not there any more"
        elif slot[0] == "lost":
            reason = f"the slot {self._slot} fell behind further than the server keeps its log"
        elif not slot[2]:
            reason = f"the slot {self._slot} belongs to another database"
        elif start.ahead:
            reason = "the database's log ends before what has been delivered: it was restored from an older one"
        if reason is not None:
            await self._lose(session, progress, reason)
            raise SlotLost(reason)

    async def _lose(self, session: Session, progress: Progress, reason: str) -> None:
        await progress.note_loss(reason)
        await session.rows(QUERIES["drop_slot"], {"slot": self._slot})

    async def _first(self, stream: Stream, rules: Rules, delivery: Delivery, progress: Progress) -> Start:
        """A new slot, and the rows that are older than it."""
        lsn, exported = await stream.create_slot(self._slot)
        tables = self._settings.tables if self._settings.snapshot == "initial" else ()
        async with self._session("cdc-snapshot") as reading:
            snapshot = Snapshot(reading, rules, lsn, self._settings.chunk)
            await snapshot.begin(exported)
            await progress.begin(lsn, [Remaining(table) for table in tables])
            await progress.report("snapshot")
            await snapshot.tell(tables, delivery, progress)
        log.info("The snapshot is complete", tables=len(tables), events=delivery.events)
        return Start(lsn, Position(), (), ahead=False)
