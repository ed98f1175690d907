"""The connector's stream in NATS JetStream, read from where one was; brokers that go away are waited for."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import nats
import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NothingNew
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from services.realtime.consumers.events import Line, UnreadableEvent
from services.realtime.consumers.following import Batch, Place, Unfollowable

MOST = 500
WAIT_SECONDS = 1.0
MESSAGE_ID, KEY = "Nats-Msg-Id", "Trellis-Key"

log = structlog.get_logger("consumers")


class Messages:
    """Reads on from `place`, whose `at` is a sequence number; `once` ends where the stream ends."""

    def __init__(self, url: str, stream: str, place: Place, *, once: bool) -> None:
        self._url = url
        self._stream = stream
        self._at = place.at
        self._once = once
        self._away = False

    async def __aiter__(self) -> AsyncIterator[Batch]:
        while True:
            try:
                async for batch in self._read():
                    self._away = False
                    yield batch
            except (NatsError, OSError) as error:
                if not self._away:
                    log.warning("The broker is away", reason=str(error) or type(error).__name__)
                self._away = True
                await asyncio.sleep(WAIT_SECONDS)
            else:
                return

    async def _read(self) -> AsyncIterator[Batch]:
        """One connection's life."""
        client = await nats.connect(self._url, allow_reconnect=False, connect_timeout=5, error_cb=_ignore)
        try:
            context = client.jetstream()
            last, subscription = await self._subscribe(context)
            while not (self._once and self._at >= last):
                try:
                    messages = await subscription.fetch(MOST, timeout=WAIT_SECONDS)
                except NothingNew:
                    # A consumer that the broker has forgotten is silent too.
                    await subscription.consumer_info()
                    continue
                self._at = messages[-1].metadata.sequence.stream
                yield Batch([_line(message) for message in messages], Place(at=self._at))
        finally:
            await client.close()

    async def _subscribe(self, context: JetStreamContext) -> tuple[int, JetStreamContext.PullSubscription]:
        """The last sequence number there is now, and what comes after the place."""
        info = await context.stream_info(self._stream)
        first, last = info.state.first_seq, info.state.last_seq
        if self._at and not first - 1 <= self._at <= last:
            raise Unfollowable(f"the stream {self._stream} holds {first} to {last}, not what follows {self._at}")
        config = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE, opt_start_seq=self._at + 1, ack_policy=AckPolicy.NONE
        )
        subjects = info.config.subjects or []
        return last, await context.pull_subscribe(subjects[0], stream=self._stream, config=config)


def _line(message: Msg) -> Line:
    headers = message.headers or {}
    if MESSAGE_ID not in headers:
        raise UnreadableEvent(f"message {message.metadata.sequence.stream} on {message.subject} has no {MESSAGE_ID}")
    key = msgspec.Raw(headers.get(KEY, "null").encode())
    return Line(message.subject, headers[MESSAGE_ID], key, msgspec.Raw(message.data or b"null"))


async def _ignore(error: Exception) -> None:
    """What goes wrong on a connection ends its life; there it is told."""
