"""Generated from specs/versions and specs/openapi by `make generate`. DO NOT EDIT.

What travels in v1, where a neighbour differs.
"""

from decimal import Decimal
from typing import Literal, TypedDict


class VersionCount(TypedDict):
    version: str
    requests: int


class Order(TypedDict):
    id: str
    user_id: str
    status: Literal["pending", "processing", "shipped", "delivered", "cancelled"]
    total: Decimal
    currency: str
    shipping_address: str | None
    created_at: int
    updated_at: int


class OrderItem(TypedDict):
    id: str
    order_id: str
    product_id: str
    quantity: int
    unit_price: Decimal
    subtotal: Decimal


class Spending(TypedDict):
    currency: str
    amount: Decimal


class OrderStats(TypedDict):
    user_id: str
    order_count: int
    total_spent: list[Spending]
    last_order_at: int | None


class Product(TypedDict):
    id: str
    name: str
    description: str | None
    price: Decimal
    currency: str
    inventory: int
    category_id: str
    created_at: int
    updated_at: int


class Category(TypedDict):
    id: str
    name: str
    created_at: int


class Money(TypedDict):
    currency: str
    amount: Decimal


class ApiKey(TypedDict):
    id: str
    user_id: str
    name: str
    scopes: list[Literal["read", "write", "admin"]]
    created_at: int
    expires_at: int | None
    revoked_at: int | None


class NewApiKey(ApiKey):
    """An API key at the one moment its secret can be read."""

    key: str


class UsageClient(TypedDict):
    """What one user asked for in those days."""

    id: str
    requests: int
    deprecated_requests: int
    deprecated_share: Decimal
    versions: list[VersionCount]
    last_seen: int


class OrderDetail(Order):
    """An order with what was ordered."""

    items: list[OrderItem]


class User(TypedDict):
    """An account, as anyone who may see it sees it."""

    id: str
    email: str
    username: str
    first_name: str | None
    last_name: str | None
    role: Literal["admin", "user", "guest"]
    status: Literal["active", "inactive", "suspended"]
    created_at: int
    updated_at: int


class UserDetail(User):
    """An account with figures that cost more to find."""

    last_login_at: int | None
    order_count: int
    total_spent: list[Money]
