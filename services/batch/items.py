"""From what a client sent to what will be done: each item checked by the models of the single operation.

An item that breaks a rule becomes an error under its index; the others go on. Passwords are taken out, to be hashed
before anything is stored.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from services.chassis.callers import Caller
from services.chassis.decoding import violation_of
from services.chassis.problems import Violation
from services.orders.generated.models import ChangeOrder, CreateOrderRequest, PatchOrderRequest, PlaceOrder
from services.users.generated.models import ChangeUser, CreateUserRequest, ImportUser, PatchUserRequest

Item = dict[str, Any]
UNHASHED = ""
PATTERN = "Does not match the pattern of this field."


@dataclass(slots=True)
class Row:
    """One item as it is stored. `work` is the row that goes to the owning service; `password` is never stored."""

    index: int
    id: UUID
    resource_id: UUID | None = None
    work: Any = None
    password: str | None = None
    error: str | None = None


class Refused(Exception):
    """An item breaks a rule; the message names the field."""


class Target(msgspec.Struct, forbid_unknown_fields=True):
    """An item that only says which one."""

    id: UUID


def _without_id(item: Item) -> tuple[UUID, Item]:
    """The id of what is to be changed, and the members to change."""
    rest = {name: value for name, value in item.items() if name != "id"}
    return msgspec.convert({"id": item["id"]} if "id" in item else {}, Target).id, rest


def _given(request: msgspec.Struct, *but: str) -> dict[str, Any]:
    return {
        name: value for name, value in msgspec.structs.asdict(request).items() if value is not UNSET and name not in but
    }


def _new_user(item: Item, row: Row, caller: Caller) -> None:
    if "id" in item:
        raise Refused("id: Unknown field.")
    row.resource_id = row.id
    if "password_hash" in item:
        if "password" in item:
            raise Refused("password: Not together with password_hash.")
        row.work = msgspec.convert({**item, "id": row.id}, ImportUser)
        return
    request = msgspec.convert(item, CreateUserRequest)
    row.password = request.password
    row.work = ImportUser(id=row.id, password_hash=UNHASHED, **_given(request, "password"))


def _changed_user(item: Item, row: Row, caller: Caller) -> None:
    row.resource_id, members = _without_id(item)
    if "password_hash" in members:
        if "password" in members:
            raise Refused("password: Not together with password_hash.")
        row.work = msgspec.convert({**members, "id": row.resource_id}, ChangeUser)
        return
    request = msgspec.convert(members, PatchUserRequest)
    row.password = None if request.password is UNSET else request.password
    row.work = ChangeUser(id=row.resource_id, **_given(request, "password", "current_password"))


def _target(item: Item, row: Row, caller: Caller) -> None:
    row.resource_id = row.work = msgspec.convert(item, Target).id


def _new_order(item: Item, row: Row, caller: Caller) -> None:
    row.resource_id = row.id
    whose = {"id": item["user_id"]} if "user_id" in item else {"id": caller.user_id}
    try:
        user_id = msgspec.convert(whose, Target).id
    except msgspec.ValidationError as error:
        raise Refused("user_id: Not a user's id.") from error
    if not caller.is_admin and user_id != caller.user_id:
        raise Refused("user_id: Only an admin orders for others.")
    members = {name: value for name, value in item.items() if name != "user_id"}
    row.work = PlaceOrder(id=row.id, user_id=user_id, **_given(msgspec.convert(members, CreateOrderRequest)))


def _changed_order(item: Item, row: Row, caller: Caller) -> None:
    row.resource_id, members = _without_id(item)
    row.work = ChangeOrder(id=row.resource_id, **_given(msgspec.convert(members, PatchOrderRequest)))


CHECKS: dict[tuple[str, str], Callable[[Item, Row, Caller], None]] = {
    ("users", "create"): _new_user,
    ("users", "update"): _changed_user,
    ("users", "delete"): _target,
    ("orders", "create"): _new_order,
    ("orders", "update"): _changed_order,
    ("orders", "delete"): _target,
}


def _told(violation: Violation) -> str:
    # A regular expression says little to whoever typed an address.
    message = PATTERN if "matching regex" in violation.message else violation.message
    return f"{violation.field}: {message}" if violation.field else message


def new_ids(count: int) -> list[UUID]:
    """Random ids (RFC 9562, version 4). Asking the system for each would take longer than checking the items."""
    random = os.urandom(16 * count)
    return [UUID(bytes=random[at : at + 16], version=4) for at in range(0, len(random), 16)]


def check(resource: str, operation: str, item: Item, row: Row, caller: Caller) -> Row:
    """The row with what is to be done, or its error."""
    try:
        CHECKS[resource, operation](item, row, caller)
    except msgspec.ValidationError as error:
        row.error = _told(violation_of(error))
    except Refused as refusal:
        row.error = str(refusal)
    if row.error is not None:
        # PostgreSQL stores no NUL, and a client may name a field after one.
        row.resource_id, row.work, row.error = None, None, row.error.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return row


def stored(rows: Sequence[Row]) -> bytes:
    """The rows as JSON, as the statement `add_items` reads it."""
    return msgspec.json.encode(
        [
            {"index": row.index, "id": row.id, "resource_id": row.resource_id, "input": row.work, "error": row.error}
            for row in rows
        ]
    )
