"""Faults under batches: workers and the database killed at random moments, a worker that sleeps through its lease.

Whatever happens: every item is done exactly once, counters say what the items say, and every job is at its end within a
minute of the last fault.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import psutil
import psycopg2

from gateway.processes import service_processes
from services.chassis.postgres import EmbeddedPostgres, start_embedded
from services.prepare import prepare
from tests.api import Api
from tests.batch.jobs import new_users, submit
from tests.servers import UNLIMITED, database_directory, embedded_gateway

LEASE_SECONDS = 3
MINUTE = 60.0
ITEMS = 10_000

Rows = list[tuple[Any, ...]]
UNFINISHED = "SELECT count(*), coalesce(sum(success_count), 0) FROM batch.jobs WHERE completed_at IS NULL"
STATE = """
SELECT j.status, j.total_count, j.success_count, j.failure_count,
       (SELECT count(*) FROM batch.items i WHERE i.job_id = j.id AND i.status = 'COMPLETED'),
       (SELECT count(*) FROM batch.items i JOIN users.users u ON u.id = i.resource_id WHERE i.job_id = j.id)
FROM batch.jobs j WHERE j.id = %(id)s
"""
WRITTEN = """
SELECT j.version, j.fence, j.success_count, (SELECT md5(string_agg(i::text, '' ORDER BY i.index)) FROM batch.items i
       WHERE i.job_id = j.id), (SELECT count(*) FROM users.users) FROM batch.jobs j WHERE j.id = %(id)s
"""


@dataclass
class Field:
    """A prepared database, an admin at a gateway without workers, and workers in processes of their own."""

    url: str
    admin: Api
    environment: dict[str, str]
    jobs: dict[str, str] = field(default_factory=dict)
    workers: list[asyncio.subprocess.Process] = field(default_factory=list)

    def sql(self, statement: str, **parameters: Any) -> Rows:
        connection = psycopg2.connect(self.url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                return cursor.fetchall()
        finally:
            connection.close()

    async def hire(self) -> asyncio.subprocess.Process:
        """One more worker."""
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.batch.worker", env=self.environment, stderr=asyncio.subprocess.DEVNULL
        )
        self.workers.append(worker)
        return worker

    async def dismiss(self, worker: asyncio.subprocess.Process) -> None:
        """kill -9."""
        self.workers.remove(worker)
        if worker.returncode is None:
            worker.kill()
            await worker.wait()

    async def replace_ended(self) -> None:
        """A worker that finds no database when it starts says so and ends; whoever runs it starts it again."""
        for worker in [worker for worker in self.workers if worker.returncode is not None]:
            self.workers.remove(worker)
            await self.hire()

    async def submit(self, count: int = ITEMS) -> str:
        """A job that creates so many users."""
        users = new_users(count)
        job_id = await submit(self.admin, "users", users)
        self.jobs[job_id] = users[0]["username"].rpartition("-")[0]
        return job_id

    async def until(self, wanted: Callable[[], bool], seconds: float = MINUTE) -> None:
        async with asyncio.timeout(seconds):
            while not wanted():
                await asyncio.sleep(0.02)

    async def some_progress(self) -> None:
        """Until work is going on, whatever was broken before; and a random moment more."""
        before = self.sql(UNFINISHED)
        await self.until(lambda: self.sql(UNFINISHED) != before)
        await asyncio.sleep(random.uniform(0, 0.2))

    async def keep_busy(self) -> None:
        if self.sql(UNFINISHED)[0][0] < 2:
            await self.submit()

    async def settle(self) -> None:
        """Until all jobs have ended, for at most a minute; then everything must add up."""
        await self.until(lambda: self.sql(UNFINISHED)[0][0] == 0)
        for job_id, stem in self.jobs.items():
            [(status, total, succeeded, failed, completed, there)] = self.sql(STATE, id=job_id)
            assert (status, succeeded, failed) == ("COMPLETED", total, 0), (job_id, status, succeeded, failed)
            assert (completed, there) == (total, total), (job_id, completed, there)
            [(made,)] = self.sql("SELECT count(*) FROM users.users WHERE username LIKE %(like)s", like=f"{stem}-%")
            assert made == total, (job_id, made)


@asynccontextmanager
async def open_field(url: str) -> AsyncIterator[Field]:
    """On a prepared database that no other worker looks at."""
    environment = {**os.environ, **UNLIMITED, "DATABASE_URL": url, "BATCH_LEASE": str(LEASE_SECONDS)}
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(embedded_gateway(url, BATCH_WORKERS="0", BATCH_QUEUED="1000"))
        urls = await stack.enter_async_context(service_processes(("users", "orders"), environment))
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)))
        admin = await Api(session, base).signed_in("admin", "admin-password-1")
        known = {f"{name.upper()}_URL": service for name, service in urls.items()}
        arena = Field(url, admin, environment | known | {"BATCH_WORKERS": "1"})
        try:
            yield arena
        finally:
            for worker in list(arena.workers):
                await arena.dismiss(worker)


async def kill_workers(arena: Field, times: int) -> None:
    """B5: two workers; each time one of them is killed while it works, another takes its place."""
    for _ in range(2):
        await arena.hire()
    for _ in range(times):
        await arena.keep_busy()
        await arena.some_progress()
        await arena.dismiss(random.choice(arena.workers))
        await arena.hire()
    await arena.settle()


async def sleep_through_a_lease(arena: Field) -> None:
    """B5: whoever wakes up after another has taken over writes nothing."""
    sleeper = await arena.hire()
    job_id = await arena.submit()
    await arena.some_progress()
    sleeper.send_signal(signal.SIGSTOP)
    await asyncio.sleep(LEASE_SECONDS + 1)
    await arena.hire()
    await arena.until(lambda: arena.sql(UNFINISHED)[0][0] == 0)
    before = arena.sql(WRITTEN, id=job_id)
    sleeper.send_signal(signal.SIGCONT)
    await asyncio.sleep(2)
    assert arena.sql(WRITTEN, id=job_id) == before
    await arena.settle()


def kill_database(postgres: EmbeddedPostgres) -> None:
    """kill -9 of the whole server, and a start from what it left behind."""
    server = psutil.Process(int((postgres.pgdata / "postmaster.pid").read_text().split()[0]))
    family = [server, *server.children(recursive=True)]
    for process in family:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue  # it went with its parent
    psutil.wait_procs(family, timeout=10)
    postgres.ensure_postgres_running()


async def kill_databases(arena: Field, postgres: EmbeddedPostgres, times: int) -> None:
    """The server dies under workers, services and gateway alike."""
    for _ in range(times):
        await arena.keep_busy()
        await arena.some_progress()
        await asyncio.to_thread(kill_database, postgres)
        await arena.replace_ended()
    await arena.settle()


async def run(*, workers: int = 50, databases: int = 10) -> str:
    """All of them, on a server of their own; tells what was done."""
    with database_directory() as directory:
        postgres = start_embedded(directory)
        try:
            await prepare(postgres.url, demo=True, admin_password="")
            async with open_field(postgres.url) as arena:
                await sleep_through_a_lease(arena)
                print("a worker slept through its lease", flush=True)
                await kill_workers(arena, workers)
                print(f"a worker was killed {workers} times, {len(arena.jobs)} jobs of {ITEMS}", flush=True)
                await kill_databases(arena, postgres, databases)
                jobs = len(arena.jobs)
        finally:
            postgres.stop()
    return f"{workers} workers and {databases} databases killed, {jobs} jobs of {ITEMS:,}: nothing lost or doubled"
