"""Generated from specs/openapi/orders.yaml by `make generate`. DO NOT EDIT."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field


class OrderStatus(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Order(Struct, kw_only=True):
    id: UUID
    user_id: UUID
    status: OrderStatus
    total: Decimal
    currency: str
    shipping_address: str | None
    created_at: Annotated[datetime, Meta(tz=True)]
    updated_at: Annotated[datetime, Meta(tz=True)]


class OrderItem(Struct, kw_only=True):
    id: UUID
    order_id: UUID
    product_id: UUID
    quantity: Annotated[int, Meta(ge=1, le=2147483647)]
    unit_price: Annotated[Decimal, Meta(description="The product's price when it was ordered.")]
    subtotal: Decimal


class OrderPage(Struct, kw_only=True):
    items: Annotated[list[Order], Meta(max_length=100)]
    next_cursor: str | None
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class OrderItemPage(Struct, kw_only=True):
    items: Annotated[list[OrderItem], Meta(max_length=100)]
    next_cursor: str | None
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class OrderLine(Struct, kw_only=True, forbid_unknown_fields=True):
    product_id: UUID
    quantity: Annotated[int, Meta(ge=1, le=1000)]


class CreateOrderRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    items: Annotated[list[OrderLine], Meta(max_length=100, min_length=1)]
    shipping_address: (
        Annotated[str, Meta(max_length=500, min_length=1, pattern="^[^\\u0000]*\\Z")] | None | UnsetType
    ) = UNSET


class PatchOrderRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    status: OrderStatus | UnsetType = UNSET
    shipping_address: (
        Annotated[str, Meta(max_length=500, min_length=1, pattern="^[^\\u0000]*\\Z")] | None | UnsetType
    ) = UNSET


class Spending(Struct, kw_only=True):
    currency: str
    amount: Decimal


class PlaceOrder(Struct, kw_only=True, forbid_unknown_fields=True):
    """An order with the id it will have, and whose it is."""

    id: UUID
    user_id: UUID
    items: Annotated[list[OrderLine], Meta(max_length=100, min_length=1)]
    shipping_address: (
        Annotated[str, Meta(max_length=500, min_length=1, pattern="^[^\\u0000]*\\Z")] | None | UnsetType
    ) = UNSET


class PlaceOrdersRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    orders: Annotated[list[PlaceOrder], Meta(max_length=1000, min_length=1)]


class ChangeOrder(Struct, kw_only=True, forbid_unknown_fields=True):
    id: UUID
    status: OrderStatus | UnsetType = UNSET
    shipping_address: (
        Annotated[str, Meta(max_length=500, min_length=1, pattern="^[^\\u0000]*\\Z")] | None | UnsetType
    ) = UNSET


class ChangeOrdersRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    orders: Annotated[list[ChangeOrder], Meta(max_length=1000, min_length=1)]


class CancelOrdersRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    ids: Annotated[list[UUID], Meta(max_length=1000, min_length=1)]


class OrderStats(Struct, kw_only=True):
    user_id: UUID
    order_count: Annotated[int, Meta(ge=0)]
    total_spent: Annotated[list[Spending], Meta(description="One sum per currency; currencies are never added up.")]
    last_order_at: Annotated[datetime, Meta(tz=True)] | None


class Product(Struct, kw_only=True):
    id: UUID
    name: str
    description: str | None
    price: Decimal
    currency: str
    inventory: Annotated[int, Meta(ge=0, le=2147483647)]
    category_id: UUID
    created_at: Annotated[datetime, Meta(tz=True)]
    updated_at: Annotated[datetime, Meta(tz=True)]


class ProductPage(Struct, kw_only=True):
    items: Annotated[list[Product], Meta(max_length=100)]
    next_cursor: str | None
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class CreateProductRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(max_length=200, min_length=1, pattern="^[^\\u0000]*\\Z")]
    price: Annotated[Decimal, Meta(description="Two decimal places; never negative.")]
    currency: Annotated[str, Meta(description="ISO 4217.", pattern="^[A-Z]{3}\\Z")]
    inventory: Annotated[int, Meta(ge=0, le=2147483647)]
    category_id: UUID
    description: Annotated[str, Meta(max_length=5000, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET

    def __post_init__(self) -> None:
        if isinstance(self.price, Decimal) and not (
            self.price.is_finite()
            and self.price >= Decimal("0")
            and self.price <= Decimal("9999999999.99")
            and self.price % Decimal("0.01") == 0
        ):
            raise ValueError("`price`: expected a number, at least 0, at most 9999999999.99, a multiple of 0.01")


class PatchProductRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(max_length=200, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=5000, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    price: Annotated[Decimal, Meta(description="Two decimal places; never negative.")] | UnsetType = UNSET
    inventory: Annotated[int, Meta(ge=0, le=2147483647)] | UnsetType = UNSET
    category_id: UUID | UnsetType = UNSET

    def __post_init__(self) -> None:
        if isinstance(self.price, Decimal) and not (
            self.price.is_finite()
            and self.price >= Decimal("0")
            and self.price <= Decimal("9999999999.99")
            and self.price % Decimal("0.01") == 0
        ):
            raise ValueError("`price`: expected a number, at least 0, at most 9999999999.99, a multiple of 0.01")


class Category(Struct, kw_only=True):
    id: UUID
    name: str
    created_at: Annotated[datetime, Meta(tz=True)]


class CategoryPage(Struct, kw_only=True):
    items: Annotated[list[Category], Meta(max_length=100)]
    next_cursor: str | None
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class CreateCategoryRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(max_length=100, min_length=1, pattern="^[^\\u0000]*\\Z")]


class IdsRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    ids: Annotated[list[UUID], Meta(max_length=10000, min_length=1)]


class OrderSortKey(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESC = "-updated_at"
    TOTAL = "total"
    TOTAL_DESC = "-total"
    STATUS = "status"
    STATUS_DESC = "-status"


class OrderConnectionRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    """
    What to read for each parent, or once where no parents are given: rows the filter selects, in order, from after one
    cursor or before another, the first of them or, with `backward`, the last.

    """

    user_ids: Annotated[list[UUID], Meta(max_length=10000, min_length=1)] | UnsetType = UNSET
    aggregate: Annotated[bool, Meta(description="Whether the figures of the filter are wanted.")] = False
    filter: (
        Annotated[dict[str, Any], Meta(description="Operators by field; `and` and `or` hold lists of filters.")]
        | UnsetType
    ) = UNSET
    order: OrderSortKey | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=0, le=100)] = 20
    backward: bool = False
    after: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET
    before: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET
    cursors: Annotated[bool, Meta(description="Whether each row's cursor is wanted.")] = False
    total: Annotated[bool, Meta(description="Whether the rows of the filter are to be counted.")] = False


class CurrencyFigures(Struct, kw_only=True):
    currency: str
    count: Annotated[int, Meta(ge=1)]
    sum: Decimal
    avg: Decimal
    min: Decimal
    max: Decimal


class ProductSortKey(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESC = "-updated_at"
    NAME = "name"
    NAME_DESC = "-name"
    PRICE = "price"
    PRICE_DESC = "-price"
    INVENTORY = "inventory"
    INVENTORY_DESC = "-inventory"


class ProductConnectionRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    """
    What to read for each parent, or once where no parents are given: rows the filter selects, in order, from after one
    cursor or before another, the first of them or, with `backward`, the last.

    """

    category_ids: Annotated[list[UUID], Meta(max_length=10000, min_length=1)] | UnsetType = UNSET
    search: Annotated[str, Meta(max_length=200, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    filter: (
        Annotated[dict[str, Any], Meta(description="Operators by field; `and` and `or` hold lists of filters.")]
        | UnsetType
    ) = UNSET
    order: ProductSortKey | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=0, le=100)] = 20
    backward: bool = False
    after: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET
    before: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET
    cursors: Annotated[bool, Meta(description="Whether each row's cursor is wanted.")] = False
    total: Annotated[bool, Meta(description="Whether the rows of the filter are to be counted.")] = False


class ProductSlice(Struct, kw_only=True):
    items: list[Product]
    more: Annotated[bool, Meta(description="Whether there are further rows in the direction of reading.")]
    cursors: list[str] | UnsetType = UNSET
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class OrderMetricsRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    from_: Annotated[datetime, Meta(tz=True)] = field(name="from")
    to: Annotated[datetime, Meta(tz=True)]


class StatusCount(Struct, kw_only=True):
    status: OrderStatus
    count: Annotated[int, Meta(ge=0)]


class ProductSales(Struct, kw_only=True):
    product_id: UUID
    quantity: Annotated[int, Meta(ge=1)]


class OrderMetrics(Struct, kw_only=True):
    order_count: Annotated[int, Meta(ge=0)]
    customer_count: Annotated[int, Meta(ge=0)]
    revenue: Annotated[list[Spending], Meta(description="Of orders that were not cancelled, one sum per currency.")]
    orders_by_status: list[StatusCount]
    top_products: Annotated[list[ProductSales], Meta(description="Those sold most often.")]


class Violation(Struct, kw_only=True):
    """One rule that one field breaks."""

    field_: Annotated[str, Meta(description="Path of the field; empty for the whole body.")] = field(name="field")
    message: str


class BulkOutcome(Struct, kw_only=True):
    """What became of one row."""

    id: Annotated[UUID, Meta(description="The row's own.")]
    error: Annotated[str, Meta(description="Why it could not be.")] | None
    output: Annotated[dict[str, Any], Meta(description="The resource as it is now; null where there is none.")] | None


class ListUserOrdersSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESC = "-updated_at"
    TOTAL = "total"
    TOTAL_DESC = "-total"
    STATUS = "status"
    STATUS_DESC = "-status"


class ListOrdersSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESC = "-updated_at"
    TOTAL = "total"
    TOTAL_DESC = "-total"
    STATUS = "status"
    STATUS_DESC = "-status"


class ListOrderItemsSort(StrEnum):
    PRODUCT_ID = "product_id"
    PRODUCT_ID_DESC = "-product_id"
    QUANTITY = "quantity"
    QUANTITY_DESC = "-quantity"
    UNIT_PRICE = "unit_price"
    UNIT_PRICE_DESC = "-unit_price"


class ListProductsSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESC = "-updated_at"
    NAME = "name"
    NAME_DESC = "-name"
    PRICE = "price"
    PRICE_DESC = "-price"
    INVENTORY = "inventory"
    INVENTORY_DESC = "-inventory"


class ListCategoriesSort(StrEnum):
    NAME = "name"
    NAME_DESC = "-name"
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"


class ListUserOrdersQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    sort: Annotated[list[ListUserOrdersSort], Meta(max_length=4, min_length=1)] | UnsetType = UNSET
    id: UUID | UnsetType = UNSET
    id_ne: UUID | UnsetType = field(name="id[ne]", default=UNSET)
    id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[in]", default=UNSET)
    id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[nin]", default=UNSET)
    status: OrderStatus | UnsetType = UNSET
    status_ne: OrderStatus | UnsetType = field(name="status[ne]", default=UNSET)
    status_in: Annotated[list[OrderStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[in]", default=UNSET
    )
    status_nin: Annotated[list[OrderStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[nin]", default=UNSET
    )
    total: Decimal | UnsetType = UNSET
    total_ne: Decimal | UnsetType = field(name="total[ne]", default=UNSET)
    total_gt: Decimal | UnsetType = field(name="total[gt]", default=UNSET)
    total_gte: Decimal | UnsetType = field(name="total[gte]", default=UNSET)
    total_lt: Decimal | UnsetType = field(name="total[lt]", default=UNSET)
    total_lte: Decimal | UnsetType = field(name="total[lte]", default=UNSET)
    total_in: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="total[in]", default=UNSET
    )
    total_nin: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="total[nin]", default=UNSET
    )
    total_between: Annotated[list[Decimal], Meta(max_length=2, min_length=2)] | UnsetType = field(
        name="total[between]", default=UNSET
    )
    currency: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    currency_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[ne]", default=UNSET
    )
    currency_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="currency[in]", default=UNSET)
    currency_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="currency[nin]", default=UNSET)
    currency_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[contains]", default=UNSET
    )
    currency_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[starts_with]", default=UNSET
    )
    currency_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[ends_with]", default=UNSET
    )
    created_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    created_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[ne]", default=UNSET)
    created_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gt]", default=UNSET)
    created_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gte]", default=UNSET)
    created_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lt]", default=UNSET)
    created_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lte]", default=UNSET)
    created_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[in]", default=UNSET)
    created_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[nin]", default=UNSET)
    created_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="created_at[between]", default=UNSET)
    updated_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    updated_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[ne]", default=UNSET)
    updated_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[gt]", default=UNSET)
    updated_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[gte]", default=UNSET)
    updated_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[lt]", default=UNSET)
    updated_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[lte]", default=UNSET)
    updated_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="updated_at[in]", default=UNSET)
    updated_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="updated_at[nin]", default=UNSET)
    updated_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="updated_at[between]", default=UNSET)
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if isinstance(self.total, Decimal) and not (
            self.total.is_finite()
            and self.total >= Decimal("-9999999999.99")
            and self.total <= Decimal("9999999999.99")
        ):
            raise ValueError("`total`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_ne, Decimal) and not (
            self.total_ne.is_finite()
            and self.total_ne >= Decimal("-9999999999.99")
            and self.total_ne <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[ne]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_gt, Decimal) and not (
            self.total_gt.is_finite()
            and self.total_gt >= Decimal("-9999999999.99")
            and self.total_gt <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[gt]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_gte, Decimal) and not (
            self.total_gte.is_finite()
            and self.total_gte >= Decimal("-9999999999.99")
            and self.total_gte <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[gte]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_lt, Decimal) and not (
            self.total_lt.is_finite()
            and self.total_lt >= Decimal("-9999999999.99")
            and self.total_lt <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[lt]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_lte, Decimal) and not (
            self.total_lte.is_finite()
            and self.total_lte >= Decimal("-9999999999.99")
            and self.total_lte <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[lte]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_in, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.total_in
        ):
            raise ValueError("`total[in]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_nin, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.total_nin
        ):
            raise ValueError("`total[nin]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_between, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.total_between
        ):
            raise ValueError("`total[between]`: expected a number, at least -9999999999.99, at most 9999999999.99")


class ListOrdersQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    sort: Annotated[list[ListOrdersSort], Meta(max_length=4, min_length=1)] | UnsetType = UNSET
    id: UUID | UnsetType = UNSET
    id_ne: UUID | UnsetType = field(name="id[ne]", default=UNSET)
    id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[in]", default=UNSET)
    id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[nin]", default=UNSET)
    user_id: UUID | UnsetType = UNSET
    user_id_ne: UUID | UnsetType = field(name="user_id[ne]", default=UNSET)
    user_id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="user_id[in]", default=UNSET
    )
    user_id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="user_id[nin]", default=UNSET
    )
    status: OrderStatus | UnsetType = UNSET
    status_ne: OrderStatus | UnsetType = field(name="status[ne]", default=UNSET)
    status_in: Annotated[list[OrderStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[in]", default=UNSET
    )
    status_nin: Annotated[list[OrderStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[nin]", default=UNSET
    )
    total: Decimal | UnsetType = UNSET
    total_ne: Decimal | UnsetType = field(name="total[ne]", default=UNSET)
    total_gt: Decimal | UnsetType = field(name="total[gt]", default=UNSET)
    total_gte: Decimal | UnsetType = field(name="total[gte]", default=UNSET)
    total_lt: Decimal | UnsetType = field(name="total[lt]", default=UNSET)
    total_lte: Decimal | UnsetType = field(name="total[lte]", default=UNSET)
    total_in: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="total[in]", default=UNSET
    )
    total_nin: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="total[nin]", default=UNSET
    )
    total_between: Annotated[list[Decimal], Meta(max_length=2, min_length=2)] | UnsetType = field(
        name="total[between]", default=UNSET
    )
    currency: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    currency_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[ne]", default=UNSET
    )
    currency_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="currency[in]", default=UNSET)
    currency_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="currency[nin]", default=UNSET)
    currency_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[contains]", default=UNSET
    )
    currency_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[starts_with]", default=UNSET
    )
    currency_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[ends_with]", default=UNSET
    )
    created_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    created_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[ne]", default=UNSET)
    created_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gt]", default=UNSET)
    created_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gte]", default=UNSET)
    created_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lt]", default=UNSET)
    created_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lte]", default=UNSET)
    created_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[in]", default=UNSET)
    created_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[nin]", default=UNSET)
    created_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="created_at[between]", default=UNSET)
    updated_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    updated_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[ne]", default=UNSET)
    updated_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[gt]", default=UNSET)
    updated_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[gte]", default=UNSET)
    updated_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[lt]", default=UNSET)
    updated_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[lte]", default=UNSET)
    updated_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="updated_at[in]", default=UNSET)
    updated_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="updated_at[nin]", default=UNSET)
    updated_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="updated_at[between]", default=UNSET)
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if isinstance(self.total, Decimal) and not (
            self.total.is_finite()
            and self.total >= Decimal("-9999999999.99")
            and self.total <= Decimal("9999999999.99")
        ):
            raise ValueError("`total`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_ne, Decimal) and not (
            self.total_ne.is_finite()
            and self.total_ne >= Decimal("-9999999999.99")
            and self.total_ne <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[ne]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_gt, Decimal) and not (
            self.total_gt.is_finite()
            and self.total_gt >= Decimal("-9999999999.99")
            and self.total_gt <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[gt]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_gte, Decimal) and not (
            self.total_gte.is_finite()
            and self.total_gte >= Decimal("-9999999999.99")
            and self.total_gte <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[gte]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_lt, Decimal) and not (
            self.total_lt.is_finite()
            and self.total_lt >= Decimal("-9999999999.99")
            and self.total_lt <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[lt]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_lte, Decimal) and not (
            self.total_lte.is_finite()
            and self.total_lte >= Decimal("-9999999999.99")
            and self.total_lte <= Decimal("9999999999.99")
        ):
            raise ValueError("`total[lte]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_in, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.total_in
        ):
            raise ValueError("`total[in]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_nin, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.total_nin
        ):
            raise ValueError("`total[nin]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.total_between, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.total_between
        ):
            raise ValueError("`total[between]`: expected a number, at least -9999999999.99, at most 9999999999.99")


class ListOrderItemsQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    sort: Annotated[list[ListOrderItemsSort], Meta(max_length=3, min_length=1)] | UnsetType = UNSET
    product_id: UUID | UnsetType = UNSET
    product_id_ne: UUID | UnsetType = field(name="product_id[ne]", default=UNSET)
    product_id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="product_id[in]", default=UNSET
    )
    product_id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="product_id[nin]", default=UNSET
    )
    quantity: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = UNSET
    quantity_ne: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="quantity[ne]", default=UNSET
    )
    quantity_gt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="quantity[gt]", default=UNSET
    )
    quantity_gte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="quantity[gte]", default=UNSET
    )
    quantity_lt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="quantity[lt]", default=UNSET
    )
    quantity_lte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="quantity[lte]", default=UNSET
    )
    quantity_in: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="quantity[in]", default=UNSET)
    quantity_nin: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="quantity[nin]", default=UNSET)
    quantity_between: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=2, min_length=2)]
        | UnsetType
    ) = field(name="quantity[between]", default=UNSET)
    unit_price: Decimal | UnsetType = UNSET
    unit_price_ne: Decimal | UnsetType = field(name="unit_price[ne]", default=UNSET)
    unit_price_gt: Decimal | UnsetType = field(name="unit_price[gt]", default=UNSET)
    unit_price_gte: Decimal | UnsetType = field(name="unit_price[gte]", default=UNSET)
    unit_price_lt: Decimal | UnsetType = field(name="unit_price[lt]", default=UNSET)
    unit_price_lte: Decimal | UnsetType = field(name="unit_price[lte]", default=UNSET)
    unit_price_in: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="unit_price[in]", default=UNSET
    )
    unit_price_nin: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="unit_price[nin]", default=UNSET
    )
    unit_price_between: Annotated[list[Decimal], Meta(max_length=2, min_length=2)] | UnsetType = field(
        name="unit_price[between]", default=UNSET
    )
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if isinstance(self.unit_price, Decimal) and not (
            self.unit_price.is_finite()
            and self.unit_price >= Decimal("-9999999999.99")
            and self.unit_price <= Decimal("9999999999.99")
        ):
            raise ValueError("`unit_price`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.unit_price_ne, Decimal) and not (
            self.unit_price_ne.is_finite()
            and self.unit_price_ne >= Decimal("-9999999999.99")
            and self.unit_price_ne <= Decimal("9999999999.99")
        ):
            raise ValueError("`unit_price[ne]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.unit_price_gt, Decimal) and not (
            self.unit_price_gt.is_finite()
            and self.unit_price_gt >= Decimal("-9999999999.99")
            and self.unit_price_gt <= Decimal("9999999999.99")
        ):
            raise ValueError("`unit_price[gt]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.unit_price_gte, Decimal) and not (
            self.unit_price_gte.is_finite()
            and self.unit_price_gte >= Decimal("-9999999999.99")
            and self.unit_price_gte <= Decimal("9999999999.99")
        ):
            raise ValueError("`unit_price[gte]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.unit_price_lt, Decimal) and not (
            self.unit_price_lt.is_finite()
            and self.unit_price_lt >= Decimal("-9999999999.99")
            and self.unit_price_lt <= Decimal("9999999999.99")
        ):
            raise ValueError("`unit_price[lt]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.unit_price_lte, Decimal) and not (
            self.unit_price_lte.is_finite()
            and self.unit_price_lte >= Decimal("-9999999999.99")
            and self.unit_price_lte <= Decimal("9999999999.99")
        ):
            raise ValueError("`unit_price[lte]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.unit_price_in, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.unit_price_in
        ):
            raise ValueError("`unit_price[in]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.unit_price_nin, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.unit_price_nin
        ):
            raise ValueError("`unit_price[nin]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.unit_price_between, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.unit_price_between
        ):
            raise ValueError("`unit_price[between]`: expected a number, at least -9999999999.99, at most 9999999999.99")


class ListProductsQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    search: Annotated[str, Meta(max_length=200, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    sort: Annotated[list[ListProductsSort], Meta(max_length=5, min_length=1)] | UnsetType = UNSET
    id: UUID | UnsetType = UNSET
    id_ne: UUID | UnsetType = field(name="id[ne]", default=UNSET)
    id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[in]", default=UNSET)
    id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[nin]", default=UNSET)
    name: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    name_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[ne]", default=UNSET
    )
    name_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="name[in]", default=UNSET)
    name_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="name[nin]", default=UNSET)
    name_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[contains]", default=UNSET
    )
    name_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[starts_with]", default=UNSET
    )
    name_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[ends_with]", default=UNSET
    )
    price: Decimal | UnsetType = UNSET
    price_ne: Decimal | UnsetType = field(name="price[ne]", default=UNSET)
    price_gt: Decimal | UnsetType = field(name="price[gt]", default=UNSET)
    price_gte: Decimal | UnsetType = field(name="price[gte]", default=UNSET)
    price_lt: Decimal | UnsetType = field(name="price[lt]", default=UNSET)
    price_lte: Decimal | UnsetType = field(name="price[lte]", default=UNSET)
    price_in: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="price[in]", default=UNSET
    )
    price_nin: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="price[nin]", default=UNSET
    )
    price_between: Annotated[list[Decimal], Meta(max_length=2, min_length=2)] | UnsetType = field(
        name="price[between]", default=UNSET
    )
    currency: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    currency_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[ne]", default=UNSET
    )
    currency_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="currency[in]", default=UNSET)
    currency_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="currency[nin]", default=UNSET)
    currency_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[contains]", default=UNSET
    )
    currency_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[starts_with]", default=UNSET
    )
    currency_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="currency[ends_with]", default=UNSET
    )
    inventory: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = UNSET
    inventory_ne: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="inventory[ne]", default=UNSET
    )
    inventory_gt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="inventory[gt]", default=UNSET
    )
    inventory_gte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="inventory[gte]", default=UNSET
    )
    inventory_lt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="inventory[lt]", default=UNSET
    )
    inventory_lte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="inventory[lte]", default=UNSET
    )
    inventory_in: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="inventory[in]", default=UNSET)
    inventory_nin: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="inventory[nin]", default=UNSET)
    inventory_between: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=2, min_length=2)]
        | UnsetType
    ) = field(name="inventory[between]", default=UNSET)
    category_id: UUID | UnsetType = UNSET
    category_id_ne: UUID | UnsetType = field(name="category_id[ne]", default=UNSET)
    category_id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="category_id[in]", default=UNSET
    )
    category_id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="category_id[nin]", default=UNSET
    )
    created_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    created_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[ne]", default=UNSET)
    created_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gt]", default=UNSET)
    created_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gte]", default=UNSET)
    created_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lt]", default=UNSET)
    created_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lte]", default=UNSET)
    created_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[in]", default=UNSET)
    created_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[nin]", default=UNSET)
    created_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="created_at[between]", default=UNSET)
    updated_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    updated_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[ne]", default=UNSET)
    updated_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[gt]", default=UNSET)
    updated_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[gte]", default=UNSET)
    updated_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[lt]", default=UNSET)
    updated_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[lte]", default=UNSET)
    updated_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="updated_at[in]", default=UNSET)
    updated_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="updated_at[nin]", default=UNSET)
    updated_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="updated_at[between]", default=UNSET)
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if isinstance(self.price, Decimal) and not (
            self.price.is_finite()
            and self.price >= Decimal("-9999999999.99")
            and self.price <= Decimal("9999999999.99")
        ):
            raise ValueError("`price`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.price_ne, Decimal) and not (
            self.price_ne.is_finite()
            and self.price_ne >= Decimal("-9999999999.99")
            and self.price_ne <= Decimal("9999999999.99")
        ):
            raise ValueError("`price[ne]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.price_gt, Decimal) and not (
            self.price_gt.is_finite()
            and self.price_gt >= Decimal("-9999999999.99")
            and self.price_gt <= Decimal("9999999999.99")
        ):
            raise ValueError("`price[gt]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.price_gte, Decimal) and not (
            self.price_gte.is_finite()
            and self.price_gte >= Decimal("-9999999999.99")
            and self.price_gte <= Decimal("9999999999.99")
        ):
            raise ValueError("`price[gte]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.price_lt, Decimal) and not (
            self.price_lt.is_finite()
            and self.price_lt >= Decimal("-9999999999.99")
            and self.price_lt <= Decimal("9999999999.99")
        ):
            raise ValueError("`price[lt]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.price_lte, Decimal) and not (
            self.price_lte.is_finite()
            and self.price_lte >= Decimal("-9999999999.99")
            and self.price_lte <= Decimal("9999999999.99")
        ):
            raise ValueError("`price[lte]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.price_in, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.price_in
        ):
            raise ValueError("`price[in]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.price_nin, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.price_nin
        ):
            raise ValueError("`price[nin]`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.price_between, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.price_between
        ):
            raise ValueError("`price[between]`: expected a number, at least -9999999999.99, at most 9999999999.99")


class ListCategoriesQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    sort: Annotated[list[ListCategoriesSort], Meta(max_length=2, min_length=1)] | UnsetType = UNSET
    id: UUID | UnsetType = UNSET
    id_ne: UUID | UnsetType = field(name="id[ne]", default=UNSET)
    id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[in]", default=UNSET)
    id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[nin]", default=UNSET)
    name: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    name_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[ne]", default=UNSET
    )
    name_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="name[in]", default=UNSET)
    name_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="name[nin]", default=UNSET)
    name_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[contains]", default=UNSET
    )
    name_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[starts_with]", default=UNSET
    )
    name_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[ends_with]", default=UNSET
    )
    created_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    created_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[ne]", default=UNSET)
    created_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gt]", default=UNSET)
    created_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gte]", default=UNSET)
    created_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lt]", default=UNSET)
    created_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lte]", default=UNSET)
    created_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[in]", default=UNSET)
    created_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[nin]", default=UNSET)
    created_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="created_at[between]", default=UNSET)
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET


class ListOrdersOfUsersQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    user_ids: Annotated[list[UUID], Meta(max_length=100, min_length=1)]
    limit: Annotated[int, Meta(ge=1, le=100)] = 20


class ListItemsOfOrdersQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    order_ids: Annotated[list[UUID], Meta(max_length=100, min_length=1)]


class ListCategoriesByIdQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    ids: Annotated[list[UUID], Meta(max_length=100, min_length=1)]


class ListStatsOfUsersQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    user_ids: Annotated[list[UUID], Meta(max_length=200, min_length=1)]


class OrderDetail(Order, kw_only=True):
    """An order with what was ordered."""

    items: list[OrderItem]


class OrderSlice(Struct, kw_only=True):
    items: list[Order]
    more: Annotated[bool, Meta(description="Whether there are further rows in the direction of reading.")]
    cursors: list[str] | UnsetType = UNSET
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    aggregate: list[CurrencyFigures] | UnsetType = UNSET


class Error(Struct, kw_only=True):
    """Why a request was refused."""

    code: str
    message: str
    details: list[Violation]
    request_id: str


class BulkOutcomes(Struct, kw_only=True):
    outcomes: Annotated[list[BulkOutcome], Meta(max_length=1000)]
