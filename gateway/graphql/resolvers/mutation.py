"""Fields of Mutation. The services' own operations decide on everything; their refusals become typed errors."""

from collections.abc import Awaitable
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from gateway.graphql.batches import PATIENCE, items, outcome
from gateway.graphql.context import Context
from gateway.graphql.errors import camel
from gateway.graphql.fields import Wanted
from gateway.graphql.generated.inputs import (
    MutationBulkCreateUsersArguments,
    MutationCancelOrderArguments,
    MutationCreateOrderArguments,
    MutationCreateUserArguments,
    MutationDeleteUserArguments,
    MutationProcessOrderBatchArguments,
    MutationUpdateOrderStatusArguments,
    MutationUpdateUserArguments,
)
from gateway.graphql.generated.objects import (
    BulkCreateUsersPayload,
    CancelOrderPayload,
    CreateOrderPayload,
    CreateUserPayload,
    DeleteUserPayload,
    OrderBatchPayload,
    UpdateOrderPayload,
    UpdateUserPayload,
    ValidationError,
)
from services.batch.generated.models import BatchOrdersRequest, BatchUsersRequest
from services.chassis.conditions import IfMatch, entity_tag
from services.chassis.problems import Problem
from services.chassis.replies import Json
from services.orders.generated.models import CreateOrderRequest, OrderLine, OrderStatus, PatchOrderRequest
from services.users.generated.models import CreateUserRequest, PatchUserRequest


async def create_user(context: Context, arguments: MutationCreateUserArguments, wanted: Wanted) -> CreateUserPayload:
    request = CreateUserRequest(**_members(arguments.input))
    payload: Any = await _payload(
        "user", context.services.users.create_user(context.caller, request, context.idempotency())
    )
    return payload  # type: ignore[no-any-return]


async def update_user(context: Context, arguments: MutationUpdateUserArguments, wanted: Wanted) -> UpdateUserPayload:
    request = PatchUserRequest(**_members(arguments.input))
    change = context.services.users.patch_user(context.caller, arguments.id, request, _condition(arguments.if_match))
    payload: Any = await _payload("user", change)
    return payload  # type: ignore[no-any-return]


async def delete_user(context: Context, arguments: MutationDeleteUserArguments, wanted: Wanted) -> DeleteUserPayload:
    try:
        await context.services.users.delete_user(context.caller, arguments.id, _condition(arguments.if_match))
    except Problem as problem:
        return {"success": False, "deleted_id": None, "errors": _errors(problem)}
    return {"success": True, "deleted_id": str(arguments.id), "errors": []}


async def create_order(context: Context, arguments: MutationCreateOrderArguments, wanted: Wanted) -> CreateOrderPayload:
    given = arguments.input
    request = CreateOrderRequest(
        items=[OrderLine(product_id=line.product_id, quantity=line.quantity) for line in given.items],
        shipping_address=given.shipping_address,
    )
    placing = context.services.orders.create_user_order(context.caller, given.user_id, request, context.idempotency())
    payload: Any = await _payload("order", placing)
    return payload  # type: ignore[no-any-return]


async def update_order_status(
    context: Context, arguments: MutationUpdateOrderStatusArguments, wanted: Wanted
) -> UpdateOrderPayload:
    request = PatchOrderRequest(status=OrderStatus(arguments.status.value))
    change = context.services.orders.patch_order(context.caller, arguments.id, request, _condition(arguments.if_match))
    payload: Any = await _payload("order", change)
    return payload  # type: ignore[no-any-return]


async def cancel_order(context: Context, arguments: MutationCancelOrderArguments, wanted: Wanted) -> CancelOrderPayload:
    cancelling = context.services.orders.cancel_order(context.caller, arguments.id, context.idempotency())
    payload: Any = await _payload("order", cancelling)
    return payload  # type: ignore[no-any-return]


async def bulk_create_users(
    context: Context, arguments: MutationBulkCreateUsersArguments, wanted: Wanted
) -> BulkCreateUsersPayload:
    request = BatchUsersRequest(users=items(arguments.input.users))
    work = context.services.batch.batch_users(context.caller, request, context.idempotency(), PATIENCE)
    payload: Any = await outcome("users", work)
    return payload  # type: ignore[no-any-return]


async def process_order_batch(
    context: Context, arguments: MutationProcessOrderBatchArguments, wanted: Wanted
) -> OrderBatchPayload:
    request = BatchOrdersRequest(orders=items(arguments.input.orders))
    work = context.services.batch.batch_orders(context.caller, request, context.idempotency(), PATIENCE)
    payload: Any = await outcome("orders", work)
    return payload  # type: ignore[no-any-return]


def _members(input: msgspec.Struct) -> dict[str, Any]:
    """What was given, by the contracts' names. Whether it may be is the service's to say."""
    given = {name: getattr(input, name) for name in input.__struct_fields__}
    return {name: value for name, value in given.items() if value is not UNSET}


def _condition(tag: str | None | UnsetType) -> IfMatch:
    return IfMatch(None if tag is UNSET else tag)


async def _payload(member: str, change: Awaitable[Json[Any]]) -> dict[str, Any]:
    """What a service gave, or what stands against it. A service that is away is an error of the field."""
    try:
        reply = await change
    except Problem as problem:
        return {member: None, "etag": None, "errors": _errors(problem)}
    etag = None if reply.version is None else entity_tag(reply.version)
    return {member: msgspec.json.decode(reply.body), "etag": etag, "errors": []}


def _errors(problem: Problem) -> list[ValidationError]:
    """One for each offending field, or a single one for the whole. Raises the problem where the fault is ours."""
    if problem.status >= 500:
        raise problem
    if not problem.violations:
        return [{"field": "", "message": problem.message, "code": problem.code}]
    return [
        {"field": camel(violation.field), "message": violation.message, "code": problem.code}
        for violation in problem.violations
    ]
