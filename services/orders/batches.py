"""Reads for many parents at once: orders, items and products by id, and stretches of them."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import UNSET

from services.chassis.cursors import Cursors
from services.chassis.database import Database
from services.chassis.stretches import Connected, Reading, Stretches, array
from services.orders.catalog import SEARCH
from services.orders.generated import filters
from services.orders.generated.models import OrderConnectionRequest, OrderMetricsRequest, ProductConnectionRequest
from services.orders.store import NEWEST_FIRST, QUERIES

ORDERS = Connected(
    QUERIES["page_of_orders"],
    QUERIES["count_orders"],
    filters.LIST_ORDERS_FIELDS,
    NEWEST_FIRST,
    parent="user_id",
    figures=QUERIES["order_figures"],
)
PRODUCTS = Connected(
    QUERIES["page_of_products"],
    QUERIES["count_products"],
    filters.LIST_PRODUCTS_FIELDS,
    NEWEST_FIRST,
    parent="category_id",
)


class Batches:
    """One statement each. `owner` confines to the orders of one user; None to nobody's."""

    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._stretches = Stretches(database, cursors)

    async def orders(self, ids: Sequence[UUID], owner: UUID | None) -> bytes:
        return await self._array("some_orders", ids=array(ids), owner=owner)

    async def items(self, order_ids: Sequence[UUID], owner: UUID | None) -> bytes:
        return await self._array("some_items", ids=array(order_ids), owner=owner)

    async def products(self, ids: Sequence[UUID]) -> bytes:
        return await self._array("some_products", ids=array(ids))

    async def metrics(self, request: OrderMetricsRequest) -> bytes:
        return await self._array("order_metrics", **{"from": request.from_, "to": request.to})

    async def order_slices(self, request: OrderConnectionRequest, owner: UUID | None) -> bytes:
        own = ("user_id = %(owner)s::uuid",) if owner else ()
        reading = Reading(
            () if request.order is UNSET else (request.order.value,),
            None if request.user_ids is UNSET else request.user_ids,
            own,
            {"owner": owner} if owner else {},
            request.aggregate,
        )
        return b"[%s]" % b",".join(await self._stretches.read(ORDERS, request, reading))

    async def product_slices(self, request: ProductConnectionRequest) -> bytes:
        reading = Reading(
            () if request.order is UNSET else (request.order.value,),
            None if request.category_ids is UNSET else request.category_ids,
            () if request.search is UNSET else (SEARCH,),
            {} if request.search is UNSET else {"search": request.search},
        )
        return b"[%s]" % b",".join(await self._stretches.read(PRODUCTS, request, reading))

    async def _array(self, name: str, **parameters: object) -> bytes:
        row = await self._database.row(QUERIES[name], parameters)
        assert row is not None
        body: str = row[0]
        return body.encode()
