"""Runs one service as a process of its own."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Any

import structlog
import uvicorn
import uvloop

from services.chassis.logs import configure_logs
from services.chassis.settings import ServiceSettings


def serve(name: str, opened: AbstractAsyncContextManager[Any], settings: ServiceSettings) -> None:
    """Serves until SIGTERM or SIGINT, then lets requests under way finish. `opened` yields an object with `app`."""
    configure_logs()

    async def run() -> None:
        async with opened as service:
            config = uvicorn.Config(
                service.app,
                host=settings.host,
                port=settings.port,
                http="httptools",
                ws="none",
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=10,
            )
            structlog.get_logger(name).info("listening", url=f"http://{settings.host}:{settings.port}")
            await uvicorn.Server(config).serve()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run())
