"""Work that goes on beside a block, and ends with it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

# How long cancelled work may take to tidy up before it is cancelled once more.
PATIENCE_SECONDS = 1.0

log = structlog.get_logger("background")


@asynccontextmanager
async def background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs `work` while the block is open; leaving the block ends it."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        await end(task)


async def end(task: asyncio.Task[None]) -> None:
    """Cancels a task and waits until it has ended.

    A cancellation may get lost: `asyncio.wait_for` of Python 3.11 drops one that comes together with the result, and
    a TaskGroup one that comes together with an error. So it is given again while the task goes on.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=PATIENCE_SECONDS)
    if not task.cancelled() and (error := task.exception()):
        log.error("ended with a defect", exc_info=error)
