"""Work for later: there with the transaction that asked for it, done at least once, whoever dies."""

import asyncio
import importlib.resources
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from services.chassis.database import Database, Transaction
from services.chassis.migrations import MIGRATIONS
from services.chassis.problems import DatabaseUnavailable
from services.chassis.queue import Queue, Task
from tests.people import fresh_name

Sql = Callable[..., list[tuple[Any, ...]]]
ROLE = "trellis_queue"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await Database.connect(database_url, size=2, name="queue-test", role=ROLE)
    yield database
    await database.close()


@pytest.fixture
def queue(database_url: str) -> Queue:
    return Queue(database_url, name=fresh_name("queue"), role=ROLE)


async def defer(database: Database, queue: Queue, task: str, **options: Any) -> None:
    await database.transaction(lambda transaction: queue.defer(transaction, task, **options))


def entries(sql: Sql, queue: Queue) -> list[str]:
    statement = "SELECT status::text FROM queue.procrastinate_jobs WHERE queue_name = %(name)s ORDER BY id"
    return [row[0] for row in sql(statement, name=queue.name)]


class Done:
    """A task that writes down what it did, and fails as often as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.seen: list[Any] = []
        self._failures = list(failures)
        self._again = asyncio.Event()

    async def __call__(self, **arguments: Any) -> None:
        self.seen.append(arguments)
        self._again.set()
        if self._failures:
            raise self._failures.pop()

    async def times(self, count: int) -> list[Any]:
        async with asyncio.timeout(20):
            while len(self.seen) < count:
                await self._again.wait()
                self._again.clear()
        return self.seen


def task(done: Done, cron: str = "") -> Task:
    async def work(**arguments: Any) -> None:
        await done(**arguments)

    return Task("work", work, cron)


async def test_an_entry_comes_with_the_transaction_that_asked_for_it(
    database: Database, queue: Queue, sql: Sql
) -> None:
    """B6: no entry without its rows, no rows without their entry."""

    async def work(transaction: Transaction) -> None:
        await queue.defer(transaction, "work", number=1)
        raise RuntimeError("after all not")

    with pytest.raises(RuntimeError):
        await database.transaction(work)
    assert entries(sql, queue) == []
    await defer(database, queue, "work", number=2)
    assert entries(sql, queue) == ["todo"]
    done = Done()
    async with queue.working([task(done)], concurrency=1):
        assert await done.times(1) == [{"number": 2}]
    assert entries(sql, queue) == []


async def test_what_is_away_is_tried_again(database: Database, queue: Queue) -> None:
    done = Done(DatabaseUnavailable(), DatabaseUnavailable())
    async with queue.working([task(done)], concurrency=1):
        await defer(database, queue, "work", number=1)
        assert await done.times(3) == [{"number": 1}] * 3


async def test_the_entry_of_a_worker_that_died_is_given_to_another(database: Database, queue: Queue, sql: Sql) -> None:
    await defer(database, queue, "work", lock="one", number=1)
    sql(
        """WITH dead AS (INSERT INTO queue.procrastinate_workers (last_heartbeat)
                         VALUES (clock_timestamp() - interval '1 minute') RETURNING id)
           UPDATE queue.procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead
           WHERE queue_name = %(name)s""",
        name=queue.name,
    )
    done = Done()
    async with queue.working([task(done)], concurrency=1):
        assert await done.times(1) == [{"number": 1}]


async def test_a_worker_whose_connections_break_goes_on(database: Database, queue: Queue, sql: Sql) -> None:
    done = Done()
    async with queue.working([task(done)], concurrency=1):
        await defer(database, queue, "work", number=1)
        await done.times(1)
        name = f"{queue.name}-queue"
        assert sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %(name)s", name=name
        )
        await defer(database, queue, "work", number=2)
        assert (await done.times(2))[-1] == {"number": 2}


async def test_what_is_due_by_the_clock_is_done_once(queue: Queue) -> None:
    done = Done()
    async with (
        queue.working([task(done, "* * * * * */1")], concurrency=1),
        queue.working([task(done, "* * * * * */1")], concurrency=1),
    ):
        await done.times(3)
    moments = [seen["timestamp"] for seen in done.seen]
    assert len(set(moments)) == len(moments)


def test_the_migrations_hold_the_schema_of_the_installed_procrastinate() -> None:
    """A newer one may want other tables: then a migration of ours has to follow."""
    schema = importlib.resources.files("procrastinate.sql").joinpath("schema.sql").read_text()
    assert schema in (MIGRATIONS / "0005_queue.sql").read_text()
