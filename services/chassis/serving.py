"""Runs one service as a process of its own."""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import aiohttp
import structlog
import uvicorn
import uvloop

from services.chassis.logs import configure_logs
from services.chassis.problems import DatabaseUnavailable
from services.chassis.settings import InvalidSetting, ServiceSettings, process_environment
from services.chassis.sockets import SocketFactory
from services.chassis.sockets.entrance import Entrance

# Opens the service on its settings and a session to reach other services with; yields an object with `app`.
Opener = Callable[[ServiceSettings, aiohttp.ClientSession], AbstractAsyncContextManager[Any]]


class Server(uvicorn.Server):
    """uvicorn without its habit of sending itself the signal again once it has drained, which would skip whatever
    closes after it."""

    def __init__(self, config: uvicorn.Config, drain: Callable[[], None]) -> None:
        super().__init__(config)
        self._drain = drain

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Streams end here, so that only requests are waited for.
        self._drain()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def _entrance(sockets: Mapping[str, SocketFactory]) -> Any:
    """What uvicorn calls for each upgraded connection."""
    return lambda config, server_state, app_state: Entrance(sockets, server_state)


async def _serve(name: str, opener: Opener, settings: ServiceSettings) -> None:
    async with _session() as session, opener(settings, session) as service:
        config = uvicorn.Config(
            service.app,
            host=settings.host,
            port=settings.port,
            http="httptools",
            ws=_entrance(service.app.sockets) if service.app.sockets else "none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            # Longer than any caller keeps a connection: one that closes while a POST is on its way loses it.
            timeout_keep_alive=75,
            timeout_graceful_shutdown=10,
        )
        structlog.get_logger(name).info("listening", url=f"http://{settings.host}:{settings.port}")
        await Server(config, service.app.drain).serve()


async def _work(name: str, opener: Opener, settings: ServiceSettings) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with _session() as session, opener(settings, session):
        structlog.get_logger(name).info("working")
        await stopped.wait()


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=30))


def serve(name: str, opener: Opener, *, default_port: int) -> None:
    """Serves until SIGTERM or SIGINT, then lets requests under way finish. Settings come from the environment; one
    that cannot be used ends the process with a message."""
    _run(partial(_serve, name, opener), default_port)


def work(name: str, opener: Opener, *, default_port: int) -> None:
    """The same for a process that takes no requests and does its work as long as it is open."""
    _run(partial(_work, name, opener), default_port)


def _run(main: Callable[[ServiceSettings], Coroutine[Any, Any, None]], default_port: int) -> None:
    configure_logs()
    try:
        settings = ServiceSettings.read(process_environment(), default_port=default_port)
        if not settings.database_url:
            raise InvalidSetting("DATABASE_URL: must name the database")
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main(settings))
    except InvalidSetting as error:
        sys.exit(str(error))
    except DatabaseUnavailable as error:
        sys.exit(f"the database cannot be reached: {error}")
