"""Generated from specs/graphql by `make generate`. DO NOT EDIT.

What the modules of gateway/graphql/resolvers must define. A batched field takes many parents and gives one result for
each, in their order; an exception among the results is that one's error. A field of Subscription gives what happens, in
bursts; each of a burst becomes one answer.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from gateway.graphql.context import Context
from gateway.graphql.fields import Typed, Wanted
from gateway.graphql.generated.inputs import (
    CategoryProductsArguments,
    MutationBulkCreateUsersArguments,
    MutationCancelOrderArguments,
    MutationCreateOrderArguments,
    MutationCreateUserArguments,
    MutationDeleteUserArguments,
    MutationProcessOrderBatchArguments,
    MutationUpdateOrderStatusArguments,
    MutationUpdateUserArguments,
    QueryDashboardMetricsArguments,
    QueryNodeArguments,
    QueryNodesArguments,
    QueryOrderArguments,
    QueryOrdersArguments,
    QueryProductArguments,
    QueryProductsArguments,
    QueryUserArguments,
    QueryUserOrdersArguments,
    QueryUserOrderStatsArguments,
    QueryUsersArguments,
    SubscriptionOrderChangedArguments,
    SubscriptionProductChangedArguments,
    SubscriptionUserChangedArguments,
    UserOrdersArguments,
)
from gateway.graphql.generated.objects import (
    BulkCreateUsersPayload,
    CancelOrderPayload,
    Category,
    CreateOrderPayload,
    CreateUserPayload,
    DashboardMetrics,
    DeleteUserPayload,
    Money,
    Order,
    OrderBatchPayload,
    OrderChange,
    OrderConnection,
    OrderItem,
    OrderStats,
    Product,
    ProductChange,
    ProductConnection,
    ProductSales,
    UpdateOrderPayload,
    UpdateUserPayload,
    User,
    UserChange,
    UserConnection,
)


class OrderResolvers(Protocol):
    """What gateway/graphql/resolvers/order.py must define."""

    async def user(self, context: Context, parents: Sequence[Order], wanted: Wanted) -> Sequence[User | Exception]:
        """Order.user."""
        ...

    async def items(
        self, context: Context, parents: Sequence[Order], wanted: Wanted
    ) -> Sequence[list[OrderItem] | Exception]:
        """Order.items."""
        ...

    async def item_count(self, context: Context, parents: Sequence[Order], wanted: Wanted) -> Sequence[int | Exception]:
        """How many lines there are."""
        ...

    def subtotal(self, order: Order) -> float:
        """Order.subtotal."""
        ...

    def tax(self, order: Order) -> float:
        """Order.tax."""
        ...


class OrderItemResolvers(Protocol):
    """What gateway/graphql/resolvers/order_item.py must define."""

    async def product(
        self, context: Context, parents: Sequence[OrderItem], wanted: Wanted
    ) -> Sequence[Product | Exception]:
        """OrderItem.product."""
        ...


class ProductResolvers(Protocol):
    """What gateway/graphql/resolvers/product.py must define."""

    async def category(
        self, context: Context, parents: Sequence[Product], wanted: Wanted
    ) -> Sequence[Category | Exception]:
        """Product.category."""
        ...

    def is_available(self, product: Product) -> bool:
        """Product.isAvailable."""
        ...


class CategoryResolvers(Protocol):
    """What gateway/graphql/resolvers/category.py must define."""

    async def products(
        self, context: Context, parents: Sequence[Category], arguments: CategoryProductsArguments, wanted: Wanted
    ) -> Sequence[ProductConnection | Exception]:
        """Category.products."""
        ...


class OrderStatsResolvers(Protocol):
    """What gateway/graphql/resolvers/order_stats.py must define."""

    def total_spent(self, order_stats: OrderStats) -> float | None:
        """Null when it was spent in more than one currency."""
        ...


class ProductSalesResolvers(Protocol):
    """What gateway/graphql/resolvers/product_sales.py must define."""

    async def product(
        self, context: Context, parents: Sequence[ProductSales], wanted: Wanted
    ) -> Sequence[Product | Exception]:
        """ProductSales.product."""
        ...


class SubscriptionResolvers(Protocol):
    """What gateway/graphql/resolvers/subscription.py must define."""

    async def user_changed(
        self, context: Context, arguments: SubscriptionUserChangedArguments, wanted: Wanted
    ) -> AsyncIterator[list[UserChange]]:
        """A user follows themselves, an admin everybody."""
        ...

    async def order_changed(
        self, context: Context, arguments: SubscriptionOrderChangedArguments, wanted: Wanted
    ) -> AsyncIterator[list[OrderChange]]:
        """A user follows their own, an admin all."""
        ...

    async def product_changed(
        self, context: Context, arguments: SubscriptionProductChangedArguments, wanted: Wanted
    ) -> AsyncIterator[list[ProductChange]]:
        """Subscription.productChanged."""
        ...


class QueryResolvers(Protocol):
    """What gateway/graphql/resolvers/query.py must define."""

    async def node(self, context: Context, arguments: QueryNodeArguments, wanted: Wanted) -> Typed | None:
        """Any object by its id; null where there is none the caller may see."""
        ...

    async def nodes(self, context: Context, arguments: QueryNodesArguments, wanted: Wanted) -> list[Typed | None]:
        """Objects by their ids, in that order, with null for each that is not there. At most 100."""
        ...

    async def order(self, context: Context, arguments: QueryOrderArguments, wanted: Wanted) -> Order | None:
        """Null where there is no such order, or none the caller may see."""
        ...

    async def orders(self, context: Context, arguments: QueryOrdersArguments, wanted: Wanted) -> OrderConnection:
        """A user sees their own; an admin sees all."""
        ...

    async def user_orders(
        self, context: Context, arguments: QueryUserOrdersArguments, wanted: Wanted
    ) -> OrderConnection:
        """Query.userOrders."""
        ...

    async def product(self, context: Context, arguments: QueryProductArguments, wanted: Wanted) -> Product | None:
        """Query.product."""
        ...

    async def products(self, context: Context, arguments: QueryProductsArguments, wanted: Wanted) -> ProductConnection:
        """`search` takes words to find in name and description."""
        ...

    async def user_order_stats(
        self, context: Context, arguments: QueryUserOrderStatsArguments, wanted: Wanted
    ) -> OrderStats:
        """Query.userOrderStats."""
        ...

    async def dashboard_metrics(
        self, context: Context, arguments: QueryDashboardMetricsArguments, wanted: Wanted
    ) -> DashboardMetrics:
        """For admins."""
        ...

    async def user(self, context: Context, arguments: QueryUserArguments, wanted: Wanted) -> User | None:
        """Null where there is no such user, or none the caller may see."""
        ...

    async def users(self, context: Context, arguments: QueryUsersArguments, wanted: Wanted) -> UserConnection:
        """Query.users."""
        ...


class MutationResolvers(Protocol):
    """What gateway/graphql/resolvers/mutation.py must define."""

    async def bulk_create_users(
        self, context: Context, arguments: MutationBulkCreateUsersArguments, wanted: Wanted
    ) -> BulkCreateUsersPayload:
        """For admins. Up to 1,000; those that cannot be created are told by their index, the others stand."""
        ...

    async def process_order_batch(
        self, context: Context, arguments: MutationProcessOrderBatchArguments, wanted: Wanted
    ) -> OrderBatchPayload:
        """Up to 1,000 orders, each placed whole or not at all; those that cannot be placed are told by their index."""
        ...

    async def create_order(
        self, context: Context, arguments: MutationCreateOrderArguments, wanted: Wanted
    ) -> CreateOrderPayload:
        """Mutation.createOrder."""
        ...

    async def update_order_status(
        self, context: Context, arguments: MutationUpdateOrderStatusArguments, wanted: Wanted
    ) -> UpdateOrderPayload:
        """`ifMatch` is an entity tag that a payload or a REST answer gave; the order must not have changed since."""
        ...

    async def cancel_order(
        self, context: Context, arguments: MutationCancelOrderArguments, wanted: Wanted
    ) -> CancelOrderPayload:
        """Mutation.cancelOrder."""
        ...

    async def create_user(
        self, context: Context, arguments: MutationCreateUserArguments, wanted: Wanted
    ) -> CreateUserPayload:
        """Mutation.createUser."""
        ...

    async def update_user(
        self, context: Context, arguments: MutationUpdateUserArguments, wanted: Wanted
    ) -> UpdateUserPayload:
        """`ifMatch` is an entity tag that a payload or a REST answer gave; the user must not have changed since."""
        ...

    async def delete_user(
        self, context: Context, arguments: MutationDeleteUserArguments, wanted: Wanted
    ) -> DeleteUserPayload:
        """Mutation.deleteUser."""
        ...


class UserResolvers(Protocol):
    """What gateway/graphql/resolvers/user.py must define."""

    async def orders(
        self, context: Context, parents: Sequence[User], arguments: UserOrdersArguments, wanted: Wanted
    ) -> Sequence[OrderConnection | Exception]:
        """User.orders."""
        ...

    async def order_count(self, context: Context, parents: Sequence[User], wanted: Wanted) -> Sequence[int | Exception]:
        """User.orderCount."""
        ...

    async def total_spent(
        self, context: Context, parents: Sequence[User], wanted: Wanted
    ) -> Sequence[float | None | Exception]:
        """What was spent, cancelled orders left out; null when that was in more than one currency."""
        ...

    async def spending(
        self, context: Context, parents: Sequence[User], wanted: Wanted
    ) -> Sequence[list[Money] | Exception]:
        """What was spent in each currency."""
        ...

    def full_name(self, user: User) -> str:
        """First and last name, or the username where there are none."""
        ...

    def is_active(self, user: User) -> bool:
        """User.isActive."""
        ...
