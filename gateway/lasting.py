"""What outlasts a request: open sockets and event streams, and how they end when the gateway does."""

import asyncio

from aiohttp import web
from multidict import CIMultiDict

from gateway.exchange import Pieces
from gateway.protocol import Handler
from gateway.tunnels import Opened

LEAVE_SECONDS = 5.0


class HandedOver(web.Response):
    """Stands for a connection that is no longer HTTP; nothing is written for it."""

    async def prepare(self, request: web.BaseRequest) -> None:
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        return None


class Lasting:
    """All of them, so that the gateway can tell them that it goes away."""

    def __init__(self) -> None:
        self._sockets: dict[asyncio.Transport, Opened] = {}
        self._streams: set[asyncio.Task[object]] = set()

    def take_over(self, request: web.BaseRequest, head: bytes, opened: Opened) -> web.StreamResponse:
        """Makes the connection of a request a WebSocket; `head` is the answer to the handshake."""
        handler = request.protocol
        assert isinstance(handler, Handler)
        if request.transport is None:
            opened.protocol.connection_lost(None)
            return HandedOver()
        transport = request.transport
        self._sockets = {known: socket for known, socket in self._sockets.items() if not known.is_closing()}
        self._sockets[transport] = opened
        handler.hand_over(opened.protocol, head)
        return HandedOver()

    async def send(self, request: web.BaseRequest, headers: CIMultiDict[str], pieces: Pieces) -> web.StreamResponse:
        """Sends a stream piece by piece, as fast as the client reads."""
        response = web.StreamResponse(status=200, headers=headers)
        response.force_close()
        task = asyncio.current_task()
        assert task is not None
        self._streams.add(task)
        try:
            await response.prepare(request)
            async for piece in pieces:
                await response.write(piece)
            await response.write_eof()
        except ConnectionError:
            pass  # the client has enough
        finally:
            self._streams.discard(task)
        return response

    async def leave(self) -> None:
        """Ends all of them, and gives the sockets the time to say goodbye."""
        for task in self._streams:
            task.cancel()
        for opened in self._sockets.values():
            opened.leave()
        deadline = asyncio.get_running_loop().time() + LEAVE_SECONDS
        while any(not transport.is_closing() for transport in self._sockets):
            if asyncio.get_running_loop().time() >= deadline:
                break
            await asyncio.sleep(0.02)
        for transport in self._sockets:
            transport.abort()
