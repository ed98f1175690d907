"""The SQL of orders. Writes take the transaction and never commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID, uuid4

import msgspec
from msgspec import UNSET

from services.chassis.coalesce import Coalescer
from services.chassis.database import Database, Transaction
from services.chassis.listing import Collection
from services.chassis.queries import Queries
from services.chassis.refusals import StillReferenced
from services.orders.generated import filters
from services.orders.generated.models import CreateOrderRequest
from services.orders.problems import MixedCurrencies, OrderNotFound, OutOfStock, UnknownProducts, UserNotFound

QUERIES = Queries("orders.sql")
NEWEST_FIRST = ("-created_at",)
CHANGEABLE = ("status", "shipping_address")

ORDERS = Collection(
    QUERIES["page_of_orders"],
    QUERIES["count_orders"],
    filters.LIST_ORDERS_FIELDS,
    filters.LIST_ORDERS_PARAMETERS,
    NEWEST_FIRST,
)
USER_ORDERS = Collection(
    QUERIES["page_of_orders"],
    QUERIES["count_orders"],
    filters.LIST_USER_ORDERS_FIELDS,
    filters.LIST_USER_ORDERS_PARAMETERS,
    NEWEST_FIRST,
)
ITEMS = Collection(
    QUERIES["page_of_items"],
    QUERIES["count_items"],
    filters.LIST_ORDER_ITEMS_FIELDS,
    filters.LIST_ORDER_ITEMS_PARAMETERS,
    ("product_id",),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """An order as JSON, with what decides who may see it and whether it has changed."""

    user_id: UUID
    version: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Present:
    """What a change has to look at first."""

    user_id: UUID
    status: str
    version: int


class Orders:
    """Reads and writes `orders.orders` and `orders.items`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_id: Coalescer[UUID, Stored] = Coalescer(self._fetch)
        self._stats: Coalescer[UUID, bytes] = Coalescer(self._fetch_stats)

    async def _fetch(self, ids: Sequence[UUID]) -> dict[UUID, Stored]:
        rows = await self._database.rows(QUERIES["orders_by_id"], {"ids": list(ids)})
        return {row[0]: Stored(row[1], row[2], row[3].encode()) for row in rows}

    async def _fetch_stats(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        rows = await self._database.rows(QUERIES["stats_of_users"], {"ids": list(ids)})
        return {row[0]: row[1].encode() for row in rows}

    async def get(self, order_id: UUID, owner: UUID | None) -> Stored:
        """One OrderDetail; of this owner, where one is given. Raises `OrderNotFound`."""
        order = await self._by_id.load(order_id)
        if order is None or (owner is not None and order.user_id != owner):
            raise OrderNotFound
        return order

    async def require(self, order_id: UUID, owner: UUID | None) -> None:
        """Raises `OrderNotFound` unless the order is there, and the owner's where one is given."""
        row = await self._database.row(QUERIES["owner_of_order"], {"id": order_id})
        if row is None or (owner is not None and row[0] != owner):
            raise OrderNotFound

    async def place(self, transaction: Transaction, user_id: UUID, request: CreateOrderRequest) -> tuple[UUID, bytes]:
        """The new order's id, and OrderDetail as JSON.

        Raises `UnknownProducts`, `OutOfStock` or `MixedCurrencies`, or `UserNotFound` when there is no such user.
        Nothing is written then.
        """
        quantities: dict[UUID, int] = {}
        for line in request.items:
            quantities[line.product_id] = quantities.get(line.product_id, 0) + line.quantity
        order_id = uuid4()
        parameters = {
            "id": order_id,
            "user_id": user_id,
            "shipping_address": None if request.shipping_address is UNSET else request.shipping_address,
            "products": list(quantities),
            "quantities": list(quantities.values()),
        }
        try:
            row = await transaction.alone(QUERIES["place_order"], parameters)
        except StillReferenced as error:
            raise UserNotFound from error
        assert row is not None
        body, had_enough, currencies = row
        if had_enough is not None:
            await self._refuse_lines(transaction, request, set(had_enough))
        if currencies > 1:
            raise MixedCurrencies
        return order_id, body.encode()

    async def _refuse_lines(
        self, transaction: Transaction, request: CreateOrderRequest, had_enough: set[UUID]
    ) -> NoReturn:
        rows = await transaction.rows(QUERIES["known_products"], {"ids": [line.product_id for line in request.items]})
        known = {row[0] for row in rows}
        unknown = [n for n, line in enumerate(request.items) if line.product_id not in known]
        if unknown:
            raise UnknownProducts(unknown)
        raise OutOfStock(n for n, line in enumerate(request.items) if line.product_id not in had_enough)

    async def lock(self, transaction: Transaction, order_id: UUID, owner: UUID | None) -> Present:
        """What is there now; nobody else changes it until the transaction ends. Raises `OrderNotFound`."""
        row = await transaction.row(QUERIES["lock_order"], {"id": order_id})
        if row is None or (owner is not None and row[0] != owner):
            raise OrderNotFound
        return Present(*row)

    async def change(self, transaction: Transaction, order_id: UUID, values: Mapping[str, object]) -> Stored:
        """Writes the given columns; the order as it is then."""
        columns = [column for column in CHANGEABLE if column in values]
        if columns:
            assignments = ", ".join(f"{column} = %({column})s" for column in columns)
            statement = QUERIES["change_order"].replace("{assignments}", assignments)
            await transaction.run(statement, {**values, "id": order_id})
        row = await transaction.row(QUERIES["orders_by_id"], {"ids": [order_id]})
        assert row is not None
        return Stored(row[1], row[2], row[3].encode())

    async def return_stock(self, transaction: Transaction, order_id: UUID) -> None:
        await transaction.run(QUERIES["return_stock"], {"id": order_id})

    async def stats(self, user_id: UUID) -> bytes:
        """OrderStats of one user, also of one without orders. Concurrent calls become one statement."""
        stats = await self._stats.load(user_id)
        return stats if stats is not None else _no_orders(user_id)

    async def stats_of(self, user_ids: Sequence[UUID]) -> bytes:
        """OrderStats of those of the users that have orders, as one array."""
        stats = await self._fetch_stats(user_ids)
        return b"[%s]" % b",".join(stats.values())

    async def of_users(self, user_ids: Sequence[UUID], limit: int) -> bytes:
        """The newest orders of each user, as one array."""
        return await self._array("orders_of_users", {"ids": list(user_ids), "limit": limit})

    async def items_of(self, order_ids: Sequence[UUID], owner: UUID | None) -> bytes:
        """The items of the orders, of this owner's where one is given, as one array."""
        ids = list(order_ids)
        if owner is not None:
            ids = [
                row[0] for row in await self._database.rows(QUERIES["orders_of_owner"], {"ids": ids, "owner": owner})
            ]
        return await self._array("items_of_orders", {"ids": ids})

    async def _array(self, name: str, parameters: Mapping[str, object]) -> bytes:
        row = await self._database.row(QUERIES[name], parameters)
        assert row is not None
        array: str = row[0]
        return array.encode()


def _no_orders(user_id: UUID) -> bytes:
    empty = {"user_id": user_id, "order_count": 0, "total_spent": [], "last_order_at": None}
    return msgspec.json.encode(empty)
