"""Reads the log, tells it, and confirms it once the sink has it."""

import asyncio
import time

from services.realtime.cdc.catalog import Catalog
from services.realtime.cdc.decoding import Decoder, Position
from services.realtime.cdc.delivery import Batch, Delivery
from services.realtime.cdc.envelope import stamp
from services.realtime.cdc.incremental import Incremental
from services.realtime.cdc.pgoutput import RELATION
from services.realtime.cdc.postgres import Stream
from services.realtime.cdc.progress import Progress, State

MOST = 1000
# Long rows fill memory before there are many of them.
MOST_BYTES = 8 << 20
IDLE_SECONDS = 1.0
SAVE_SECONDS = 0.05
REPORT_SECONDS = 1.0


class Streaming:
    """One connection's life. Its tasks end only with an error."""

    def __init__(
        self,
        stream: Stream,
        decoder: Decoder,
        catalog: Catalog,
        delivery: Delivery,
        progress: Progress,
        heartbeat: float,
        incremental: Incremental,
    ) -> None:
        self._incremental = incremental
        self._stream = stream
        self._decoder = decoder
        self._catalog = catalog
        self._delivery = delivery
        self._progress = progress
        self._heartbeat = heartbeat

    async def read(self) -> None:
        """Decodes what arrives and puts it before the sink."""
        _, last = self._decoder.take()
        while True:
            waiting = await self._read_some()
            records, position = self._decoder.take()
            if records or position != last:
                last = position
                safe = self._incremental.told()
                await self._delivery.put(Batch(records, position, self._decoder.committed / 1e6, safe))
            if waiting:
                await asyncio.sleep(0)
            else:
                await self._stream.readable(IDLE_SECONDS)

    async def _read_some(self) -> bool:
        """Whether there may be more at once."""
        stamped, read, feed = stamp(time.time_ns()), self._stream.read, self._decoder.feed
        size = 0
        for _ in range(MOST):
            message = read()
            if message is None:
                return False
            payload: bytes = message.payload
            if payload[0] == RELATION:
                await self._learn(payload)
            feed(payload, message.data_start, stamped)
            size += len(payload)
            if size > MOST_BYTES:
                break
        return True

    async def _learn(self, payload: bytes) -> None:
        relation = self._decoder.relation(payload)
        if relation is not None:
            self._decoder.learn(relation, await self._catalog.facts(relation))

    async def keep(self, saved: Position) -> None:
        """Writes down what is safe, then tells the server; and that we are alive when there is nothing to say."""
        delivery = self._delivery
        events, beat = delivery.events, time.monotonic()
        while True:
            await asyncio.sleep(SAVE_SECONDS)
            position, told = delivery.position, delivery.events
            if position is not None and position != saved:
                await self._progress.save(position, told - events, delivery.committed)
                saved, events = position, told
                self._stream.confirm(position.end)
            if time.monotonic() - beat >= self._heartbeat:
                beat = time.monotonic()
                self._stream.confirm(saved.end, ask=True)

    async def report(self) -> None:
        """Says how it goes, for those who watch."""
        delivery = self._delivery
        told, at = delivery.events, time.monotonic()
        while True:
            await asyncio.sleep(REPORT_SECONDS)
            events, now = delivery.events, time.monotonic()
            state: State = "streaming" if delivery.stalled is None else "stalled"
            await self._progress.report(state, delivery.stalled, (events - told) / (now - at), delivery.lag)
            told, at = events, now
