"""Builds the realtime service: settings in, handlers, sockets and an ASGI application out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from services.chassis.database import Database
from services.chassis.documents import load_document
from services.chassis.housekeeping import tidying
from services.chassis.identity import Identity
from services.chassis.listening import listening
from services.chassis.problems import DatabaseUnavailable
from services.chassis.service import Service
from services.chassis.settings import ServiceSettings, number
from services.chassis.sockets import Limits
from services.realtime.cdc.catalog import QUERIES
from services.realtime.cdc.problems import STATUS
from services.realtime.channels import NOTIFIED
from services.realtime.feed import Feed, supervised
from services.realtime.generated.api import RealtimeApi
from services.realtime.generated.operations import OPERATIONS
from services.realtime.handlers import Realtime
from services.realtime.node import Node
from services.realtime.relay import Publisher, Receiver, connected
from services.realtime.session import Session
from services.realtime.store import ChangeLog
from services.realtime.watch import Watch

DEFAULT_PORT = 8084
ROLE = "trellis_realtime"
PARTITIONS_SECONDS = 3600.0
# Of the advisory lock that the one node holds which reads the log for all.
FEED_LOCK = 0x7265616C

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

        async def ready() -> None:
            await database.row("SELECT 1")
            # Raises before there is a place to follow from.
            _ = node.position

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
            feed = await stack.enter_async_context(_feed(settings, changes, node))
            for work in (feed, node.watch.run, partial(_keep_partitions, changes, days)):
                await stack.enter_async_context(supervised(work))
            await stack.enter_async_context(tidying(database, {"idempotency keys": QUERIES["forget_old_answers"]}))
            stack.callback(node.drain)
            yield RealtimeService(handlers, app, node)
    finally:
        await database.close()


@asynccontextmanager
async def _feed(
    settings: ServiceSettings, changes: ChangeLog, node: Node
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """What brings changes to the hub: the log itself, or the stream that one of several nodes reads it into."""
    broker = settings.environment.get("NATS_URL", "")
    listen = partial(listening, settings.database_url, NOTIFIED, name="realtime-feed", role=ROLE)
    if not broker:
        feed = Feed(changes, listen, node.take, _nowhere)
        await feed.begin()
        yield feed.run
        return
    async with connected(broker) as client:
        publisher = Publisher(client)
        feed = Feed(changes, partial(listen, alone=FEED_LOCK), publisher.take, publisher.last)
        async with supervised(feed.run):
            yield Receiver(client, changes, node).run


async def _nowhere() -> None:
    """Nobody else reads for this node."""


async def _keep_partitions(changes: ChangeLog, days: int) -> None:
    while True:
        try:
            await changes.keep_partitions(days)
        except DatabaseUnavailable as error:
            log.warning("partitions put off", reason=str(error))
        await asyncio.sleep(PARTITIONS_SECONDS)
