"""Generated from specs/graphql by `make generate`. DO NOT EDIT.

Input objects and the arguments of fields. What was not given is UNSET; null is None.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from gateway.graphql.generated.enums import (
    OrderSortField,
    OrderStatus,
    ProductSortField,
    SortOrder,
    UserRole,
    UserSortField,
    UserStatus,
)


class BulkCreateUsersInput(Struct, kw_only=True):
    """BulkCreateUsersInput."""

    users: list[CreateUserInput]


class OrderBatchInput(Struct, kw_only=True):
    """A user orders for themselves, an admin for anybody."""

    orders: list[CreateOrderInput]


class OrderFilterInput(
    Struct,
    kw_only=True,
    rename={
        "and_": "and",
        "or_": "or",
        "user_id": "userId",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
    },
):
    """All of these hold, `and` and `or` included."""

    and_: list[OrderFilterInput] | None | UnsetType = UNSET
    or_: list[OrderFilterInput] | None | UnsetType = UNSET
    id: UUIDFilter | None | UnsetType = UNSET
    user_id: UUIDFilter | None | UnsetType = UNSET
    status: OrderStatusFilter | None | UnsetType = UNSET
    total: FloatFilter | None | UnsetType = UNSET
    currency: StringFilter | None | UnsetType = UNSET
    created_at: DateTimeFilter | None | UnsetType = UNSET
    updated_at: DateTimeFilter | None | UnsetType = UNSET


class OrderStatusFilter(
    Struct,
    kw_only=True,
    rename={
        "in_": "in",
    },
):
    """OrderStatusFilter."""

    eq: OrderStatus | None | UnsetType = UNSET
    ne: OrderStatus | None | UnsetType = UNSET
    in_: list[OrderStatus] | None | UnsetType = UNSET
    nin: list[OrderStatus] | None | UnsetType = UNSET


class OrderSortInput(
    Struct,
    kw_only=True,
    rename={
        "field_": "field",
    },
):
    """OrderSortInput."""

    field_: OrderSortField
    order: SortOrder | None | UnsetType = UNSET


class ProductFilterInput(
    Struct,
    kw_only=True,
    rename={
        "and_": "and",
        "or_": "or",
        "category_id": "categoryId",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
    },
):
    """All of these hold, `and` and `or` included."""

    and_: list[ProductFilterInput] | None | UnsetType = UNSET
    or_: list[ProductFilterInput] | None | UnsetType = UNSET
    id: UUIDFilter | None | UnsetType = UNSET
    name: StringFilter | None | UnsetType = UNSET
    price: FloatFilter | None | UnsetType = UNSET
    currency: StringFilter | None | UnsetType = UNSET
    inventory: IntFilter | None | UnsetType = UNSET
    category_id: UUIDFilter | None | UnsetType = UNSET
    created_at: DateTimeFilter | None | UnsetType = UNSET
    updated_at: DateTimeFilter | None | UnsetType = UNSET


class ProductSortInput(
    Struct,
    kw_only=True,
    rename={
        "field_": "field",
    },
):
    """ProductSortInput."""

    field_: ProductSortField
    order: SortOrder | None | UnsetType = UNSET


class CreateOrderInput(
    Struct,
    kw_only=True,
    rename={
        "user_id": "userId",
        "shipping_address": "shippingAddress",
    },
):
    """A user orders for themselves, an admin for anybody. Prices come from the products; lines of one product
    are merged."""

    user_id: UUID
    items: list[OrderItemInput]
    shipping_address: str | None | UnsetType = UNSET


class OrderItemInput(
    Struct,
    kw_only=True,
    rename={
        "product_id": "productId",
    },
):
    """OrderItemInput."""

    product_id: UUID
    quantity: int


class PaginationInput(Struct, kw_only=True):
    """A page of a connection: `first` after a cursor, or `last` before one, never both. At most 100; without
    either, the first 20. A cursor belongs to the filter and the sort order it was made for."""

    first: int | None | UnsetType = UNSET
    after: str | None | UnsetType = UNSET
    last: int | None | UnsetType = UNSET
    before: str | None | UnsetType = UNSET


class UUIDFilter(
    Struct,
    kw_only=True,
    rename={
        "in_": "in",
    },
):
    """UUIDFilter."""

    eq: UUID | None | UnsetType = UNSET
    ne: UUID | None | UnsetType = UNSET
    in_: list[UUID] | None | UnsetType = UNSET
    nin: list[UUID] | None | UnsetType = UNSET


class StringFilter(
    Struct,
    kw_only=True,
    rename={
        "starts_with": "startsWith",
        "ends_with": "endsWith",
        "in_": "in",
    },
):
    """StringFilter."""

    eq: str | None | UnsetType = UNSET
    ne: str | None | UnsetType = UNSET
    contains: str | None | UnsetType = UNSET
    starts_with: str | None | UnsetType = UNSET
    ends_with: str | None | UnsetType = UNSET
    in_: list[str] | None | UnsetType = UNSET
    nin: list[str] | None | UnsetType = UNSET


class IntFilter(
    Struct,
    kw_only=True,
    rename={
        "in_": "in",
    },
):
    """IntFilter."""

    eq: int | None | UnsetType = UNSET
    ne: int | None | UnsetType = UNSET
    gt: int | None | UnsetType = UNSET
    gte: int | None | UnsetType = UNSET
    lt: int | None | UnsetType = UNSET
    lte: int | None | UnsetType = UNSET
    between: IntRange | None | UnsetType = UNSET
    in_: list[int] | None | UnsetType = UNSET
    nin: list[int] | None | UnsetType = UNSET


class IntRange(
    Struct,
    kw_only=True,
    rename={
        "from_": "from",
    },
):
    """Both ends belong to it."""

    from_: int
    to: int


class FloatFilter(Struct, kw_only=True):
    """FloatFilter."""

    eq: float | None | UnsetType = UNSET
    ne: float | None | UnsetType = UNSET
    gt: float | None | UnsetType = UNSET
    gte: float | None | UnsetType = UNSET
    lt: float | None | UnsetType = UNSET
    lte: float | None | UnsetType = UNSET
    between: FloatRange | None | UnsetType = UNSET


class FloatRange(
    Struct,
    kw_only=True,
    rename={
        "from_": "from",
    },
):
    """Both ends belong to it."""

    from_: float
    to: float


class DateTimeFilter(Struct, kw_only=True):
    """DateTimeFilter."""

    eq: datetime | None | UnsetType = UNSET
    gt: datetime | None | UnsetType = UNSET
    gte: datetime | None | UnsetType = UNSET
    lt: datetime | None | UnsetType = UNSET
    lte: datetime | None | UnsetType = UNSET
    between: DateTimeRange | None | UnsetType = UNSET


class DateTimeRange(
    Struct,
    kw_only=True,
    rename={
        "from_": "from",
    },
):
    """Both ends belong to it."""

    from_: datetime
    to: datetime


class DateRangeInput(
    Struct,
    kw_only=True,
    rename={
        "from_": "from",
    },
):
    """From the first moment up to, and without, the second."""

    from_: datetime
    to: datetime


class UserFilterInput(
    Struct,
    kw_only=True,
    rename={
        "and_": "and",
        "or_": "or",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
    },
):
    """All of these hold, `and` and `or` included."""

    and_: list[UserFilterInput] | None | UnsetType = UNSET
    or_: list[UserFilterInput] | None | UnsetType = UNSET
    id: UUIDFilter | None | UnsetType = UNSET
    email: StringFilter | None | UnsetType = UNSET
    username: StringFilter | None | UnsetType = UNSET
    role: UserRoleFilter | None | UnsetType = UNSET
    status: UserStatusFilter | None | UnsetType = UNSET
    created_at: DateTimeFilter | None | UnsetType = UNSET
    updated_at: DateTimeFilter | None | UnsetType = UNSET


class UserRoleFilter(
    Struct,
    kw_only=True,
    rename={
        "in_": "in",
    },
):
    """UserRoleFilter."""

    eq: UserRole | None | UnsetType = UNSET
    ne: UserRole | None | UnsetType = UNSET
    in_: list[UserRole] | None | UnsetType = UNSET
    nin: list[UserRole] | None | UnsetType = UNSET


class UserStatusFilter(
    Struct,
    kw_only=True,
    rename={
        "in_": "in",
    },
):
    """UserStatusFilter."""

    eq: UserStatus | None | UnsetType = UNSET
    ne: UserStatus | None | UnsetType = UNSET
    in_: list[UserStatus] | None | UnsetType = UNSET
    nin: list[UserStatus] | None | UnsetType = UNSET


class UserSortInput(
    Struct,
    kw_only=True,
    rename={
        "field_": "field",
    },
):
    """UserSortInput."""

    field_: UserSortField
    order: SortOrder | None | UnsetType = UNSET


class CreateUserInput(
    Struct,
    kw_only=True,
    rename={
        "first_name": "firstName",
        "last_name": "lastName",
    },
):
    """`role` and `status` are for admins to set."""

    email: str
    username: str
    first_name: str | None | UnsetType = UNSET
    last_name: str | None | UnsetType = UNSET
    password: str
    role: UserRole | None = UserRole.USER


class UpdateUserInput(
    Struct,
    kw_only=True,
    rename={
        "first_name": "firstName",
        "last_name": "lastName",
    },
):
    """What is absent stays; null removes a name."""

    email: str | None | UnsetType = UNSET
    username: str | None | UnsetType = UNSET
    first_name: str | None | UnsetType = UNSET
    last_name: str | None | UnsetType = UNSET
    role: UserRole | None | UnsetType = UNSET
    status: UserStatus | None | UnsetType = UNSET


class CategoryProductsArguments(Struct, kw_only=True):
    """Of Category.products."""

    filter: ProductFilterInput | None | UnsetType = UNSET
    sort: ProductSortInput | None | UnsetType = UNSET
    pagination: PaginationInput | None | UnsetType = UNSET


class SubscriptionUserChangedArguments(Struct, kw_only=True):
    """Of Subscription.userChanged."""

    filter: UserFilterInput | None | UnsetType = UNSET
    since: str | None | UnsetType = UNSET


class SubscriptionOrderChangedArguments(Struct, kw_only=True):
    """Of Subscription.orderChanged."""

    filter: OrderFilterInput | None | UnsetType = UNSET
    since: str | None | UnsetType = UNSET


class SubscriptionProductChangedArguments(Struct, kw_only=True):
    """Of Subscription.productChanged."""

    filter: ProductFilterInput | None | UnsetType = UNSET
    since: str | None | UnsetType = UNSET


class QueryNodeArguments(Struct, kw_only=True):
    """Of Query.node."""

    id: UUID


class QueryNodesArguments(Struct, kw_only=True):
    """Of Query.nodes."""

    ids: list[UUID]


class QueryOrderArguments(Struct, kw_only=True):
    """Of Query.order."""

    id: UUID


class QueryOrdersArguments(Struct, kw_only=True):
    """Of Query.orders."""

    filter: OrderFilterInput | None | UnsetType = UNSET
    sort: OrderSortInput | None | UnsetType = UNSET
    pagination: PaginationInput | None | UnsetType = UNSET


class QueryUserOrdersArguments(
    Struct,
    kw_only=True,
    rename={
        "user_id": "userId",
    },
):
    """Of Query.userOrders."""

    user_id: UUID
    pagination: PaginationInput | None | UnsetType = UNSET


class QueryProductArguments(Struct, kw_only=True):
    """Of Query.product."""

    id: UUID


class QueryProductsArguments(Struct, kw_only=True):
    """Of Query.products."""

    search: str | None | UnsetType = UNSET
    filter: ProductFilterInput | None | UnsetType = UNSET
    sort: ProductSortInput | None | UnsetType = UNSET
    pagination: PaginationInput | None | UnsetType = UNSET


class QueryUserOrderStatsArguments(
    Struct,
    kw_only=True,
    rename={
        "user_id": "userId",
    },
):
    """Of Query.userOrderStats."""

    user_id: UUID


class QueryDashboardMetricsArguments(
    Struct,
    kw_only=True,
    rename={
        "date_range": "dateRange",
    },
):
    """Of Query.dashboardMetrics."""

    date_range: DateRangeInput


class QueryUserArguments(Struct, kw_only=True):
    """Of Query.user."""

    id: UUID


class QueryUsersArguments(Struct, kw_only=True):
    """Of Query.users."""

    filter: UserFilterInput | None | UnsetType = UNSET
    sort: UserSortInput | None | UnsetType = UNSET
    pagination: PaginationInput | None | UnsetType = UNSET


class MutationBulkCreateUsersArguments(Struct, kw_only=True):
    """Of Mutation.bulkCreateUsers."""

    input: BulkCreateUsersInput


class MutationProcessOrderBatchArguments(Struct, kw_only=True):
    """Of Mutation.processOrderBatch."""

    input: OrderBatchInput


class MutationCreateOrderArguments(Struct, kw_only=True):
    """Of Mutation.createOrder."""

    input: CreateOrderInput


class MutationUpdateOrderStatusArguments(
    Struct,
    kw_only=True,
    rename={
        "if_match": "ifMatch",
    },
):
    """Of Mutation.updateOrderStatus."""

    id: UUID
    status: OrderStatus
    if_match: str | None | UnsetType = UNSET


class MutationCancelOrderArguments(Struct, kw_only=True):
    """Of Mutation.cancelOrder."""

    id: UUID


class MutationCreateUserArguments(Struct, kw_only=True):
    """Of Mutation.createUser."""

    input: CreateUserInput


class MutationUpdateUserArguments(
    Struct,
    kw_only=True,
    rename={
        "if_match": "ifMatch",
    },
):
    """Of Mutation.updateUser."""

    id: UUID
    input: UpdateUserInput
    if_match: str | None | UnsetType = UNSET


class MutationDeleteUserArguments(
    Struct,
    kw_only=True,
    rename={
        "if_match": "ifMatch",
    },
):
    """Of Mutation.deleteUser."""

    id: UUID
    if_match: str | None | UnsetType = UNSET


class UserOrdersArguments(Struct, kw_only=True):
    """Of User.orders."""

    filter: OrderFilterInput | None | UnsetType = UNSET
    sort: OrderSortInput | None | UnsetType = UNSET
    pagination: PaginationInput | None | UnsetType = UNSET
