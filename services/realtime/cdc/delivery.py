"""Between the reader and the sink: a short queue. One decodes while the other writes, and neither runs ahead."""

import asyncio
import time
from dataclasses import dataclass

import structlog

from services.realtime.cdc.decoding import Position
from services.realtime.cdc.envelope import Record
from services.realtime.cdc.sinks import Sink, SinkUnavailable

AHEAD = 4
LONGEST_PAUSE = 10.0

log = structlog.get_logger("cdc")


@dataclass(frozen=True, slots=True)
class Batch:
    """`position` is how far the stream has come once these records are safe; None during a snapshot. `committed` is
    when the newest of them was committed, in seconds since 1970. `safe` is set when they are."""

    records: list[Record]
    position: Position | None = None
    committed: float | None = None
    safe: asyncio.Event | None = None


class Delivery:
    """Hands batches to the sink in order, and tries again for as long as it does not take them."""

    def __init__(self, sink: Sink) -> None:
        self.position: Position | None = None
        self.committed: float | None = None
        self.events = 0
        self.stalled: str | None = None
        self._sink = sink
        self._writing: Batch | None = None
        self._queue: asyncio.Queue[Batch] = asyncio.Queue(AHEAD)

    @property
    def lag(self) -> float:
        """How many seconds the sink is behind the commits."""
        batch = self._writing
        return max(0.0, time.time() - batch.committed) if batch is not None and batch.committed else 0.0

    async def put(self, batch: Batch) -> None:
        """Waits while the sink is behind: then the log stays in the database."""
        await self._queue.put(batch)

    async def run(self) -> None:
        while True:
            batch = await self._queue.get()
            self._writing = batch
            if batch.records:
                await self._write(batch.records)
                self.events += len(batch.records)
                self.committed = batch.committed or self.committed
            self.position = batch.position or self.position
            self._writing = None
            if batch.safe is not None:
                batch.safe.set()

    async def _write(self, records: list[Record]) -> None:
        pause = 0.1
        while True:
            try:
                await self._sink.write(records)
            except SinkUnavailable as error:
                if self.stalled is None:
                    log.warning("The sink does not take events", reason=str(error))
                self.stalled = str(error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                if self.stalled is not None:
                    log.info("The sink takes events again")
                self.stalled = None
                return
