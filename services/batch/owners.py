"""The services that own what a batch changes, one bulk operation each, through their typed clients."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from services.chassis.bulk import Outcome
from services.chassis.callers import Caller
from services.chassis.idempotency import Idempotency
from services.chassis.operations import Operation
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

    operation: Operation
    call: Call
    member: str


_outcomes = msgspec.json.Decoder(Outcomes).decode


class Owners:
    """Does chunks of items where they belong. It takes clients, in one process too: the services decide who may."""

    def __init__(self, users: UsersApi, orders: OrdersApi) -> None:
        u, o = users_operations, orders_operations
        self._ways = {
            ("users", "create"): Way(u.IMPORT_USERS, users.import_users, "users"),
            ("users", "update"): Way(u.CHANGE_USERS, users.change_users, "users"),
            ("users", "delete"): Way(u.REMOVE_USERS, users.remove_users, "ids"),
            ("orders", "create"): Way(o.PLACE_ORDERS, orders.place_orders, "orders"),
            ("orders", "update"): Way(o.CHANGE_ORDERS, orders.change_orders, "orders"),
            ("orders", "delete"): Way(o.CANCEL_ORDERS, orders.cancel_orders, "ids"),
        }

    async def do(self, resource: str, operation: str, caller: Caller, key: str, rows: Sequence[str]) -> list[Outcome]:
        """What became of each row, in order. The same `key` does it once, however often it is asked for. Raises a
        `Problem` when the caller may not, and what says that a service is away."""
        way = self._ways[resource, operation]
        content = b'{"%s":[%s]}' % (way.member.encode(), ",".join(rows).encode())
        assert way.operation.body is not None
        body = msgspec.json.decode(content, type=way.operation.body.type)
        answer = await way.call(caller, body, Idempotency(key=key))
        return _outcomes(answer.body).outcomes
