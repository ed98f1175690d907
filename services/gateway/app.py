"""Builds the gateway's own service: settings in, handlers, an ASGI application and a ledger out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from services.chassis.clock import Clock, utc_now
from services.chassis.cursors import Cursors
from services.chassis.database import Database
from services.chassis.documents import load_document
from services.chassis.housekeeping import tidying
from services.chassis.identity import Identity
from services.chassis.pages import Pager
from services.chassis.secrets import own_secret
from services.chassis.service import Service
from services.gateway.generated.api import GatewayApi
from services.gateway.generated.operations import OPERATIONS
from services.gateway.handlers import Gateway
from services.gateway.ledger import Ledger
from services.gateway.store import QUERIES, Usage

# Writing is one statement every few seconds, reading is for a few people.
POOL_SIZE = 3
USAGE_DAYS = 400


@dataclass(frozen=True, slots=True)
class GatewayService:
    """The running service: `api` for plain calls in one process, `app` for HTTP, `ledger` for what was counted."""

    api: GatewayApi
    app: Service
    ledger: Ledger


@asynccontextmanager
async def open_gateway(
    database_url: str, identity: Identity, *, usage_days: int = USAGE_DAYS, clock: Clock = utc_now
) -> AsyncIterator[GatewayService]:
    """The service on its own connection pool; leaving the context closes it. Usage is kept for `usage_days`."""
    database = await Database.connect(database_url, size=POOL_SIZE, name="gateway", role="trellis_gateway")
    try:

        async def ready() -> None:
            await database.row("SELECT 1")

        usage = Usage(database)
        pager = Pager(database, Cursors(await own_secret(database, "gateway", "cursor")))
        handlers = Gateway(usage, pager, clock)
        document = load_document("gateway")
        app = Service("gateway", document, OPERATIONS, handlers, identity=identity, statuses={}, ready=ready)
        old = {
            "days of usage": QUERIES["drop_old_usage"].replace("{days}", str(usage_days)),
            "usage batches": QUERIES["forget_batches"],
        }
        async with tidying(database, old):
            yield GatewayService(handlers, app, Ledger(database, usage))
    finally:
        await database.close()
