"""Fields of Order."""

from collections.abc import Sequence
from typing import Any

from gateway.graphql.context import Context
from gateway.graphql.fields import Wanted
from gateway.graphql.generated.objects import Order, OrderItem, User


async def user(context: Context, parents: Sequence[Order], wanted: Wanted) -> Sequence[User | Exception]:
    found: Sequence[Any] = await context.users.load([order["user_id"] for order in parents])
    return found


async def items(context: Context, parents: Sequence[Order], wanted: Wanted) -> Sequence[list[OrderItem] | Exception]:
    found: Sequence[Any] = await context.items.load([order["id"] for order in parents])
    return found


async def item_count(context: Context, parents: Sequence[Order], wanted: Wanted) -> Sequence[int | Exception]:
    return [len(lines or ()) for lines in await context.items.load([order["id"] for order in parents])]


def subtotal(order: Order) -> float:
    return order["total"]


def tax(order: Order) -> float:
    return 0.0
