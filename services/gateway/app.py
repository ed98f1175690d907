"""Builds the gateway's own service: settings in, handlers, an ASGI application and a ledger out."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from services.chassis.clock import Clock, utc_now
from services.chassis.cursors import Cursors
from services.chassis.database import Database
from services.chassis.documents import load_document
from services.chassis.housekeeping import tidying
from services.chassis.identity import Identity
from services.chassis.pages import Pager
from services.chassis.queue import Queue
from services.chassis.secrets import own_secret
from services.chassis.service import Service
from services.gateway.channels import NoticeSettings, open_channels
from services.gateway.generated.api import GatewayApi
from services.gateway.generated.operations import OPERATIONS
from services.gateway.handlers import Gateway
from services.gateway.ledger import Ledger
from services.gateway.notices import Deprecation
from services.gateway.store import QUERIES, Usage
from services.gateway.telling import DAILY, Contacts, Telling

# Writing is one statement every few seconds, reading is for a few people.
POOL_SIZE = 3
USAGE_DAYS = 400
ROLE = "trellis_gateway"


@dataclass(frozen=True, slots=True)
class GatewayService:
    """The running service: `api` for plain calls in one process, `app` for HTTP, `ledger` for what was counted,
    `telling` for who is to be told."""

    api: GatewayApi
    app: Service
    ledger: Ledger
    telling: Telling


@dataclass(frozen=True, slots=True)
class Announcing:
    """Whom to tell of what, and how: deprecated versions, and who knows the clients. `cron` is when to look."""

    settings: NoticeSettings
    deprecations: Sequence[Deprecation]
    contacts: Contacts
    cron: str = DAILY


@asynccontextmanager
async def open_gateway(
    database_url: str,
    identity: Identity,
    announcing: Announcing,
    *,
    usage_days: int = USAGE_DAYS,
    clock: Clock = utc_now,
) -> AsyncIterator[GatewayService]:
    """The service on its own connection pool; leaving the context closes it. Usage is kept for `usage_days`; with
    0 nothing is thrown away, for nothing is added."""
    async with AsyncExitStack() as stack:
        database = await Database.connect(database_url, size=POOL_SIZE, name="gateway", role=ROLE)
        stack.push_async_callback(database.close)

        async def ready() -> None:
            await database.row("SELECT 1")

        usage = Usage(database)
        pager = Pager(database, Cursors(await own_secret(database, "gateway", "cursor")))
        handlers = Gateway(usage, pager, clock)
        document = load_document("gateway")
        app = Service("gateway", document, OPERATIONS, handlers, identity=identity, statuses={}, ready=ready)
        await stack.enter_async_context(tidying(database, old_things(usage_days)))
        channels = await stack.enter_async_context(open_channels(announcing.settings))
        queue = Queue(database_url, name="gateway", role=ROLE)
        telling = Telling(database, queue, announcing.deprecations, channels, announcing.contacts, clock)
        await stack.enter_async_context(queue.working(telling.tasks(announcing.cron), concurrency=2))
        yield GatewayService(handlers, app, Ledger(database, usage), telling)


def old_things(usage_days: int) -> dict[str, str]:
    """What is thrown away by the clock."""
    batches = {"usage batches": QUERIES["forget_batches"]}
    if usage_days == 0:
        return batches
    return {"days of usage": QUERIES["drop_old_usage"].replace("{days}", str(usage_days)), **batches}
