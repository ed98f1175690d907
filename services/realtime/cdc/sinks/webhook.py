"""Events to an address over HTTP, signed (Standard Webhooks)."""

from collections.abc import Sequence
from contextlib import AsyncExitStack

from services.chassis.webhooks import Forbidden, Undelivered, Webhooks, open_webhooks
from services.realtime.cdc.envelope import Record, as_json
from services.realtime.cdc.sinks import SinkUnavailable

MOST = 100
MOST_BYTES = 1 << 20


class Webhook:
    """POSTs `{"events": [{"topic", "id", "key", "value"}]}` in order, one request at a time. An answer of 2xx is an
    acknowledgement; whatever else is tried again."""

    def __init__(self, sender: Webhooks, url: str, secret: str, stack: AsyncExitStack) -> None:
        self._sender = sender
        self._url = url
        self._secret = secret
        self._stack = stack

    @classmethod
    async def open(cls, url: str, secret: str, allowed: Sequence[str]) -> "Webhook":
        """`allowed` are hosts that need be neither https nor public."""
        stack = AsyncExitStack()
        return cls(await stack.enter_async_context(open_webhooks(allowed)), url, secret, stack)

    async def write(self, records: Sequence[Record]) -> None:
        part: list[bytes] = []
        first, size = "", 0
        for record in records:
            event = as_json(record)
            if part and (len(part) == MOST or size + len(event) > MOST_BYTES):
                await self._send(first, part)
                part, size = [], 0
            first = first if part else record.id
            part.append(event)
            size += len(event)
        if part:
            await self._send(first, part)

    async def _send(self, first: str, events: list[bytes]) -> None:
        """The message id is the first event's and how many there are: the same for the same message."""
        payload = b'{"events":[' + b",".join(events) + b"]}"
        try:
            status = await self._sender.send(self._url, self._secret, f"{first}+{len(events)}", payload)
        except (Forbidden, Undelivered) as error:
            raise SinkUnavailable(f"{self._url}: {error}") from error
        if not 200 <= status < 300:
            raise SinkUnavailable(f"{self._url}: answered {status}")

    async def close(self) -> None:
        await self._stack.aclose()
