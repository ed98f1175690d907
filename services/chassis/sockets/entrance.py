"""Where a socket comes into a service process: the request's head as it came, as uvicorn hands it over."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

import httptools
import msgspec

from services.chassis.problems import ErrorBody, Problem, not_found
from services.chassis.sockets.connection import Close, Socket
from services.chassis.sockets.handshake import Handshake, SocketFactory, accepted

REASONS = {400: b"Bad Request", 404: b"Not Found", 426: b"Upgrade Required", 503: b"Service Unavailable"}


class _Head:
    """httptools' callbacks for one request head."""

    def __init__(self, data: bytes) -> None:
        self.url = b""
        self.headers: dict[str, str] = {}
        parser = httptools.HttpRequestParser(self)
        with suppress(httptools.HttpParserUpgrade):
            parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))


class Entrance(asyncio.Protocol):
    """uvicorn's `ws` protocol: reads the handshake, answers it, and gives the connection to a `Socket`."""

    def __init__(self, sockets: Mapping[str, SocketFactory], server_state: Any) -> None:
        self._sockets = sockets
        self._connections: set[Any] = server_state.connections
        self._socket: Socket | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._connections.add(self)

    def data_received(self, data: bytes) -> None:
        if self._socket is not None:
            self._socket.data_received(data)
            return
        head = _Head(data)
        path = head.url.partition(b"?")[0].decode("latin-1")
        peer = self._transport.get_extra_info("peername")
        handshake = Handshake(path, head.headers, str(peer[0]) if peer else "")
        try:
            factory = self._sockets.get(path)
            if factory is None:
                raise not_found()
            answer = accepted(head.headers)
            self._socket = Socket(factory(handshake))
        except Problem as problem:
            self._refuse(problem, head.headers.get("x-request-id", ""))
            return
        self._transport.write(answer)
        self._socket.connection_made(self._transport)

    def _refuse(self, problem: Problem, request_id: str) -> None:
        body = msgspec.json.encode(ErrorBody(problem.code, problem.message, problem.violations, request_id))
        lines = [b"HTTP/1.1 %d %s" % (problem.status, REASONS[problem.status])]
        lines += [f"{name}: {value}".encode("latin-1") for name, value in problem.headers if name != "Connection"]
        lines += [b"Content-Type: application/json", b"Content-Length: %d" % len(body), b"Connection: close"]
        self._transport.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
        self._transport.close()

    def eof_received(self) -> bool:
        return self._socket.eof_received() if self._socket is not None else False

    def pause_writing(self) -> None:
        if self._socket is not None:
            self._socket.pause_writing()

    def resume_writing(self) -> None:
        if self._socket is not None:
            self._socket.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        if self._socket is not None:
            self._socket.connection_lost(error)

    def shutdown(self) -> None:
        """uvicorn is told to stop."""
        if self._socket is not None:
            self._socket.close(Close.RESTART, "the server restarts")
        else:
            self._transport.close()
