"""The decisions of the orders service: what the documents and the SQL cannot say."""

from uuid import UUID

import msgspec
from msgspec import UNSET

from services.chassis.callers import Caller
from services.chassis.conditions import IfMatch
from services.chassis.database import Database, Transaction
from services.chassis.idempotency import Idempotency
from services.chassis.listing import read_page
from services.chassis.pages import Pager
from services.chassis.replies import Json
from services.orders.batches import Batches
from services.orders.bulk import BulkOrders
from services.orders.catalog import CATEGORIES, PRODUCTS, SEARCH, Catalog, StoredProduct
from services.orders.generated.models import (
    BulkOutcomes,
    CancelOrdersRequest,
    Category,
    CategoryPage,
    ChangeOrdersRequest,
    CreateCategoryRequest,
    CreateOrderRequest,
    CreateProductRequest,
    IdsRequest,
    ListCategoriesByIdQuery,
    ListCategoriesQuery,
    ListItemsOfOrdersQuery,
    ListOrderItemsQuery,
    ListOrdersOfUsersQuery,
    ListOrdersQuery,
    ListProductsQuery,
    ListStatsOfUsersQuery,
    ListUserOrdersQuery,
    Order,
    OrderConnectionRequest,
    OrderDetail,
    OrderItem,
    OrderItemPage,
    OrderMetrics,
    OrderMetricsRequest,
    OrderPage,
    OrderSlice,
    OrderStats,
    OrderStatus,
    PatchOrderRequest,
    PatchProductRequest,
    PlaceOrdersRequest,
    Product,
    ProductConnectionRequest,
    ProductPage,
    ProductSlice,
)
from services.orders.steps import changes, require_cancellable
from services.orders.store import ITEMS, ORDERS, USER_ORDERS
from services.orders.store import Orders as Store


def _owner(caller: Caller) -> UUID | None:
    """Whose orders the caller is confined to; an admin to nobody's."""
    return None if caller.is_admin else caller.user_id


def _own_of(caller: Caller, user_ids: list[UUID]) -> list[UUID]:
    return user_ids if caller.is_admin else [user_id for user_id in user_ids if user_id == caller.user_id]


