"""Generated from specs/graphql by `make generate`. DO NOT EDIT.

Objects as resolvers get and give them: JSON as it travels between services, moments and ids as text.
"""

from __future__ import annotations

from typing import Any, TypedDict


class BulkCreateUsersPayload(TypedDict, total=False):
    """What resolvers give of it."""

    users: list[User]
    job_id: str | None
    errors: list[BulkOperationError] | None


class OrderBatchPayload(TypedDict, total=False):
    """What resolvers give of it."""

    orders: list[Order]
    job_id: str | None
    errors: list[BulkOperationError] | None


class Order(TypedDict):
    """Order of orders, as it travels."""

    id: str
    user_id: str
    status: str
    total: float
    currency: str
    shipping_address: str | None
    created_at: str
    updated_at: str


class OrderItem(TypedDict):
    """OrderItem of orders, as it travels."""

    id: str
    product_id: str
    quantity: int
    unit_price: float
    subtotal: float
    order_id: str


class Product(TypedDict):
    """Product of orders, as it travels."""

    id: str
    name: str
    description: str | None
    price: float
    currency: str
    inventory: int
    created_at: str
    updated_at: str
    category_id: str


class Category(TypedDict):
    """Category of orders, as it travels."""

    id: str
    name: str
    created_at: str


class OrderConnection(TypedDict, total=False):
    """What resolvers give of it."""

    edges: list[OrderEdge]
    page_info: PageInfo
    total_count: int
    aggregate: OrderAggregate


class OrderEdge(TypedDict, total=False):
    """What resolvers give of it."""

    cursor: str
    node: Order


class OrderAggregate(TypedDict, total=False):
    """What resolvers give of it."""

    count: int
    sum: float | None
    avg: float | None
    min: float | None
    max: float | None
    by_currency: list[CurrencyAggregate]


class CurrencyAggregate(TypedDict, total=False):
    """What resolvers give of it."""

    currency: str
    count: int
    sum: float
    avg: float
    min: float
    max: float


class ProductConnection(TypedDict, total=False):
    """What resolvers give of it."""

    edges: list[ProductEdge]
    page_info: PageInfo
    total_count: int


class ProductEdge(TypedDict, total=False):
    """What resolvers give of it."""

    cursor: str
    node: Product


class OrderStats(TypedDict):
    """OrderStats of orders, as it travels."""

    user_id: str
    order_count: int
    total_spent: Any
    last_order_at: str | None


class DashboardMetrics(TypedDict):
    """OrderMetrics of orders, as it travels."""

    order_count: int
    customer_count: int
    revenue: list[Money]
    orders_by_status: list[StatusCount]
    top_products: list[ProductSales]


class StatusCount(TypedDict):
    """StatusCount of orders, as it travels."""

    status: str
    count: int


class ProductSales(TypedDict):
    """ProductSales of orders, as it travels."""

    quantity: int
    product_id: str


class CreateOrderPayload(TypedDict, total=False):
    """What resolvers give of it."""

    order: Order | None
    etag: str | None
    errors: list[ValidationError] | None


class UpdateOrderPayload(TypedDict, total=False):
    """What resolvers give of it."""

    order: Order | None
    etag: str | None
    errors: list[ValidationError] | None


class CancelOrderPayload(TypedDict, total=False):
    """What resolvers give of it."""

    order: Order | None
    etag: str | None
    errors: list[ValidationError] | None


class UserChange(TypedDict, total=False):
    """What resolvers give of it."""

    event: str
    id: str
    user: User | None
    timestamp: str
    resume: str


class OrderChange(TypedDict, total=False):
    """What resolvers give of it."""

    event: str
    id: str
    order: Order | None
    timestamp: str
    resume: str


class ProductChange(TypedDict, total=False):
    """What resolvers give of it."""

    event: str
    id: str
    product: Product | None
    timestamp: str
    resume: str


class PageInfo(TypedDict, total=False):
    """What resolvers give of it."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


class ValidationError(TypedDict, total=False):
    """What resolvers give of it."""

    field: str
    message: str
    code: str


class BulkOperationError(TypedDict, total=False):
    """What resolvers give of it."""

    index: int
    errors: list[ValidationError]


class User(TypedDict):
    """User of users, as it travels."""

    id: str
    email: str
    username: str
    first_name: str | None
    last_name: str | None
    role: str
    status: str
    created_at: str
    updated_at: str


class Money(TypedDict):
    """Money of users, as it travels."""

    currency: str
    amount: float


class UserConnection(TypedDict, total=False):
    """What resolvers give of it."""

    edges: list[UserEdge]
    page_info: PageInfo
    total_count: int


class UserEdge(TypedDict, total=False):
    """What resolvers give of it."""

    cursor: str
    node: User


class CreateUserPayload(TypedDict, total=False):
    """What resolvers give of it."""

    user: User | None
    etag: str | None
    errors: list[ValidationError] | None


class UpdateUserPayload(TypedDict, total=False):
    """What resolvers give of it."""

    user: User | None
    etag: str | None
    errors: list[ValidationError] | None


class DeleteUserPayload(TypedDict, total=False):
    """What resolvers give of it."""

    success: bool
    deleted_id: str | None
    errors: list[ValidationError] | None
