"""The services that own what a batch changes, one bulk operation each, through their typed clients."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from services.chassis.bulk import Outcome
from services.chassis.callers import Caller
from services.chassis.endpoint import granted
from services.chassis.idempotency import Idempotency
from services.chassis.operations import Access, Operation
from services.chassis.problems import forbidden
from services.chassis.replies import Json
from services.orders.generated import operations as orders_operations
from services.orders.generated.api import OrdersApi
from services.users.generated import operations as users_operations
from services.users.generated.api import UsersApi

Call = Callable[..., Awaitable[Json[Any]]]


class Outcomes(msgspec.Struct):
    """The answer of every bulk operation (`shared.yaml`, BulkOutcomes)."""

    outcomes: list[Outcome]


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of batch is done: the operation, and the member of its body that holds the rows."""

    service: str
    operation: Operation
    call: Call
    member: str


_outcomes = msgspec.json.Decoder(Outcomes).decode


class Owners:
    """Does chunks of items where they belong."""

    def __init__(self, users: UsersApi, orders: OrdersApi) -> None:
        u, o = users_operations, orders_operations
        self._ways = {
            ("users", "create"): Way("users", u.IMPORT_USERS, users.import_users, "users"),
            ("users", "update"): Way("users", u.CHANGE_USERS, users.change_users, "users"),
            ("users", "delete"): Way("users", u.REMOVE_USERS, users.remove_users, "ids"),
            ("orders", "create"): Way("orders", o.PLACE_ORDERS, orders.place_orders, "orders"),
            ("orders", "update"): Way("orders", o.CHANGE_ORDERS, orders.change_orders, "orders"),
            ("orders", "delete"): Way("orders", o.CANCEL_ORDERS, orders.cancel_orders, "ids"),
        }

    async def do(self, resource: str, operation: str, caller: Caller, key: str, rows: Sequence[str]) -> list[Outcome]:
        """What became of each row, in order. The same `key` does it once, however often it is asked for. Raises a
        `Problem` when the caller may not, and what says that a service is away."""
        way = self._ways[resource, operation]
        _admit(way.operation.access, caller)
        content = b'{"%s":[%s]}' % (way.member.encode(), ",".join(rows).encode())
        assert way.operation.body is not None
        body = msgspec.json.decode(content, type=way.operation.body.type)
        # As the service itself would make it of the request, so that it does not matter how the request gets there.
        route = f"{way.operation.method} {way.operation.path}"
        idempotency = Idempotency.of(way.service, caller, route, key, msgspec.json.encode(body))
        return _outcomes((await way.call(caller, body, idempotency)).body).outcomes


def _admit(access: Access, caller: Caller) -> None:
    """A plain call passes no endpoint that would ask."""
    if granted(access, caller.role) is None:
        raise forbidden()
