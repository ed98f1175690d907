"""Rows told while the stream goes on: what a request asks for, or what a first snapshot that was cut off left.

A chunk is read between two marks in the log. A row whose key the stream tells between them is not told from the chunk:
the stream is newer. So is a transaction that was told before the first mark but that the chunk's snapshot did not see
yet; then the chunk is read again. Source: Netflix, "DBLog: A Watermark Based Change-Data-Capture Framework".
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

import structlog

from services.realtime.cdc.catalog import QUERIES, Catalog
from services.realtime.cdc.decoding import Decoder, Rules, Watch
from services.realtime.cdc.envelope import Record, frame, stamp
from services.realtime.cdc.pgoutput import Message
from services.realtime.cdc.postgres import Session
from services.realtime.cdc.progress import Progress, Remaining
from services.realtime.cdc.rows import Key, Source, UnknownTable, describe, read_chunk, tell

PREFIX = "trellis.cdc"
POLL_SECONDS = 1.0
_XID = 0xFFFFFFFF

log = structlog.get_logger("cdc")
Save = Callable[[Sequence[Remaining], int], Awaitable[None]]


class Unrepeatable(Exception):
    """A table cannot be told again: it has no key, or is not among the connector's."""


@dataclass(slots=True)
class _Window:
    """A chunk between its marks. `running` are the transactions that its snapshot did not see. `stale` when it has to
    be read again."""

    token: str
    source: Source
    rows: list[tuple[bytes, Key]]
    running: frozenset[int]
    safe: asyncio.Event
    stale: bool = False
    closed: bool = False


class Incremental:
    """Reads in `session`; `attach` names the decoder whose stream the chunks go into."""

    def __init__(self, session: Session, rules: Rules, progress: Progress, tables: tuple[str, ...], chunk: int) -> None:
        self._session = session
        self._catalog = Catalog(session)
        self._rules = rules
        self._progress = progress
        self._tables = tables
        self._chunk = chunk
        self._decoder: Decoder | None = None
        self._expected: tuple[str, str] | None = None
        self._early: frozenset[int] = frozenset()
        self._window: _Window | None = None

    def attach(self, decoder: Decoder) -> None:
        self._decoder = decoder

    async def run(self, left: Sequence[Remaining]) -> None:
        """First what is left of the first snapshot, then requests as they come."""
        if left:
            log.info("The snapshot goes on while streaming", tables=[one.table for one in left])
            await self._tell(left, self._progress.save_snapshot)
        while True:
            signal = await self._progress.next_signal()
            if signal is None:
                await asyncio.sleep(POLL_SECONDS)
                continue
            try:
                self._check(signal.remaining)
                await self._tell(signal.remaining, signal.save)
            except (Unrepeatable, UnknownTable) as error:
                await signal.end("failed", f"{type(error).__name__}: {error}")
            else:
                await signal.end("done", None)

    def _check(self, remaining: Sequence[Remaining]) -> None:
        foreign = sorted({one.table for one in remaining} - set(self._tables))
        if foreign:
            raise Unrepeatable(f"{', '.join(foreign)} is not among the connector's tables")

    async def _tell(self, remaining: Sequence[Remaining], save: Save) -> None:
        for index, one in enumerate(remaining):
            source = await describe(self._session, self._catalog, one.table, self._rules)
            if not source.keyed:
                raise Unrepeatable(f"{one.table} has no key")
            after = one.after
            while rows := await self._told_chunk(source, after):
                after = rows[-1][1]
                await save([one.past(after), *remaining[index + 1 :]], len(rows))
            await save(remaining[index + 1 :], 0)

    async def _told_chunk(self, source: Source, after: Key | None) -> list[tuple[bytes, Key]]:
        """A chunk that the sink has; the rows that the stream was newer for are among them."""
        while True:
            token = str(uuid4())
            self._expected = (token, source.table.topic)
            await self._mark("low", token)
            await self._session.rows("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            row = await self._session.row("SELECT ARRAY(SELECT pg_snapshot_xip(pg_current_snapshot())::text::bigint)")
            assert row is not None
            rows = await read_chunk(self._session, source, after, self._chunk)
            await self._session.rows("COMMIT")
            running = frozenset(xid & _XID for xid in row[0])
            self._window = window = _Window(token, source, rows, running, asyncio.Event())
            await self._mark("high", token)
            await window.safe.wait()
            if not window.stale:
                return rows

    async def _mark(self, mark: str, token: str) -> None:
        await self._session.rows(QUERIES["mark"], {"prefix": PREFIX, "content": f"{mark}:{token}"})

    def on_message(self, message: Message, lsn: int) -> None:
        """A mark has come by in the stream."""
        mark, _, token = message.content.decode().partition(":")
        if message.prefix != PREFIX or self._expected is None or token != self._expected[0]:
            return
        decoder = self._decoder
        assert decoder is not None
        if mark == "low":
            decoder.watch = Watch(self._expected[1])
            # The last one is the mark's own transaction.
            self._early = frozenset(list(decoder.recent)[:-1])
            return
        window, watch = self._window, decoder.watch
        assert window is not None and watch is not None
        decoder.watch = None
        window.stale = not window.running.isdisjoint(self._early)
        window.closed = True
        if not window.stale:
            decoder.add(self._records(window, watch, lsn))

    def _records(self, window: _Window, watch: Watch, lsn: int) -> list[Record]:
        if watch.truncated:
            return []
        source, now = window.source, time.time_ns()
        table = source.table
        rows = [row for row, _ in window.rows if table.key(table.read(row, 0)[0]) not in watch.keys]
        one = frame(
            self._rules.origin,
            table,
            microseconds=now // 1000,
            xid=None,
            last_commit=None,
            snapshot="incremental",
        )
        return tell(source, rows, [one] * len(rows), lsn, f"{lsn:X}.{window.token}", stamp(now))

    def told(self) -> asyncio.Event | None:
        """What to set once the records up to now are safe, when a chunk is among them."""
        window = self._window
        if window is None or not window.closed:
            return None
        self._window = self._expected = None
        return window.safe
