"""Builds the orders service: settings in, handlers and an ASGI application out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from services.chassis.cursors import Cursors
from services.chassis.database import Database
from services.chassis.documents import load_document
from services.chassis.housekeeping import tidying
from services.chassis.identity import Identity
from services.chassis.pages import Pager
from services.chassis.secrets import own_secret
from services.chassis.service import Service
from services.chassis.settings import ServiceSettings
from services.orders.batches import Batches
from services.orders.catalog import Catalog
from services.orders.generated.api import OrdersApi
from services.orders.generated.operations import OPERATIONS
from services.orders.handlers import Orders
from services.orders.problems import STATUS
from services.orders.store import QUERIES
from services.orders.store import Orders as Store

DEFAULT_PORT = 8082


@dataclass(frozen=True, slots=True)
class OrdersService:
    """The running service: `api` for plain calls in one process, `app` for HTTP."""

    api: OrdersApi
    app: Service


@asynccontextmanager
async def open_orders(settings: ServiceSettings, identity: Identity) -> AsyncIterator[OrdersService]:
    """The service on its own connection pool; leaving the context closes it."""
    database = await Database.connect(
        settings.database_url, size=settings.pool_size, name="orders", role="trellis_orders"
    )
    try:

        async def ready() -> None:
            await database.row("SELECT 1")

        cursors = Cursors(await own_secret(database, "orders", "cursor"))
        pager, batches = Pager(database, cursors), Batches(database, cursors)
        handlers = Orders(database, Store(database), Catalog(database), pager, batches)
        document = load_document("orders")
        app = Service("orders", document, OPERATIONS, handlers, identity=identity, statuses=STATUS, ready=ready)
        async with tidying(database, {"idempotency keys": QUERIES["forget_old_answers"]}):
            yield OrdersService(handlers, app)
    finally:
        await database.close()
