"""Builds the batch service: settings in, handlers, an ASGI application and workers out."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog

from services.batch.callbacks import Callbacks
from services.batch.generated.api import BatchApi
from services.batch.generated.operations import OPERATIONS
from services.batch.grants import Grants
from services.batch.handlers import Batch
from services.batch.owners import Owners
from services.batch.problems import STATUS
from services.batch.retention import Retention
from services.batch.sealing import Seal
from services.batch.settings import BatchSettings
from services.batch.store import QUERIES, Jobs
from services.batch.submitting import Submissions
from services.batch.turns import DELIVER, TURN, Turns
from services.batch.watching import Watch
from services.chassis.background import background
from services.chassis.cursors import Cursors
from services.chassis.database import Database
from services.chassis.documents import load_document
from services.chassis.housekeeping import tidying
from services.chassis.identity import Identity
from services.chassis.pages import Pager
from services.chassis.passwords import Passwords
from services.chassis.problems import DatabaseUnavailable
from services.chassis.queue import Queue, Task
from services.chassis.secrets import own_secret
from services.chassis.service import Service
from services.chassis.settings import ServiceSettings
from services.chassis.webhooks import open_webhooks
from services.orders.generated.api import OrdersApi
from services.users.generated.api import UsersApi

DEFAULT_PORT = 8083
ROLE = "trellis_batch"
ADOPT_SECONDS = 2.0
HOURLY = "23 * * * *"

log = structlog.get_logger("batch")


@dataclass(frozen=True, slots=True)
class BatchService:
    """The running service: `api` for plain calls in one process, `app` for HTTP."""

    api: BatchApi
    app: Service


@asynccontextmanager
async def open_batch(
    settings: ServiceSettings, identity: Identity, users: UsersApi, orders: OrdersApi
) -> AsyncIterator[BatchService]:
    """The service on its own connections, with workers; leaving the context lets chunks under way finish."""
    own = BatchSettings.read(settings.environment)
    async with AsyncExitStack() as stack:
        database = await Database.connect(settings.database_url, size=settings.pool_size, name="batch", role=ROLE)
        stack.push_async_callback(database.close)
        passwords = Passwords()
        stack.callback(passwords.close)
        webhooks = await stack.enter_async_context(open_webhooks(own.callback_hosts))
        queue = Queue(settings.database_url, name="batch", role=ROLE, patience=own.lease)
        seal = Seal(await own_secret(database, "batch", "seal"))
        jobs, grants = Jobs(database), Grants(users, identity, seal)
        turns = Turns(database, jobs, queue, Owners(users, orders), grants, lease=own.lease)
        submissions = Submissions(
            database, jobs, queue, grants, passwords, webhooks, seal, most=own.queued, chunk=own.chunk
        )

        async def ready() -> None:
            await database.row("SELECT 1")

        pager = Pager(database, Cursors(await own_secret(database, "batch", "cursor")))
        handlers = Batch(jobs, submissions, turns, Watch(database), pager)
        document = load_document("batch")
        app = Service("batch", document, OPERATIONS, handlers, identity=identity, statuses=STATUS, ready=ready)
        await stack.enter_async_context(tidying(database, {"idempotency keys": QUERIES["forget_old_answers"]}))
        tasks = (
            Task(TURN, turns.take),
            Task(DELIVER, Callbacks(database, queue, webhooks, seal).deliver),
            Task("forget", Retention(database, days=own.retention_days).forget, HOURLY),
        )
        if own.workers:
            await stack.enter_async_context(_working(queue, tasks, turns, own.workers))
        yield BatchService(handlers, app)


@asynccontextmanager
async def _working(queue: Queue, tasks: Sequence[Task], turns: Turns, workers: int) -> AsyncIterator[None]:
    async def adopting() -> None:
        while True:
            try:
                await turns.adopt()
            except DatabaseUnavailable as error:
                log.warning("orphans are looked for later", reason=str(error))
            await asyncio.sleep(ADOPT_SECONDS)

    async with queue.working(tasks, concurrency=workers), background(adopting()):
        yield
