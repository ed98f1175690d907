"""Sockets of services: served in this process, or tunnelled to another without a look at what is in the frames."""

import asyncio
import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yarl import URL

from services.chassis.problems import ServiceUnavailable, not_found
from services.chassis.sockets import Close, Handshake, Socket, SocketFactory

CONNECT_SECONDS = 2.0
LONGEST_HEAD = 16 * 1024
# Of a slow client; then the service is not read any more, which slows it down in turn.
AHEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """A socket that a service has agreed to: what takes over the client's connection."""

    protocol: asyncio.Protocol

    def leave(self) -> None:
        """Tells the client that this process goes away."""
        if isinstance(self.protocol, Socket):
            self.protocol.close(Close.RESTART, "the server restarts")
        elif isinstance(self.protocol, End):
            self.protocol.leave()


def serve(sockets: Mapping[str, SocketFactory], handshake: Handshake) -> Opened:
    """A socket of a service in this process. Raises a 404."""
    factory = sockets.get(handshake.path)
    if factory is None:
        raise not_found()
    return Opened(Socket(factory(handshake)))


async def tunnel(base_url: str, handshake: Handshake) -> Opened:
    """A socket of a service behind a URL, with a handshake of our own there. Raises `ServiceUnavailable`."""
    url = URL(base_url)
    near, far = End(), End()
    near.other, far.other = far, near
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await asyncio.get_running_loop().create_connection(
                lambda: far, url.host or "", url.port or 80, ssl=True if url.scheme == "https" else None
            )
            far.ask(_request(url, handshake))
            await far.agreed
    except (OSError, TimeoutError) as error:
        far.abort()
        raise ServiceUnavailable(base_url) from error
    return Opened(near)


def _request(url: URL, handshake: Handshake) -> bytes:
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    headers = {
        "host": url.raw_authority,
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": key,
        **handshake.headers,
    }
    lines = [f"GET {handshake.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n"


class End(asyncio.Protocol):
    """One end of a tunnel: what comes in here goes out at the other."""

    other: "End"

    def __init__(self) -> None:
        self._transport: Any = None
        self._head: bytes | None = None
        self._early: list[bytes] = []
        self._closed = False
        self.agreed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def ask(self, request: bytes) -> None:
        """Sends a handshake; `agreed` tells of the answer, and only what follows it goes on."""
        self._head = b""
        self._transport.write(request)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._transport.set_write_buffer_limits(high=AHEAD_BYTES)
        for data in self._early:
            self._transport.write(data)
        self._early.clear()
        if self._closed:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        if self._head is not None:
            data = self._answered(data)
        if data:
            self.other.write(data)

    def _answered(self, data: bytes) -> bytes:
        """What comes after the answer to our handshake."""
        assert self._head is not None
        self._head += data
        head, end, rest = self._head.partition(b"\r\n\r\n")
        if not end and len(head) < LONGEST_HEAD:
            return b""
        if head.startswith(b"HTTP/1.1 101 "):
            self._head = None
            self._settle(None)
            return rest
        self._settle(ConnectionError(head.partition(b"\r\n")[0].decode("latin-1")))
        return b""

    def _settle(self, error: Exception | None) -> None:
        if self.agreed.done():
            return
        if error is None:
            self.agreed.set_result(None)
        else:
            self.agreed.set_exception(error)

    def write(self, data: bytes) -> None:
        if self._transport is None:
            self._early.append(data)
        elif not self._transport.is_closing():
            self._transport.write(data)

    def finish(self) -> None:
        """Nothing more will be written."""
        self._closed = True
        if self._transport is not None:
            self._transport.close()

    def leave(self) -> None:
        """The service says goodbye to a client whose side has ended."""
        if self.other._transport is not None and not self.other._transport.is_closing():
            self.other._transport.write_eof()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def eof_received(self) -> bool:
        self.other.finish()
        return False

    def pause_writing(self) -> None:
        if self.other._transport is not None:
            self.other._transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other._transport is not None and not self.other._transport.is_closing():
            self.other._transport.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        self._settle(ConnectionError("the connection was lost"))
        # Nobody may be asking any more.
        self.agreed.exception()
        self.other.finish()
