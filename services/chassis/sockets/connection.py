"""One open WebSocket as an asyncio protocol: no task, no stream, a few hundred bytes while it is idle."""

import asyncio
import time
from enum import IntEnum
from typing import Protocol, cast

from services.chassis.sockets.frames import Broken, FrameReader, Message, Opcode, close_reason, head

LARGEST_MESSAGE = 64 * 1024
LONGEST_REASON = 123
CLOSE_SECONDS = 3.0
# Past this the peer does not read as fast as we write, and what follows waits with its session.
UNREAD_BYTES = 64 * 1024


class Close(IntEnum):
    """Why we close (RFC 6455, 7.4.1, and the codes of our protocols)."""

    NORMAL = 1000
    GOING_AWAY = 1001
    UNSUPPORTED = 1003
    INTERNAL = 1011
    RESTART = 1012
    TRY_LATER = 1013
    MALFORMED = 4400
    UNAUTHENTICATED = 4401
    ENDED = 4403
    PROTOCOL = 4406
    TOO_LATE = 4408
    DUPLICATE = 4409
    TOO_MANY = 4429


class Session(Protocol):
    """Whoever speaks on a socket. All calls come from the event loop; none may block."""

    def opened(self, socket: "Socket") -> None: ...

    def received(self, text: bytes) -> None:
        """A text message."""

    def drained(self) -> None:
        """The peer has read on; the socket is `writable` again."""

    def closed(self) -> None:
        """Nothing can be sent any more."""


class Socket(asyncio.Protocol):
    """The server's end, from after the handshake on."""

    __slots__ = ("_broken", "_closing", "_loop", "_reader", "_transport", "heard_at", "session", "writable")

    def __init__(self, session: Session, *, largest: int = LARGEST_MESSAGE) -> None:
        self.session = session
        self.writable = True
        self.heard_at = time.monotonic()
        self._reader = FrameReader(largest)
        self._broken = False
        self._transport: asyncio.Transport | None = None
        self._closing: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None and self._closing is None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._loop = asyncio.get_running_loop()
        # uvloop's are not of that class.
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=UNREAD_BYTES, low=UNREAD_BYTES // 4)
        self.session.opened(self)

    def data_received(self, data: bytes) -> None:
        self.heard_at = time.monotonic()
        if self._broken:
            return
        try:
            for message in self._reader.feed(data):
                self._take(message)
        except Broken as broken:
            # What follows cannot be told apart any more.
            self._broken = True
            self.close(broken.code, broken.reason)
            if self._transport is not None:
                self._transport.write_eof()

    def _take(self, message: Message) -> None:
        match message.opcode:
            case Opcode.CLOSE:
                self._answer_close(message.data)
            case _ if not self.is_open:
                return
            case Opcode.TEXT:
                self.session.received(message.data)
            case Opcode.PING:
                self._write(head(Opcode.PONG, len(message.data)) + message.data)
            case Opcode.BINARY:
                self.close(Close.UNSUPPORTED, "messages are text")

    def _answer_close(self, data: bytes) -> None:
        code, _ = close_reason(data)
        if self.is_open:
            answer = data[:2] if code != 1005 else b""
            self._write(head(Opcode.CLOSE, len(answer)) + answer)
        if self._transport is not None:
            self._transport.close()

    def eof_received(self) -> bool:
        # Whoever stands between goes away, or the client did not say goodbye.
        self.close(Close.RESTART, "")
        return False

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self.writable = False
        if self._closing is not None:
            self._closing.cancel()
        self.session.closed()

    def pause_writing(self) -> None:
        self.writable = False

    def resume_writing(self) -> None:
        self.writable = True
        if self.is_open:
            self.session.drained()

    def send(self, text: bytes) -> None:
        """One text message. Sent or not, nobody is told: a socket that is gone has said so through `closed`."""
        if self.is_open:
            self._write(head(Opcode.TEXT, len(text)) + text)

    def send_frames(self, frames: bytes) -> None:
        """Whole frames, as `head` begins them."""
        if self.is_open:
            self._write(frames)

    def ping(self) -> None:
        if self.is_open:
            self._write(head(Opcode.PING, 0))

    def close(self, code: int, reason: str = "", *, seconds: float = CLOSE_SECONDS) -> None:
        """Says goodbye and waits that long for the answer. A second close changes nothing."""
        if not self.is_open:
            return
        assert self._transport is not None
        text = reason.encode()[:LONGEST_REASON].decode(errors="ignore").encode()
        payload = code.to_bytes(2, "big") + text
        self._write(head(Opcode.CLOSE, len(payload)) + payload)
        self._closing = self._loop.call_later(seconds, self.abort)

    def abort(self) -> None:
        """Drops the connection without a word."""
        if self._transport is not None:
            self._transport.abort()

    def _write(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(data)
