"""Background work ends with its block, whatever becomes of its cancellation."""

import asyncio
import random
from contextlib import suppress

from structlog.testing import capture_logs

from services.chassis.background import background
from services.chassis.queue import Queue, Task
from tests.people import fresh_name


async def test_it_ends_with_the_block() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("work")

    async with background(work()):
        await asyncio.sleep(0)
    assert ended == ["work"]


async def test_a_cancellation_that_is_lost_is_given_again() -> None:
    lost: list[str] = []

    async def work() -> None:
        for reason in ("first", "second"):
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
            lost.append(reason)
        await asyncio.Event().wait()

    async with asyncio.timeout(10), background(work()):
        await asyncio.sleep(0)
    assert lost == ["first", "second"]


async def test_a_defect_is_told_and_not_raised_in_place_of_what_the_block_does() -> None:
    async def work() -> None:
        raise LookupError("nothing there")

    with capture_logs() as logs:
        async with background(work()):
            await asyncio.sleep(0)
    assert [str(line["exc_info"]) for line in logs] == ["nothing there"]


async def test_workers_end_whenever_they_are_left(database_url: str) -> None:
    """While they connect, while they look for work, and while they listen."""
    moments = random.Random(1)

    async def leave_after(seconds: float) -> None:
        queue = Queue(database_url, name=fresh_name("queue"), role="trellis_queue")
        async with queue.working([Task("nothing", _nothing)], concurrency=1):
            await asyncio.sleep(seconds)

    async with asyncio.timeout(30):
        await asyncio.gather(*(leave_after(moments.uniform(0, 0.4)) for _ in range(15)))


async def _nothing() -> None: ...
