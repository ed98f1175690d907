"""Fields of User."""

from collections.abc import Sequence
from typing import Any

from gateway.graphql.connections import connection, slices_of, sort_key, stretch
from gateway.graphql.context import Context, uuids
from gateway.graphql.fields import Wanted
from gateway.graphql.generated.inputs import UserOrdersArguments
from gateway.graphql.generated.objects import Money, OrderConnection, User
from gateway.graphql.loading import by_id
from gateway.graphql.spending import total_of
from services.orders.generated.models import OrderConnectionRequest, OrderSortKey


async def orders(
    context: Context, parents: Sequence[User], arguments: UserOrdersArguments, wanted: Wanted
) -> Sequence[OrderConnection | Exception]:
    members = stretch(arguments, wanted)
    if key := sort_key(arguments.sort):
        members["order"] = OrderSortKey(key)
    request = OrderConnectionRequest(
        user_ids=uuids([user["id"] for user in parents]), aggregate="aggregate" in wanted, **members
    )
    slices = slices_of((await context.services.orders.connect_orders(context.caller, request)).body)
    for slice in slices:
        context.orders.prime(by_id(slice.items))
    found: list[Any] = [connection(slice, arguments, wanted) for slice in slices]
    return found


async def order_count(context: Context, parents: Sequence[User], wanted: Wanted) -> Sequence[int | Exception]:
    return [stats["order_count"] if stats else 0 for stats in await _stats(context, parents)]


async def total_spent(context: Context, parents: Sequence[User], wanted: Wanted) -> Sequence[float | None | Exception]:
    return [total_of(stats["total_spent"]) if stats else 0.0 for stats in await _stats(context, parents)]


async def spending(context: Context, parents: Sequence[User], wanted: Wanted) -> Sequence[list[Money] | Exception]:
    return [stats["total_spent"] if stats else [] for stats in await _stats(context, parents)]


async def _stats(context: Context, users: Sequence[User]) -> list[dict[str, Any] | None]:
    return await context.stats.load([user["id"] for user in users])


def full_name(user: User) -> str:
    return " ".join(filter(None, (user["first_name"], user["last_name"]))) or user["username"]


def is_active(user: User) -> bool:
    return user["status"] == "active"
