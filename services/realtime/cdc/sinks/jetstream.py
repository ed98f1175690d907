"""Events into a stream of NATS JetStream, one message each, on a subject that is the topic.

The message id is the event's, so the server drops what comes twice within its window; and each message names the one
before it, so a message that was lost keeps those after it out until it has come again: the order holds.
"""

import asyncio
from collections.abc import Sequence

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, PubAck, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from services.realtime.cdc.envelope import Record
from services.realtime.cdc.sinks import SinkUnavailable

DUPLICATES_SECONDS = 600.0
ACKNOWLEDGED_SECONDS = 10.0
MESSAGE_ID, PREVIOUS_ID, KEY = "Nats-Msg-Id", "Nats-Expected-Last-Msg-Id", "Trellis-Key"
_FAULTS = (NatsError, OSError, TimeoutError)


class JetStream:
    """`stream` is made when it is not there, for all topics below `prefix`. A tombstone is an empty message."""

    def __init__(self, url: str, stream: str, prefix: str) -> None:
        self._url = url
        self._stream = stream
        self._prefix = prefix
        self._client: Client | None = None
        self._last: str | None = None

    async def write(self, records: Sequence[Record]) -> None:
        try:
            async with asyncio.timeout(ACKNOWLEDGED_SECONDS):
                context = await self._connected()
                acknowledged = [await self._publish(context, record) for record in records]
                await asyncio.gather(*acknowledged)
        except _FAULTS as error:
            # What is on its way on this connection is given up with it; the batch begins anew on another.
            await self.close()
            raise SinkUnavailable(f"{self._url}: {str(error) or type(error).__name__}") from error

    async def _publish(self, context: JetStreamContext, record: Record) -> "asyncio.Future[PubAck]":
        headers = {MESSAGE_ID: record.id}
        if self._last is not None:
            headers[PREVIOUS_ID] = self._last
        if record.key is not None:
            headers[KEY] = record.key.decode()
        acknowledged = await context.publish_async(record.topic, record.value or b"", headers=headers)
        self._last = record.id
        return acknowledged

    async def _connected(self) -> JetStreamContext:
        if self._client is None:
            # A batch that is tried again follows what the server has of it, which only the server knows.
            self._last = None
            self._client = await nats.connect(self._url, allow_reconnect=False, connect_timeout=5, error_cb=_ignore)
            context = self._client.jetstream()
            try:
                await context.stream_info(self._stream)
            except NotFoundError:
                await context.add_stream(
                    StreamConfig(
                        name=self._stream,
                        subjects=[f"{self._prefix}.>"],
                        storage=StorageType.FILE,
                        discard=DiscardPolicy.NEW,
                        duplicate_window=DUPLICATES_SECONDS,
                    )
                )
            self._context = context
        return self._context

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()


async def _ignore(error: Exception) -> None:
    """What goes wrong on a connection fails the batch that is on it; there it is told."""
