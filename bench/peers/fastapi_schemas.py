"""Request and answer models of the FastAPI peer."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Money(BaseModel):
    currency: str
    amount: float


class User(BaseModel):
    id: UUID
    email: str
    username: str
    first_name: str | None
    last_name: str | None
    role: Literal["admin", "user", "guest"]
    status: Literal["active", "inactive", "suspended"]
    created_at: datetime
    updated_at: datetime


class UserDetail(User):
    last_login_at: datetime | None
    order_count: int
    total_spent: list[Money]


class Order(BaseModel):
    id: UUID
    user_id: UUID
    status: Literal["pending", "processing", "shipped", "delivered", "cancelled"]
    total: float
    currency: str
    shipping_address: str | None
    created_at: datetime
    updated_at: datetime


class OrderItem(BaseModel):
    id: UUID
    order_id: UUID
    product_id: UUID
    quantity: int
    unit_price: float
    subtotal: float


class OrderDetail(Order):
    items: list[OrderItem]


class OrderLine(BaseModel):
    model_config = ConfigDict(extra="forbid")

    product_id: UUID
    quantity: Annotated[int, Field(ge=1, le=1000, strict=True)]


class CreateOrder(BaseModel):
    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[OrderLine], Field(min_length=1, max_length=100)]
    shipping_address: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern="^[^\x00]*$")] | None = (
        None
    )


class Meta(BaseModel):
    request_id: str
    timestamp: datetime
    processing_time_ms: float


class Pagination(BaseModel):
    page: int
    limit: int
    total: int
    total_pages: int
    has_next: bool
    has_prev: bool


class Links(BaseModel):
    self: str
    first: str
    prev: str | None
    next: str | None
    last: str


class UserAnswer(BaseModel):
    data: UserDetail
    meta: Meta


class UserPageAnswer(BaseModel):
    data: list[User]
    meta: Meta
    pagination: Pagination
    links: Links


class OrderAnswer(BaseModel):
    data: OrderDetail
    meta: Meta


class IncludedItems(BaseModel):
    items: list[OrderItem]


class OrderPageAnswer(BaseModel):
    """`included` is there when it was asked for."""

    data: list[Order]
    meta: Meta
    pagination: Pagination
    links: Links
    included: IncludedItems | None = None
