"""Fields of Subscription: the change feed of the realtime service, which decides on who may read what."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from msgspec import UNSET

from gateway.graphql.changes import Change, follow
from gateway.graphql.context import Context
from gateway.graphql.expressions import expression
from gateway.graphql.fields import Wanted
from gateway.graphql.generated.inputs import (
    SubscriptionOrderChangedArguments,
    SubscriptionProductChangedArguments,
    SubscriptionUserChangedArguments,
)
from gateway.graphql.generated.objects import OrderChange, ProductChange, UserChange
from services.realtime.generated.models import Channel, StreamChangesQuery

GONE = frozenset({"delete", "leave"})


async def user_changed(
    context: Context, arguments: SubscriptionUserChangedArguments, wanted: Wanted
) -> AsyncIterator[list[UserChange]]:
    return _changes(context, Channel.USERS, "user", arguments)


async def order_changed(
    context: Context, arguments: SubscriptionOrderChangedArguments, wanted: Wanted
) -> AsyncIterator[list[OrderChange]]:
    return _changes(context, Channel.ORDERS, "order", arguments)


async def product_changed(
    context: Context, arguments: SubscriptionProductChangedArguments, wanted: Wanted
) -> AsyncIterator[list[ProductChange]]:
    return _changes(context, Channel.PRODUCTS, "product", arguments)


async def _changes(context: Context, channel: Channel, member: str, arguments: Any) -> AsyncGenerator[list[Any], None]:
    query = StreamChangesQuery(channel=channel)
    if arguments.filter is not UNSET and arguments.filter is not None:
        query.filter = expression(arguments.filter) or UNSET
    if arguments.since is not UNSET and arguments.since is not None:
        query.since = arguments.since
    async with aclosing(follow(context.services.realtime, context.caller, query)) as bursts:
        async for burst in bursts:
            yield [_told(change, member) for change in burst]


def _told(change: Change, member: str) -> dict[str, Any]:
    return {
        "event": change.event,
        "id": change.data["id"],
        member: None if change.event in GONE else change.data,
        "timestamp": change.timestamp,
        "resume": change.resume,
    }
