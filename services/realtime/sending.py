"""What goes out on one socket: its own messages at once, changes as fast as the client reads."""

import asyncio
import time
from collections.abc import Mapping

import msgspec

from services.chassis.sockets import Close, Socket
from services.chassis.sockets.frames import Opcode, head
from services.realtime.generated.models import EventKind
from services.realtime.node import Node
from services.realtime.outbox import Entry, Outbox, Overflow
from services.realtime.plans import Choice
from services.realtime.positions import Resume
from services.realtime.subscriptions import Client, Subscription

# Written at a time, so that the socket can say in between that it is enough.
WRITTEN_BYTES = 32 * 1024
_EVENT = {kind: b'{"event":"%s",' % kind.value.encode() for kind in EventKind}


class SocketSubscription(Subscription):
    """A subscription with the name its client gave it."""

    def __init__(
        self,
        node: Node,
        client: Client,
        choice: Choice,
        since: Resume | None,
        id: str,
        subscription_id: str,
        coalesces: bool,
    ) -> None:
        super().__init__(node, client, choice, since, coalesces=coalesces)
        self.id = id
        tail = b'","id":%s,"subscription_id":"%s","payload":' % (msgspec.json.encode(id), subscription_id.encode())
        self._data = b'{"type":"data' + tail
        self._gaps = b'{"type":"gap' + tail

    def frame(self, entry: Entry) -> tuple[bytes, bytes]:
        """The frame of an entry: what is this subscription's own, and what it shares with others."""
        begin = self._gaps if entry.kind is None else self._data + _EVENT[entry.kind]
        return head(Opcode.TEXT, len(begin) + len(entry.rest) + 1) + begin, entry.rest


class Sender:
    """The way out to one client."""

    def __init__(self, node: Node, socket: Socket, subscriptions: Mapping[str, SocketSubscription]) -> None:
        self.patience = True
        self._node = node
        self._socket = socket
        self._subscriptions = subscriptions
        self._outbox = Outbox()
        self._failed = False
        self._stalled_at: float | None = None
        self._empty = asyncio.Event()
        self._empty.set()

    def send(self, text: bytes) -> None:
        """A message of its own, such as an answer: these are few, and the client has asked for each."""
        self._socket.send(text)

    def put(self, entry: Entry) -> None:
        if self._failed:
            return
        try:
            self._outbox.put(entry)
        except Overflow:
            self._failed = True

    def fail(self) -> None:
        self._failed = True

    def flush(self) -> None:
        if self._failed:
            self._give_up()
            return
        while len(self._outbox) and self._socket.writable and self._socket.is_open:
            self._write()
        self._note()

    def _write(self) -> None:
        parts: list[bytes] = []
        size = 0
        for entry in self._outbox.take():
            subscription = entry.source
            assert isinstance(subscription, SocketSubscription)
            own, shared = subscription.frame(entry)
            parts += (own, shared, b"}")
            subscription.sent = entry.resume
            size += len(own) + len(shared) + 1
            if size >= WRITTEN_BYTES:
                break
        self._socket.send_frames(b"".join(parts))

    def _note(self) -> None:
        """Keeps in mind whether the client reads."""
        if not len(self._outbox):
            self.patience = True
            self._empty.set()
        else:
            self._empty.clear()
        if self._outbox.is_heavy:
            self._node.heavy.add(self)
        else:
            self._node.heavy.discard(self)
        if self._socket.writable:
            self._stalled_at = None
        elif self._stalled_at is None:
            self._stalled_at = time.monotonic()

    def drained(self) -> None:
        """The client has read on."""
        self._stalled_at = None
        self.flush()

    async def room(self) -> None:
        await self._empty.wait()

    def forget(self, subscription: SocketSubscription) -> None:
        self._outbox.forget(subscription)
        self._note()

    def stalled_for(self, now: float) -> float:
        """Seconds for which the client has read nothing, though there was something."""
        return now - self._stalled_at if self._stalled_at is not None else 0.0

    def _give_up(self) -> None:
        """The client is too slow, or cannot be told what it missed. It may come back from where it was."""
        places = [subscription.sent for subscription in self._subscriptions.values()]
        oldest = min(places, key=lambda resume: resume.xid, default=None)
        self.close()
        self._socket.close(Close.TRY_LATER, f"resume={oldest.token}" if oldest else "", seconds=1.0)

    def close(self) -> None:
        """Nothing more goes out."""
        self._failed = True
        self._node.heavy.discard(self)
        self._outbox = Outbox()
        self._empty.set()
