"""Generated from specs/openapi/orders.yaml by `make generate`. DO NOT EDIT.

The orders service for its callers: the same methods as its handlers, over a transport.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from services.chassis.callers import Caller
from services.chassis.conditions import IfMatch
from services.chassis.idempotency import Idempotency
from services.chassis.replies import Json
from services.chassis.transport import Transport
from services.orders.generated import operations
from services.orders.generated.api import OrdersApi
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
    PatchOrderRequest,
    PatchProductRequest,
    PlaceOrdersRequest,
    Product,
    ProductConnectionRequest,
    ProductPage,
    ProductSlice,
)


class OrdersClient:
    """`OrdersApi` for other services and for tests."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def list_user_orders(self, caller: Caller, user_id: UUID, query: ListUserOrdersQuery) -> Json[OrderPage]:
        """List a user's orders. `GET /users/{id}/orders`"""
        return await self._transport.json(operations.LIST_USER_ORDERS, caller, path={"id": user_id}, query=query)

    async def create_user_order(
        self, caller: Caller, user_id: UUID, body: CreateOrderRequest, idempotency: Idempotency
    ) -> Json[OrderDetail]:
        """Order products. `POST /users/{id}/orders`"""
        return await self._transport.json(
            operations.CREATE_USER_ORDER, caller, path={"id": user_id}, body=body, idempotency=idempotency
        )

    async def get_user_order_stats(self, caller: Caller, user_id: UUID) -> Json[OrderStats]:
        """Figures on a user's orders. `GET /users/{id}/order-stats`"""
        return await self._transport.json(operations.GET_USER_ORDER_STATS, caller, path={"id": user_id})

    async def list_orders(self, caller: Caller, query: ListOrdersQuery) -> Json[OrderPage]:
        """List orders. `GET /orders`"""
        return await self._transport.json(operations.LIST_ORDERS, caller, query=query)

    async def get_order(self, caller: Caller, order_id: UUID) -> Json[OrderDetail]:
        """Get an order with its items. `GET /orders/{id}`"""
        return await self._transport.json(operations.GET_ORDER, caller, path={"id": order_id})

    async def patch_order(
        self, caller: Caller, order_id: UUID, body: PatchOrderRequest, if_match: IfMatch
    ) -> Json[OrderDetail]:
        """Change an order. `PATCH /orders/{id}`"""
        return await self._transport.json(
            operations.PATCH_ORDER, caller, path={"id": order_id}, body=body, if_match=if_match
        )

    async def list_order_items(self, caller: Caller, order_id: UUID, query: ListOrderItemsQuery) -> Json[OrderItemPage]:
        """List what was ordered. `GET /orders/{id}/items`"""
        return await self._transport.json(operations.LIST_ORDER_ITEMS, caller, path={"id": order_id}, query=query)

    async def cancel_order(self, caller: Caller, order_id: UUID, idempotency: Idempotency) -> Json[OrderDetail]:
        """Cancel an order. `POST /orders/{id}/cancel`"""
        return await self._transport.json(
            operations.CANCEL_ORDER, caller, path={"id": order_id}, idempotency=idempotency
        )

    async def list_products(self, caller: Caller, query: ListProductsQuery) -> Json[ProductPage]:
        """List products. `GET /products`"""
        return await self._transport.json(operations.LIST_PRODUCTS, caller, query=query)

    async def create_product(
        self, caller: Caller, body: CreateProductRequest, idempotency: Idempotency
    ) -> Json[Product]:
        """Add a product. `POST /products`"""
        return await self._transport.json(operations.CREATE_PRODUCT, caller, body=body, idempotency=idempotency)

    async def get_product(self, caller: Caller, product_id: UUID) -> Json[Product]:
        """Get a product. `GET /products/{id}`"""
        return await self._transport.json(operations.GET_PRODUCT, caller, path={"id": product_id})

    async def patch_product(
        self, caller: Caller, product_id: UUID, body: PatchProductRequest, if_match: IfMatch
    ) -> Json[Product]:
        """Change a product. `PATCH /products/{id}`"""
        return await self._transport.json(
            operations.PATCH_PRODUCT, caller, path={"id": product_id}, body=body, if_match=if_match
        )

    async def list_categories(self, caller: Caller, query: ListCategoriesQuery) -> Json[CategoryPage]:
        """List categories. `GET /categories`"""
        return await self._transport.json(operations.LIST_CATEGORIES, caller, query=query)

    async def create_category(
        self, caller: Caller, body: CreateCategoryRequest, idempotency: Idempotency
    ) -> Json[Category]:
        """Add a category. `POST /categories`"""
        return await self._transport.json(operations.CREATE_CATEGORY, caller, body=body, idempotency=idempotency)

    async def list_orders_of_users(self, caller: Caller, query: ListOrdersOfUsersQuery) -> Json[list[Order]]:
        """The newest orders of each of some users. `GET /internal/orders-of-users`"""
        return await self._transport.json(operations.LIST_ORDERS_OF_USERS, caller, query=query)

    async def list_items_of_orders(self, caller: Caller, query: ListItemsOfOrdersQuery) -> Json[list[OrderItem]]:
        """The items of some orders. `GET /internal/items-of-orders`"""
        return await self._transport.json(operations.LIST_ITEMS_OF_ORDERS, caller, query=query)

    async def list_categories_by_id(self, caller: Caller, query: ListCategoriesByIdQuery) -> Json[list[Category]]:
        """Some categories. `GET /internal/categories-by-id`"""
        return await self._transport.json(operations.LIST_CATEGORIES_BY_ID, caller, query=query)

    async def list_stats_of_users(self, caller: Caller, query: ListStatsOfUsersQuery) -> Json[list[OrderStats]]:
        """Figures on the orders of some users. `GET /internal/stats-of-users`"""
        return await self._transport.json(operations.LIST_STATS_OF_USERS, caller, query=query)

    async def find_orders(self, caller: Caller, body: IdsRequest) -> Json[list[Order]]:
        """Some orders. `POST /internal/orders-by-id`"""
        return await self._transport.json(operations.FIND_ORDERS, caller, body=body)

    async def find_items(self, caller: Caller, body: IdsRequest) -> Json[list[OrderItem]]:
        """The items of some orders. `POST /internal/items-by-order`"""
        return await self._transport.json(operations.FIND_ITEMS, caller, body=body)

    async def find_products(self, caller: Caller, body: IdsRequest) -> Json[list[Product]]:
        """Some products. `POST /internal/products-by-id`"""
        return await self._transport.json(operations.FIND_PRODUCTS, caller, body=body)

    async def connect_orders(self, caller: Caller, body: OrderConnectionRequest) -> Json[list[OrderSlice]]:
        """A stretch of the orders, of each of some users or of all. `POST /internal/order-connections`"""
        return await self._transport.json(operations.CONNECT_ORDERS, caller, body=body)

    async def connect_products(self, caller: Caller, body: ProductConnectionRequest) -> Json[list[ProductSlice]]:
        """A stretch of the products, of each of some categories or of all. `POST /internal/product-connections`"""
        return await self._transport.json(operations.CONNECT_PRODUCTS, caller, body=body)

    async def measure_orders(self, caller: Caller, body: OrderMetricsRequest) -> Json[OrderMetrics]:
        """What happened to orders placed in a span of time. `POST /internal/order-metrics`"""
        return await self._transport.json(operations.MEASURE_ORDERS, caller, body=body)

    async def place_orders(
        self, caller: Caller, body: PlaceOrdersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Place many orders. `POST /internal/bulk-place-orders`"""
        return await self._transport.json(operations.PLACE_ORDERS, caller, body=body, idempotency=idempotency)

    async def change_orders(
        self, caller: Caller, body: ChangeOrdersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Change many orders. `POST /internal/bulk-change-orders`"""
        return await self._transport.json(operations.CHANGE_ORDERS, caller, body=body, idempotency=idempotency)

    async def cancel_orders(
        self, caller: Caller, body: CancelOrdersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Cancel many orders. `POST /internal/bulk-cancel-orders`"""
        return await self._transport.json(operations.CANCEL_ORDERS, caller, body=body, idempotency=idempotency)


if TYPE_CHECKING:
    _: type[OrdersApi] = OrdersClient
