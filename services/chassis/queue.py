"""Work for later, kept in PostgreSQL (procrastinate). The only importer of procrastinate.

`defer` adds an entry in a transaction of the service's own, so there is never one without the other. `working` runs
entries while its context is open, in any number of processes at a time. An entry runs at least once: one whose
worker has died is given to another, so what a task does must be safe to do again.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import structlog
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.aiopg import AiopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker

from services.chassis.background import background, end
from services.chassis.database import Transaction
from services.chassis.problems import DatabaseUnavailable, IdentityUnavailable, ServiceUnavailable
from services.chassis.queries import Queries

QUERIES = Queries("queue.sql")
# An entry is announced when it comes, but not when the lock it waits for is free.
POLL_SECONDS = 0.25
STOP_SECONDS = 10.0
CONNECT_SECONDS = 10.0
LONGEST_PAUSE = 30.0
# Whoever is away comes back; anything else is a defect, which trying again for ever does not mend.
AWAY = (DatabaseUnavailable, IdentityUnavailable, ServiceUnavailable)
MOST_TRIES = 8

log = structlog.get_logger("queue")


@dataclass(frozen=True, slots=True)
class Task:
    """What a queue can do. `work` gets the arguments of `defer`, or, with a `cron` line, `timestamp` in seconds at
    each of its times (once, however many workers there are)."""

    name: str
    work: Callable[..., Awaitable[None]]
    cron: str = ""


def pause(attempts: int) -> float:
    """Seconds to wait before the next try: growing, and never the same for two that failed together."""
    return random.uniform(0.1, min(LONGEST_PAUSE, 0.5 * 2 ** min(attempts, 10)))


def _logged(task: Task) -> Callable[..., Awaitable[None]]:
    async def work(**arguments: Any) -> None:
        try:
            await task.work(**arguments)
        except AWAY as error:
            log.warning("put off", task=task.name, arguments=arguments, reason=f"{type(error).__name__}: {error}")
            raise
        except Exception as error:
            log.error("task failed", task=task.name, arguments=arguments, exc_info=error)
            raise

    return work


class _Retry(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, AWAY) and job.attempts >= MOST_TRIES:
            return None
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=pause(job.attempts)))


class Queue:
    """The entries of one name. `role` is the service's database role, a member of trellis_queue. A worker that has
    been silent for `patience` seconds is taken for dead."""

    def __init__(self, dsn: str, *, name: str, role: str, patience: float = 10.0) -> None:
        self.name = name
        self._patience = patience
        self._heartbeat = min(2.0, patience / 4)
        self._dsn = dsn
        self._role = role

    async def defer(
        self, transaction: Transaction, task: str, *, lock: str | None = None, seconds: float = 0.0, **arguments: Any
    ) -> None:
        """Adds an entry that runs once the transaction has committed, `seconds` later. Entries of one `lock` run one
        at a time, in the order they came. `arguments` are JSON, and no place for secrets."""
        await transaction.run(
            QUERIES["defer"],
            {
                "queue": self.name,
                "task": task,
                "lock": lock,
                "arguments": msgspec.json.encode(arguments).decode(),
                "seconds": seconds,
            },
        )

    async def others_wait(self, transaction: Transaction, lock: str) -> bool:
        """Whether anything is due besides the entries of this lock."""
        row = await transaction.row(QUERIES["others_wait"], {"queue": self.name, "lock": lock})
        return row is not None and bool(row[0])

    @asynccontextmanager
    async def working(self, tasks: Sequence[Task], *, concurrency: int) -> AsyncIterator[None]:
        """Runs entries while the context is open, so many at a time. Leaving it lets those under way finish."""
        leaving = asyncio.Event()
        worker = asyncio.create_task(self._until(leaving, tasks, concurrency))
        try:
            yield
        finally:
            leaving.set()
            await asyncio.wait([worker], timeout=STOP_SECONDS + CONNECT_SECONDS)
            await end(worker)

    async def _until(self, leaving: asyncio.Event, tasks: Sequence[Task], concurrency: int) -> None:
        attempts = 0
        while not leaving.is_set():
            try:
                await self._run(self._app(tasks), concurrency, leaving)
                attempts = 0
            except Exception as error:  # a worker that fails, for whatever reason, is replaced
                attempts += 1
                log.warning("worker starts again", queue=self.name, reason=f"{type(error).__name__}: {error}".strip())
            with suppress(TimeoutError):
                await asyncio.wait_for(leaving.wait(), min(pause(attempts), 5.0))

    def _app(self, tasks: Sequence[Task]) -> App:
        options = f"-c timezone=UTC -c jit=off -c search_path=queue -c role={self._role}"
        connector = AiopgConnector(
            dsn=self._dsn,
            minsize=1,
            maxsize=4,
            timeout=CONNECT_SECONDS,
            application_name=f"{self.name}-queue",
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
            options=options,
        )
        app = App(connector=connector)
        for task in tasks:
            made = app.task(name=task.name, queue=self.name, retry=_Retry())(_logged(task))
            if task.cron:
                app.periodic(cron=task.cron)(made)
        return app

    async def _run(self, app: App, concurrency: int, leaving: asyncio.Event) -> None:
        """Until the worker fails or is told to leave. It ends quietly when its listening connection breaks."""
        worker: Any = Worker(
            app,
            queues=[self.name],
            name=self.name,
            concurrency=concurrency,
            fetch_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=STOP_SECONDS,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=self._heartbeat,
            stalled_worker_timeout=self._patience,
        )

        async def leave() -> None:
            await leaving.wait()
            worker.stop()

        async def rescue() -> None:
            try:
                await self._rescue(app)
            except ConnectorException as error:
                log.warning("worker cannot look after others", queue=self.name, reason=" ".join(str(error).split()))
                worker.stop()

        async with app.open_async(), background(leave()), background(rescue()):
            await worker.run()

    async def _rescue(self, app: App) -> None:
        while True:
            await app.connector.execute_query_async(QUERIES["rescue"], seconds=self._patience)
            await app.connector.execute_query_async(QUERIES["forget_failed"], queue=self.name)
            await asyncio.sleep(self._heartbeat)