class Orders:
    """Implements `OrdersApi`."""

    def __init__(self, database: Database, store: Store, catalog: Catalog, pager: Pager, batches: Batches) -> None:
        self._database = database
        self._store = store
        self._catalog = catalog
        self._pager = pager
        self._batches = batches
        self._bulk = BulkOrders()

    async def list_user_orders(self, caller: Caller, user_id: UUID, query: ListUserOrdersQuery) -> Json[OrderPage]:
        return await read_page(self._pager, USER_ORDERS, query, ["user_id = %(owner)s"], {"owner": user_id})

    async def create_user_order(
        self, caller: Caller, user_id: UUID, body: CreateOrderRequest, idempotency: Idempotency
    ) -> Json[OrderDetail]:
        async def work(transaction: Transaction) -> Json[OrderDetail]:
            order_id, order = await self._store.place(transaction, user_id, body)
            return Json(order, location=f"/orders/{order_id}", version=1)

        return await idempotency.once(self._database, work)

    async def get_user_order_stats(self, caller: Caller, user_id: UUID) -> Json[OrderStats]:
        return Json(await self._store.stats(user_id))

    async def list_orders(self, caller: Caller, query: ListOrdersQuery) -> Json[OrderPage]:
        owner = _owner(caller)
        if owner is None:
            return await read_page(self._pager, ORDERS, query)
        return await read_page(self._pager, ORDERS, query, ["user_id = %(owner)s"], {"owner": owner})

    async def get_order(self, caller: Caller, order_id: UUID) -> Json[OrderDetail]:
        order = await self._store.get(order_id, _owner(caller))
        return Json(order.body, version=order.version)

    async def patch_order(
        self, caller: Caller, order_id: UUID, body: PatchOrderRequest, if_match: IfMatch
    ) -> Json[OrderDetail]:
        async def work(transaction: Transaction) -> Json[OrderDetail]:
            present = await self._store.lock(transaction, order_id, _owner(caller))
            if_match.require(present.version)
            values = changes(caller, present, body.status, body.shipping_address)
            order = await self._store.change(transaction, order_id, values)
            return Json(order.body, version=order.version)

        return await self._database.transaction(work)

    async def list_order_items(self, caller: Caller, order_id: UUID, query: ListOrderItemsQuery) -> Json[OrderItemPage]:
        await self._store.require(order_id, _owner(caller))
        return await read_page(self._pager, ITEMS, query, ["order_id = %(order)s"], {"order": order_id})

    async def cancel_order(self, caller: Caller, order_id: UUID, idempotency: Idempotency) -> Json[OrderDetail]:
        async def work(transaction: Transaction) -> Json[OrderDetail]:
            present = await self._store.lock(transaction, order_id, _owner(caller))
            require_cancellable(present.status)
            await self._store.return_stock(transaction, order_id)
            order = await self._store.change(transaction, order_id, {"status": OrderStatus.CANCELLED.value})
            return Json(order.body, version=order.version)

        return await idempotency.once(self._database, work)

    async def list_products(self, caller: Caller, query: ListProductsQuery) -> Json[ProductPage]:
        if query.search is UNSET:
            return await read_page(self._pager, PRODUCTS, query)
        return await read_page(self._pager, PRODUCTS, query, [SEARCH], {"search": query.search})

    async def create_product(
        self, caller: Caller, body: CreateProductRequest, idempotency: Idempotency
    ) -> Json[Product]:
        async def work(transaction: Transaction) -> Json[Product]:
            product = await self._catalog.create(transaction, body)
            return Json(product.body, location=f"/products/{product.id}", version=product.version)

        return await idempotency.once(self._database, work)

    async def get_product(self, caller: Caller, product_id: UUID) -> Json[Product]:
        return _product(await self._catalog.get(product_id))

    async def patch_product(
        self, caller: Caller, product_id: UUID, body: PatchProductRequest, if_match: IfMatch
    ) -> Json[Product]:
        values = {name: value for name, value in msgspec.structs.asdict(body).items() if value is not UNSET}

        async def work(transaction: Transaction) -> Json[Product]:
            if_match.require(await self._catalog.lock(transaction, product_id))
            return _product(await self._catalog.change(transaction, product_id, values))

        return await self._database.transaction(work)

    async def list_categories(self, caller: Caller, query: ListCategoriesQuery) -> Json[CategoryPage]:
        return await read_page(self._pager, CATEGORIES, query)

    async def create_category(
        self, caller: Caller, body: CreateCategoryRequest, idempotency: Idempotency
    ) -> Json[Category]:
        async def work(transaction: Transaction) -> Json[Category]:
            category_id, category = await self._catalog.create_category(transaction, body.name)
            # A category has no page of its own; the list shows it alone.
            return Json(category, location=f"/categories?id={category_id}")

        return await idempotency.once(self._database, work)

    async def place_orders(
        self, caller: Caller, body: PlaceOrdersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        return await idempotency.once(
            self._database, lambda transaction: self._bulk.place(transaction, _owner(caller), body.orders)
        )

    async def change_orders(
        self, caller: Caller, body: ChangeOrdersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        return await idempotency.once(
            self._database, lambda transaction: self._bulk.change(transaction, caller, _owner(caller), body.orders)
        )

    async def cancel_orders(
        self, caller: Caller, body: CancelOrdersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        return await idempotency.once(
            self._database, lambda transaction: self._bulk.cancel(transaction, _owner(caller), body.ids)
        )

    async def list_orders_of_users(self, caller: Caller, query: ListOrdersOfUsersQuery) -> Json[list[Order]]:
        return Json(await self._store.of_users(_own_of(caller, query.user_ids), query.limit))

    async def list_items_of_orders(self, caller: Caller, query: ListItemsOfOrdersQuery) -> Json[list[OrderItem]]:
        return Json(await self._store.items_of(query.order_ids, _owner(caller)))

    async def list_categories_by_id(self, caller: Caller, query: ListCategoriesByIdQuery) -> Json[list[Category]]:
        return Json(await self._catalog.categories(query.ids))

    async def list_stats_of_users(self, caller: Caller, query: ListStatsOfUsersQuery) -> Json[list[OrderStats]]:
        return Json(await self._store.stats_of(_own_of(caller, query.user_ids)))

    async def find_orders(self, caller: Caller, body: IdsRequest) -> Json[list[Order]]:
        return Json(await self._batches.orders(body.ids, _owner(caller)))

    async def find_items(self, caller: Caller, body: IdsRequest) -> Json[list[OrderItem]]:
        return Json(await self._batches.items(body.ids, _owner(caller)))

    async def find_products(self, caller: Caller, body: IdsRequest) -> Json[list[Product]]:
        return Json(await self._batches.products(body.ids))

    async def connect_orders(self, caller: Caller, body: OrderConnectionRequest) -> Json[list[OrderSlice]]:
        return Json(await self._batches.order_slices(body, _owner(caller)))

    async def connect_products(self, caller: Caller, body: ProductConnectionRequest) -> Json[list[ProductSlice]]:
        return Json(await self._batches.product_slices(body))

    async def measure_orders(self, caller: Caller, body: OrderMetricsRequest) -> Json[OrderMetrics]:
        return Json(await self._batches.metrics(body))


def _product(product: StoredProduct) -> Json[Product]:
    return Json(product.body, version=product.version)
