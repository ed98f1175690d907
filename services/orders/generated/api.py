"""Generated from specs/openapi/orders.yaml by `make generate`. DO NOT EDIT.

What services/orders/handlers.py implements: one method per operation.
"""

from typing import Protocol
from uuid import UUID

from services.chassis.callers import Caller
from services.chassis.conditions import IfMatch
from services.chassis.idempotency import Idempotency
from services.chassis.replies import Json
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


class OrdersApi(Protocol):
    """Operations of the orders service."""

    async def list_user_orders(self, caller: Caller, user_id: UUID, query: ListUserOrdersQuery) -> Json[OrderPage]:
        """List a user's orders. `GET /users/{id}/orders`"""
        ...

    async def create_user_order(
        self, caller: Caller, user_id: UUID, body: CreateOrderRequest, idempotency: Idempotency
    ) -> Json[OrderDetail]:
        """Order products. `POST /users/{id}/orders`"""
        ...

    async def get_user_order_stats(self, caller: Caller, user_id: UUID) -> Json[OrderStats]:
        """Figures on a user's orders. `GET /users/{id}/order-stats`"""
        ...

    async def list_orders(self, caller: Caller, query: ListOrdersQuery) -> Json[OrderPage]:
        """List orders. `GET /orders`"""
        ...

    async def get_order(self, caller: Caller, order_id: UUID) -> Json[OrderDetail]:
        """Get an order with its items. `GET /orders/{id}`"""
        ...

    async def patch_order(
        self, caller: Caller, order_id: UUID, body: PatchOrderRequest, if_match: IfMatch
    ) -> Json[OrderDetail]:
        """Change an order. `PATCH /orders/{id}`"""
        ...

    async def list_order_items(self, caller: Caller, order_id: UUID, query: ListOrderItemsQuery) -> Json[OrderItemPage]:
        """List what was ordered. `GET /orders/{id}/items`"""
        ...

    async def cancel_order(self, caller: Caller, order_id: UUID, idempotency: Idempotency) -> Json[OrderDetail]:
        """Cancel an order. `POST /orders/{id}/cancel`"""
        ...

    async def list_products(self, caller: Caller, query: ListProductsQuery) -> Json[ProductPage]:
        """List products. `GET /products`"""
        ...

    async def create_product(
        self, caller: Caller, body: CreateProductRequest, idempotency: Idempotency
    ) -> Json[Product]:
        """Add a product. `POST /products`"""
        ...

    async def get_product(self, caller: Caller, product_id: UUID) -> Json[Product]:
        """Get a product. `GET /products/{id}`"""
        ...

    async def patch_product(
        self, caller: Caller, product_id: UUID, body: PatchProductRequest, if_match: IfMatch
    ) -> Json[Product]:
        """Change a product. `PATCH /products/{id}`"""
        ...

    async def list_categories(self, caller: Caller, query: ListCategoriesQuery) -> Json[CategoryPage]:
        """List categories. `GET /categories`"""
        ...

    async def create_category(
        self, caller: Caller, body: CreateCategoryRequest, idempotency: Idempotency
    ) -> Json[Category]:
        """Add a category. `POST /categories`"""
        ...

    async def list_orders_of_users(self, caller: Caller, query: ListOrdersOfUsersQuery) -> Json[list[Order]]:
        """The newest orders of each of some users. `GET /internal/orders-of-users`"""
        ...

    async def list_items_of_orders(self, caller: Caller, query: ListItemsOfOrdersQuery) -> Json[list[OrderItem]]:
        """The items of some orders. `GET /internal/items-of-orders`"""
        ...

    async def list_categories_by_id(self, caller: Caller, query: ListCategoriesByIdQuery) -> Json[list[Category]]:
        """Some categories. `GET /internal/categories-by-id`"""
        ...

    async def list_stats_of_users(self, caller: Caller, query: ListStatsOfUsersQuery) -> Json[list[OrderStats]]:
        """Figures on the orders of some users. `GET /internal/stats-of-users`"""
        ...

    async def find_orders(self, caller: Caller, body: IdsRequest) -> Json[list[Order]]:
        """Some orders. `POST /internal/orders-by-id`"""
        ...

    async def find_items(self, caller: Caller, body: IdsRequest) -> Json[list[OrderItem]]:
        """The items of some orders. `POST /internal/items-by-order`"""
        ...

    async def find_products(self, caller: Caller, body: IdsRequest) -> Json[list[Product]]:
        """Some products. `POST /internal/products-by-id`"""
        ...

    async def connect_orders(self, caller: Caller, body: OrderConnectionRequest) -> Json[list[OrderSlice]]:
        """A stretch of the orders, of each of some users or of all. `POST /internal/order-connections`"""
        ...

    async def connect_products(self, caller: Caller, body: ProductConnectionRequest) -> Json[list[ProductSlice]]:
        """A stretch of the products, of each of some categories or of all. `POST /internal/product-connections`"""
        ...

    async def measure_orders(self, caller: Caller, body: OrderMetricsRequest) -> Json[OrderMetrics]:
        """What happened to orders placed in a span of time. `POST /internal/order-metrics`"""
        ...

    async def place_orders(
        self, caller: Caller, body: PlaceOrdersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Place many orders. `POST /internal/bulk-place-orders`"""
        ...

    async def change_orders(
        self, caller: Caller, body: ChangeOrdersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Change many orders. `POST /internal/bulk-change-orders`"""
        ...

    async def cancel_orders(
        self, caller: Caller, body: CancelOrdersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Cancel many orders. `POST /internal/bulk-cancel-orders`"""
        ...
