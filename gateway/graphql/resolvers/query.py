"""Fields of Query."""

import asyncio
from typing import Any

import msgspec
from msgspec import UNSET

from gateway.graphql.connections import connection, slice_of, slices_of, sort_key, stretch
from gateway.graphql.context import Context
from gateway.graphql.errors import BadInput
from gateway.graphql.fields import Typed, Wanted
from gateway.graphql.generated.inputs import (
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
)
from gateway.graphql.generated.objects import (
    DashboardMetrics,
    Order,
    OrderConnection,
    OrderStats,
    Product,
    ProductConnection,
    User,
    UserConnection,
)
from gateway.graphql.loading import by_id
from services.orders.generated.models import (
    OrderConnectionRequest,
    OrderMetricsRequest,
    OrderSortKey,
    ProductConnectionRequest,
    ProductSortKey,
)
from services.users.generated.models import UserConnectionRequest, UserSortKey

MOST_NODES = 100
LONGEST_SEARCH = 200


async def user(context: Context, arguments: QueryUserArguments, wanted: Wanted) -> User | None:
    found: Any = await context.users.load([str(arguments.id)])
    return found[0]  # type: ignore[no-any-return]


async def users(context: Context, arguments: QueryUsersArguments, wanted: Wanted) -> UserConnection:
    members = stretch(arguments, wanted)
    if key := sort_key(arguments.sort):
        members["order"] = UserSortKey(key)
    answer = await context.services.users.connect_users(context.caller, UserConnectionRequest(**members))
    slice = slice_of(answer.body)
    context.users.prime(by_id(slice.items))
    found: Any = connection(slice, arguments, wanted)
    return found  # type: ignore[no-any-return]


async def order(context: Context, arguments: QueryOrderArguments, wanted: Wanted) -> Order | None:
    found: Any = await context.orders.load([str(arguments.id)])
    return found[0]  # type: ignore[no-any-return]


async def orders(context: Context, arguments: QueryOrdersArguments, wanted: Wanted) -> OrderConnection:
    members = stretch(arguments, wanted)
    if key := sort_key(arguments.sort):
        members["order"] = OrderSortKey(key)
    request = OrderConnectionRequest(aggregate="aggregate" in wanted, **members)
    return await _orders(context, arguments, wanted, request)


async def user_orders(context: Context, arguments: QueryUserOrdersArguments, wanted: Wanted) -> OrderConnection:
    members = stretch(arguments, wanted) | {"user_ids": [arguments.user_id], "aggregate": "aggregate" in wanted}
    return await _orders(context, arguments, wanted, OrderConnectionRequest(**members))


async def _orders(context: Context, arguments: Any, wanted: Wanted, request: OrderConnectionRequest) -> OrderConnection:
    slices = slices_of((await context.services.orders.connect_orders(context.caller, request)).body)
    context.orders.prime(by_id(slices[0].items))
    found: Any = connection(slices[0], arguments, wanted)
    return found  # type: ignore[no-any-return]


async def product(context: Context, arguments: QueryProductArguments, wanted: Wanted) -> Product | None:
    found: Any = await context.products.load([str(arguments.id)])
    return found[0]  # type: ignore[no-any-return]


async def products(context: Context, arguments: QueryProductsArguments, wanted: Wanted) -> ProductConnection:
    members = stretch(arguments, wanted)
    if key := sort_key(arguments.sort):
        members["order"] = ProductSortKey(key)
    if arguments.search is not UNSET and arguments.search is not None:
        if not 1 <= len(arguments.search) <= LONGEST_SEARCH or "\0" in arguments.search:
            raise BadInput("search", f"search takes 1 to {LONGEST_SEARCH} characters.")
        members["search"] = arguments.search
    answer = await context.services.orders.connect_products(context.caller, ProductConnectionRequest(**members))
    slice = slices_of(answer.body)[0]
    context.products.prime(by_id(slice.items))
    found: Any = connection(slice, arguments, wanted)
    return found  # type: ignore[no-any-return]


async def user_order_stats(context: Context, arguments: QueryUserOrderStatsArguments, wanted: Wanted) -> OrderStats:
    answer = await context.services.orders.get_user_order_stats(context.caller, arguments.user_id)
    found: OrderStats = msgspec.json.decode(answer.body)
    return found


async def dashboard_metrics(
    context: Context, arguments: QueryDashboardMetricsArguments, wanted: Wanted
) -> DashboardMetrics:
    span = arguments.date_range
    if span.from_ >= span.to:
        raise BadInput("dateRange", "from must be before to.")
    request = OrderMetricsRequest(from_=span.from_, to=span.to)
    found: DashboardMetrics = msgspec.json.decode(
        (await context.services.orders.measure_orders(context.caller, request)).body
    )
    return found


async def node(context: Context, arguments: QueryNodeArguments, wanted: Wanted) -> Typed | None:
    return (await _nodes(context, [str(arguments.id)]))[0]


async def nodes(context: Context, arguments: QueryNodesArguments, wanted: Wanted) -> list[Typed | None]:
    if len(arguments.ids) > MOST_NODES:
        raise BadInput("ids", f"ids takes at most {MOST_NODES}.")
    return await _nodes(context, [str(id) for id in arguments.ids])


async def _nodes(context: Context, ids: list[str]) -> list[Typed | None]:
    """An id tells nothing of its type, so every kind of object is asked for it."""
    loaders = {
        "User": context.users,
        "Order": context.orders,
        "Product": context.products,
        "Category": context.categories,
    }
    found = await asyncio.gather(*(loader.load(ids) for loader in loaders.values())) if ids else []
    by_type = dict(zip(loaders, found, strict=False))
    return [
        next((Typed(name, row) for name, rows in by_type.items() if (row := rows[place]) is not None), None)
        for place in range(len(ids))
    ]
