"""Generated from specs/graphql by `make generate`. DO NOT EDIT.

Enums of the schema; a value is what the service contracts call it.
"""

from enum import StrEnum


class OrderSortField(StrEnum):
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    TOTAL = "total"
    STATUS = "status"


class ProductSortField(StrEnum):
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    NAME = "name"
    PRICE = "price"
    INVENTORY = "inventory"


class OrderStatus(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class ChangeEvent(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ENTER = "enter"
    LEAVE = "leave"


class SortOrder(StrEnum):
    ASC = "asc"
    DESC = "desc"


class UserSortField(StrEnum):
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    EMAIL = "email"
    USERNAME = "username"


class UserRole(StrEnum):
    ADMIN = "admin"
    USER = "user"
    GUEST = "guest"


class UserStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    SUSPENDED = "suspended"
