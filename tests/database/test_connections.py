"""Connections are lent to one at a time, given back whatever happened, and not lost to those who gave up waiting."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from services.chassis.database import Database, Transaction
from services.chassis.problems import DatabaseUnavailable

PATIENCE, LONGEST = 0.5, 3.0
# The event loop's timers count whole milliseconds.
TICK = 0.001


class Refused(Exception):
    """The work thinks better of it."""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """With one connection, which is slow to nobody."""
    database = await Database.connect(database_url, size=1, name="tests", patience=PATIENCE, longest=LONGEST)
    yield database
    await database.close()


async def _backend(database: Database) -> int:
    row = await database.row("SELECT pg_backend_pid()")
    assert row is not None
    return int(row[0])


async def test_a_statement_that_takes_too_long_loses_its_connection_and_the_next_one_has_another(
    database: Database,
) -> None:
    before = await _backend(database)
    started = time.monotonic()
    with pytest.raises(DatabaseUnavailable):
        await database.transaction(lambda transaction: transaction.run("SELECT pg_sleep(20)"))
    assert LONGEST - TICK <= time.monotonic() - started < 3 * LONGEST
    assert await _backend(database) != before


async def test_who_waits_in_vain_is_told_so_and_takes_no_connection_along(database: Database) -> None:
    busy = asyncio.create_task(database.rows("SELECT pg_sleep(1.5)"))
    await asyncio.sleep(0.05)
    started = time.monotonic()
    with pytest.raises(DatabaseUnavailable):
        await database.transaction(lambda transaction: transaction.run("SELECT 1"))
    assert PATIENCE - TICK <= time.monotonic() - started < LONGEST
    await busy
    assert await database.row("SELECT 1") == (1,)


async def test_many_who_give_up_while_they_wait_leave_the_connection_to_the_others(database: Database) -> None:
    busy = asyncio.create_task(database.rows("SELECT pg_sleep(0.2)"))
    await asyncio.sleep(0.05)
    waiting = [asyncio.create_task(database.row("SELECT 2")) for _ in range(20)]
    await asyncio.sleep(0.05)
    for task in waiting[::2]:
        task.cancel()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [answer for answer in answers if not isinstance(answer, asyncio.CancelledError)] == [(2,)] * 10
    await busy
    assert database.pool_state.used == 0


async def test_what_work_raises_rolls_back_and_leaves_the_connection_usable(database: Database) -> None:
    before = await _backend(database)

    async def work(transaction: Transaction) -> None:
        await transaction.run("CREATE TEMPORARY TABLE never (n int)")
        raise Refused

    with pytest.raises(Refused):
        await database.transaction(work)
    assert await database.row("SELECT to_regclass('never')") == (None,)
    assert await _backend(database) == before


async def test_work_that_asks_the_database_nothing_opens_no_transaction(database: Database) -> None:
    async def work(transaction: Transaction) -> str:
        return "nothing to do"

    assert await database.transaction(work) == "nothing to do"
    state = await database.row(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND application_name = 'tests'"
    )
    assert state == (0,)


async def test_a_connection_that_dies_while_idle_is_replaced(
    database: Database, sql: Callable[..., list[tuple[Any, ...]]]
) -> None:
    before = await _backend(database)
    assert sql("SELECT pg_terminate_backend(%(pid)s)", pid=before) == [(True,)]
    assert await _backend(database) != before


async def test_connections_that_are_closed_lend_nothing_more(database_url: str) -> None:
    database = await Database.connect(database_url, size=1, name="tests")
    await database.close()
    with pytest.raises(DatabaseUnavailable):
        await database.row("SELECT 1")
