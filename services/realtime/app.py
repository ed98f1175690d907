"""Builds the realtime service: settings in, handlers, sockets and an ASGI application out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from services.chassis.database import Database
from services.chassis.documents import load_document
from services.chassis.housekeeping import tidying
from services.chassis.identity import Identity
from services.chassis.listening import Listener, listening
from services.chassis.problems import DatabaseUnavailable
from services.chassis.service import Service
from services.chassis.settings import ServiceSettings, number
from services.realtime.cdc.catalog import QUERIES
from services.realtime.cdc.problems import STATUS
from services.realtime.channels import NOTIFIED
from services.realtime.feed import Feed, supervised
from services.realtime.generated.api import RealtimeApi
from services.realtime.generated.operations import OPERATIONS
from services.realtime.handlers import Realtime
from services.realtime.limits import Limits
from services.realtime.node import Node
from services.realtime.session import Session
from services.realtime.store import ChangeLog
from services.realtime.watch import Watch

DEFAULT_PORT = 8084
ROLE = "trellis_realtime"
PARTITIONS_SECONDS = 3600.0

log = structlog.get_logger("realtime")


@dataclass(frozen=True, slots=True)
class RealtimeService:
    """The running service: `api` for plain calls in one process, `app` for HTTP and WebSockets."""

    api: RealtimeApi
    app: Service
    node: Node


@asynccontextmanager
async def open_realtime(settings: ServiceSettings, identity: Identity) -> AsyncIterator[RealtimeService]:
    """The service on its own connections; leaving the context closes them."""
    limits = Limits.read(settings.environment)
    days = number(settings.environment, "CHANGE_LOG_DAYS", 7, least=1, most=3650)
    database = await Database.connect(settings.database_url, size=settings.pool_size, name="realtime", role=ROLE)
    try:
        changes = ChangeLog(database)
        node = Node(changes, Watch(identity), limits)

        def listener() -> AbstractAsyncContextManager[Listener]:
            return listening(settings.database_url, NOTIFIED, name="realtime-feed", role=ROLE)

        async def ready() -> None:
            await database.row("SELECT 1")

        feed = Feed(changes, listener, node.take)
        await feed.begin()
        handlers = Realtime(node, database)
        app = Service(
            "realtime",
            load_document("realtime"),
            OPERATIONS,
            handlers,
            identity=identity,
            statuses=STATUS,
            ready=ready,
            sockets={"/ws": partial(Session, node)},
            drain=node.drain,
        )
        async with AsyncExitStack() as stack:
            for work in (feed.run, node.watch.run, partial(_keep_partitions, changes, days)):
                await stack.enter_async_context(supervised(work))
            await stack.enter_async_context(tidying(database, {"idempotency keys": QUERIES["forget_old_answers"]}))
            stack.callback(node.drain)
            yield RealtimeService(handlers, app, node)
    finally:
        await database.close()


async def _keep_partitions(changes: ChangeLog, days: int) -> None:
    while True:
        try:
            await changes.keep_partitions(days)
        except DatabaseUnavailable as error:
            log.warning("partitions put off", reason=str(error))
        await asyncio.sleep(PARTITIONS_SECONDS)
