"""From one status of an order to the next: what may follow what, and what may still be changed."""

from collections.abc import Mapping

from msgspec import UNSET, UnsetType

from services.chassis.callers import Caller
from services.orders.generated.models import OrderStatus
from services.orders.problems import AdminFieldRefused, OrderAlreadyCancelled, OrderAlreadyShipped, StatusRefused
from services.orders.store import Present

# The steps of an order. Cancelling is an operation of its own, for it gives stock back.
STEPS: Mapping[str, frozenset[str]] = {
    "pending": frozenset({"processing"}),
    "processing": frozenset({"shipped"}),
    "shipped": frozenset({"delivered"}),
    "delivered": frozenset(),
    "cancelled": frozenset(),
}
CANCELLABLE = frozenset({"pending", "processing"})


def require_cancellable(status: str) -> None:
    """Raises `OrderAlreadyCancelled` or `OrderAlreadyShipped`."""
    if status not in CANCELLABLE:
        raise OrderAlreadyCancelled if status == OrderStatus.CANCELLED else OrderAlreadyShipped


def changes(
    caller: Caller, present: Present, status: OrderStatus | UnsetType, address: str | None | UnsetType
) -> dict[str, object]:
    """The columns a change writes. Raises `AdminFieldRefused`, `StatusRefused` or what stands against an address."""
    values: dict[str, object] = {}
    if status is not UNSET:
        if not caller.is_admin:
            raise AdminFieldRefused
        if status.value != present.status:
            if status.value not in STEPS[present.status]:
                raise StatusRefused
            values["status"] = status.value
    if address is not UNSET:
        require_cancellable(present.status)
        values["shipping_address"] = address
    return values
