"""The first snapshot: all rows as they were when the slot began, so that the stream goes on exactly from there."""

import asyncio
import time
from collections.abc import Sequence

from services.realtime.cdc.catalog import Catalog
from services.realtime.cdc.decoding import Rules
from services.realtime.cdc.delivery import Batch, Delivery
from services.realtime.cdc.envelope import frame, stamp
from services.realtime.cdc.postgres import Session
from services.realtime.cdc.progress import Progress, Remaining
from services.realtime.cdc.rows import Key, Source, describe, read_chunk, tell

Rows = list[tuple[bytes, Key]]


class Snapshot:
    """Reads in the exported snapshot of the slot that begins at `lsn`."""

    def __init__(self, session: Session, rules: Rules, lsn: int, chunk: int) -> None:
        self._session = session
        self._catalog = Catalog(session)
        self._rules = rules
        self._lsn = lsn
        self._chunk = chunk
        self._xid: int | None = None
        self._at = time.time_ns() // 1000

    async def begin(self, exported: str) -> None:
        await self._session.rows("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        await self._session.rows("SET TRANSACTION SNAPSHOT %(exported)s", {"exported": exported})
        row = await self._session.row("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        assert row is not None
        self._xid = row[0]

    async def tell(self, tables: Sequence[str], delivery: Delivery, progress: Progress) -> None:
        """All rows of these tables, in chunks; what is safe is written down, so that what is left can be told later."""
        sources = [await describe(self._session, self._catalog, table, self._rules) for table in tables]
        filled = [index for index, source in enumerate(sources) if await read_chunk(self._session, source, None, 1)]
        for index in filled:
            after: Key | None = None
            rows = await read_chunk(self._session, sources[index], None, self._chunk)
            while rows:
                last = rows[-1][1]
                following = await read_chunk(self._session, sources[index], last, self._chunk)
                marks = self._marks(len(rows), index, filled[-1], first=after is None, ends=not following)
                await self._deliver(sources[index], rows, marks, delivery)
                left = [Remaining(tables[index], last)] if following and sources[index].keyed else []
                await progress.save_snapshot([*left, *map(Remaining, tables[index + 1 :])], len(rows))
                after, rows = last, following
        await progress.save_snapshot([], 0)
        await self._session.rows("COMMIT")

    def _marks(self, count: int, index: int, last: int, *, first: bool, ends: bool) -> list[str]:
        """What `source.snapshot` says of each row of a chunk. As with Debezium, `first` is for the first row of the
        first table: there is none when that table is empty."""
        marks = ["true"] * count
        if first:
            marks[0] = "first" if index == 0 else "first_in_data_collection"
        if ends:
            marks[-1] = "last" if index == last else "last_in_data_collection"
        return marks

    async def _deliver(self, source: Source, rows: Rows, marks: list[str], delivery: Delivery) -> None:
        frames = {
            mark: frame(
                self._rules.origin,
                source.table,
                microseconds=self._at,
                xid=self._xid,
                last_commit=None,
                snapshot=mark,
            )
            for mark in set(marks)
        }
        name = f"{self._lsn:X}.{'.'.join(rows[0][1])}"
        records = tell(
            source, [row for row, _ in rows], [frames[mark] for mark in marks], self._lsn, name, stamp(time.time_ns())
        )
        safe = asyncio.Event()
        await delivery.put(Batch(records, committed=self._at / 1e6, safe=safe))
        await safe.wait()
