"""What can be followed: for each channel the rules of the resource's own GET."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec

from services.chassis.callers import Caller
from services.chassis.endpoint import granted
from services.chassis.filtering import Filterable
from services.chassis.operations import Access, Scope
from services.chassis.problems import forbidden
from services.orders.generated import filters as orders_filters
from services.orders.generated import operations as orders_operations
from services.orders.generated.models import Order, Product
from services.users.generated import filters as users_filters
from services.users.generated import operations as users_operations
from services.users.generated.models import User


def _members(shape: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(shape.__struct_encode_fields__)


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of row. `access` is who may GET one, `owner` the member that holds the owner's user id; `members` are
    what v3 shows of a row, `fields` what its list filters by."""

    name: str
    access: Access
    owner: str | None
    members: tuple[str, ...]
    fields: Filterable

    def owner_for(self, caller: Caller) -> UUID | None:
        """Whose rows the caller may read; None is everybody's. Raises a 403 when nobody's."""
        if caller.scopes is not None and "read" not in caller.scopes:
            raise forbidden("This API key does not have the scope read.")
        scope = granted(self.access, caller.role)
        if scope is None or (scope is Scope.OWN and (self.owner is None or caller.user_id is None)):
            raise forbidden()
        return caller.user_id if scope is Scope.OWN else None


CHANNELS: Mapping[str, Channel] = {
    channel.name: channel
    for channel in (
        Channel("users", users_operations.GET_USER.access, "id", _members(User), users_filters.LIST_USERS_FIELDS),
        Channel(
            "orders", orders_operations.GET_ORDER.access, "user_id", _members(Order), orders_filters.LIST_ORDERS_FIELDS
        ),
        Channel(
            "products",
            orders_operations.GET_PRODUCT.access,
            None,
            _members(Product),
            orders_filters.LIST_PRODUCTS_FIELDS,
        ),
    )
}
# Sessions that ended: nobody follows them, but open sockets live on them.
ENDINGS = "sessions"
NOTIFIED = tuple(f"{name}_changes" for name in (*CHANNELS, ENDINGS))
