"""Request and answer models of the FastAPI peer."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel


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
    order_count: int = 0
    total_spent: list[Money] = []


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
