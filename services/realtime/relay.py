"""The change stream of several nodes: one of them reads the log into NATS JetStream, all of them read from there.

A message says from where to where it leads, so a node knows what it has seen already and what it has missed, whatever
the broker did; what it missed it reads in the log.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import nats
import structlog
from nats.aio.client import Client as NatsClient
from nats.errors import Error as NatsError
from nats.js.api import DeliverPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from services.chassis.problems import ServiceUnavailable
from services.realtime.changes import Logged
from services.realtime.node import Node
from services.realtime.positions import Position
from services.realtime.store import ChangeLog

STREAM = "TRELLIS_CHANGES"
SUBJECT = "trellis.changes"
# The log is what is kept; the stream carries.
KEPT_SECONDS = 3600
KEPT_BYTES = 512 * 2**20
# NATS takes 1 MB; a message that would be larger says where to read instead.
LARGEST = 512 * 1024
PIECE = 100
PUBLISH_SECONDS = 2.0

log = structlog.get_logger("realtime")
_encode = msgspec.msgpack.encode


class Step(msgspec.Struct, array_like=True):
    """One message: the changes that lead from a position to the next. Without `rows` they are in the log."""

    before: Position
    after: Position
    rows: list[Logged] | None


_decode = msgspec.msgpack.Decoder(Step).decode


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[NatsClient]:
    """A connection that comes back by itself, and the stream. Raises `ServiceUnavailable` when there is no server."""

    async def told(error: Exception) -> None:
        log.warning("the broker is away", reason=str(error) or type(error).__name__)

    try:
        client = await nats.connect(
            url, name="trellis-realtime", max_reconnect_attempts=-1, reconnect_time_wait=0.5, error_cb=told
        )
    except (NatsError, OSError, TimeoutError) as error:
        raise ServiceUnavailable("the broker") from error
    try:
        config = StreamConfig(
            name=STREAM,
            subjects=[SUBJECT],
            max_age=KEPT_SECONDS,
            max_bytes=KEPT_BYTES,
            storage=StorageType.FILE,
        )
        try:
            await client.jetstream().add_stream(config)
        except (NatsError, TimeoutError) as error:
            raise ServiceUnavailable("the broker's stream") from error
        yield client
    finally:
        await client.close()


class Publisher:
    """Puts what the feed reads into the stream. Only the node that holds the feed does so."""

    def __init__(self, client: NatsClient) -> None:
        self._stream = client.jetstream()
        self._position: Position | None = None

    async def last(self) -> Position | None:
        """Where the stream ends; None when it is empty. Raises `ServiceUnavailable`."""
        try:
            message = await self._stream.get_last_msg(STREAM, SUBJECT)
        except NotFoundError:
            return None
        except (NatsError, TimeoutError) as error:
            raise ServiceUnavailable("the broker") from error
        self._position = _decode(message.data or b"").after
        return self._position

    async def take(self, changes: Sequence[Logged], position: Position) -> None:
        """Publishes changes in order. Raises `ServiceUnavailable`; what was published then may come once more."""
        before = self._position or position
        if not changes:
            await self._publish(Step(before, position, []))
            return
        for start in range(0, len(changes), PIECE):
            rows = list(changes[start : start + PIECE])
            last = start + PIECE >= len(changes)
            after = position if last else Position(before.low, position.high, rows[-1].seq)
            await self._publish(Step(before, after, rows))
            before = after

    async def _publish(self, step: Step) -> None:
        data = _encode(step)
        if len(data) > LARGEST:
            data = _encode(Step(step.before, step.after, None))
        identifier = f"{step.before.key}/{step.after.key}"
        try:
            await self._stream.publish(SUBJECT, data, timeout=PUBLISH_SECONDS, headers={"Nats-Msg-Id": identifier})
        except (NatsError, TimeoutError) as error:
            raise ServiceUnavailable("the broker") from error
        self._position = step.after


class Receiver:
    """Takes what is in the stream to the node's hub."""

    def __init__(self, client: NatsClient, changes: ChangeLog, node: Node) -> None:
        self._client = client
        self._changes = changes
        self._node = node

    async def run(self) -> None:
        """For ever; each message once."""
        subscription: Any = await self._client.jetstream().subscribe(
            SUBJECT, stream=STREAM, ordered_consumer=True, deliver_policy=DeliverPolicy.LAST
        )
        log.info("following the change stream")
        async for message in subscription.messages:
            await self._take(_decode(message.data))

    async def _take(self, step: Step) -> None:
        position = self._node.hub.position
        if position is None:
            await self._node.take((), step.after)
            return
        if position.key < step.before.key:
            log.warning("missed in the stream, read in the log", since=position.key, until=step.before.key)
            position = await self._read_until(step.before)
        if position.key >= step.after.key:
            return
        if step.rows is None:
            await self._read_until(step.after)
            return
        rows = [row for row in step.rows if not position.covers(row.xid, row.seq)]
        await self._node.take(rows, step.after)

    async def _read_until(self, goal: Position) -> Position:
        """Reads the log itself, at least so far."""
        position = self._node.position
        while position.key < goal.key:
            changes, position = await self._changes.after(position)
            await self._node.take(changes, position)
        return position
