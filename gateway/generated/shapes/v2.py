"""Generated from specs/versions and specs/openapi by `make generate`. DO NOT EDIT.

What travels in v2, where a neighbour differs.
"""

from decimal import Decimal
from typing import Literal, TypedDict


class Money(TypedDict):
    currency: str
    amount: Decimal


class User(TypedDict):
    """An account, as anyone who may see it sees it."""

    id: str
    email: str
    username: str
    first_name: str | None
    last_name: str | None
    role: Literal["admin", "user", "guest"]
    status: Literal["active", "inactive", "suspended"]
    created_at: str
    updated_at: str


class UserDetail(User):
    """An account with figures that cost more to find."""

    last_login_at: str | None
    order_count: int
    total_spent: list[Money]
