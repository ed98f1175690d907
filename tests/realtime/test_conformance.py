"""The Autobahn test suite against our frames: served by the gateway's own process, and through a tunnel."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace

import kosoku
import pytest
from aiohttp import web

from gateway.lasting import Lasting
from gateway.protocol import Server
from gateway.tunnels import Opened, serve, tunnel
from services.chassis.sockets import Handshake, Socket, accepted
from services.chassis.sockets.entrance import Entrance

# What is not run, and why.
EXCLUDED = {
    "1.2.*": "echoes binary messages; ours are JSON, and a binary one is refused with 1003",
    "9.*": "messages of up to 16 MB and how fast they are echoed; ours end at 64 KiB, with 1009",
    "12.*": "permessage-deflate, which we do not offer: the memory of a compressor for each idle socket",
    "13.*": "permessage-deflate with other parameters",
}


class Echo:
    """Sends back what it gets."""

    def opened(self, socket: Socket) -> None:
        self._socket = socket

    def received(self, text: bytes) -> None:
        self._socket.send(text)

    def drained(self) -> None: ...

    def closed(self) -> None: ...


ECHO = {"/": lambda handshake: Echo()}


@asynccontextmanager
async def service() -> AsyncIterator[str]:
    """A service process's way in, without the process."""
    state = SimpleNamespace(connections=set())
    server = await asyncio.get_running_loop().create_server(lambda: Entrance(ECHO, state), "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    await server.wait_closed()


@asynccontextmanager
async def gateway(behind: str | None) -> AsyncIterator[str]:
    """The gateway's way in; `behind` is where the echo is, None for here."""
    lasting = Lasting()

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        handshake = Handshake("/", {}, "")
        opened: Opened = await tunnel(behind, handshake) if behind else serve(ECHO, handshake)
        return lasting.take_over(request, accepted(headers), opened)

    runner = web.ServerRunner(Server(handle, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"ws://127.0.0.1:{runner.addresses[0][1]}/"
    await lasting.leave()
    await runner.cleanup()


@pytest.mark.parametrize("way", ["served", "tunnelled"])
async def test_frames_are_those_of_the_rfc(way: str) -> None:
    """RFC 6455 by 239 cases: fragments, control frames, reserved bits, UTF-8, close codes."""
    async with service() as behind, gateway(behind if way == "tunnelled" else None) as url:
        try:
            results = await kosoku.run_fuzzingclient(url, None, list(EXCLUDED), concurrency=32)
        except kosoku.FailureError as failure:
            pytest.fail(str(failure))
    assert len(results) == 239
