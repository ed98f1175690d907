"""What the generated models accept and refuse, against what the contract says."""

from datetime import UTC, datetime
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
import pytest
from msgspec import UNSET

from services.users.generated.models import (
    CreateUserRequest,
    ListUsersQuery,
    ListUsersSort,
    PatchUserRequest,
    User,
    UserRole,
)

GOOD = {"email": "john.doe@example.com", "username": "johndoe", "password": "SecurePassword123!"}


def create(**changes: Any) -> CreateUserRequest:
    return msgspec.json.decode(msgspec.json.encode(GOOD | changes), type=CreateUserRequest)


def query(**parameters: Any) -> ListUsersQuery:
    return msgspec.convert(parameters, ListUsersQuery, strict=False)


def test_absent_is_not_null() -> None:
    assert msgspec.json.decode(b"{}", type=PatchUserRequest).first_name is UNSET
    assert msgspec.json.decode(b'{"first_name": null}', type=PatchUserRequest).first_name is None
    assert (
        msgspec.json.encode(msgspec.json.decode(b'{"last_name":null}', type=PatchUserRequest)) == b'{"last_name":null}'
    )


@pytest.mark.parametrize("field", ["email", "username", "password", "role", "status"])
def test_null_is_refused_where_the_contract_does_not_say_nullable(field: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({field: None}), type=PatchUserRequest)


def test_unknown_members_of_a_request_are_refused() -> None:
    for type_ in (CreateUserRequest, PatchUserRequest):
        with pytest.raises(msgspec.ValidationError, match="unknown field `id`"):
            msgspec.convert(GOOD | {"id": 1}, type_)
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        query(sorted="yes")


def test_answers_may_grow() -> None:
    now = datetime.now(UTC)
    user = {"id": UUID(int=0), "role": "user", "status": "active", "first_name": None, "last_name": None, "new": 1}
    read = msgspec.convert(user | GOOD | {"created_at": now, "updated_at": now}, User)
    assert (read.id, read.created_at) == (UUID(int=0), now)


@pytest.mark.parametrize(
    "changes",
    [
        {"username": "jo"},
        {"username": "j" * 51},
        {"username": "-johndoe"},
        {"username": "johndoe\n"},
        {"password": "short"},
        {"password": "p" * 129},
        {"password": "with\x00nothing"},
        {"first_name": "f" * 101},
        {"role": "root"},
        {"email": "john.doe"},
        {"email": "john.doe@example"},
        {"email": "john.doe@example.com\n"},
        {"email": "john doe@example.com"},
        {"email": f"john@{'e' * 64}.com"},
        {"email": 7},
    ],
    ids=str,
)
def test_what_breaks_the_contract_is_refused(changes: dict[str, Any]) -> None:
    create()
    with pytest.raises(msgspec.ValidationError):
        create(**changes)


def test_query_parameters_are_read_from_text() -> None:
    read = query(page="2", role="admin", sort=["-created_at", "username"], created_after="2026-01-01T00:00:00Z")
    assert read.page == 2
    assert read.limit == 20
    assert read.cursor is UNSET
    assert read.role is UserRole.ADMIN
    assert read.sort == [ListUsersSort.CREATED_AT_DESC, ListUsersSort.USERNAME]
    assert read.created_after == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "parameters",
    [
        {"page": "0"},
        {"limit": "101"},
        {"limit": "ten"},
        {"sort": []},
        {"sort": ["password"]},
        {"created_after": "2026-01-01T00:00:00"},
        {"cursor": "no dot"},
        {"cursor": "a.b\n"},
    ],
    ids=str,
)
def test_parameters_outside_their_bounds_are_refused(parameters: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        query(**parameters)


def test_a_default_needs_no_unset() -> None:
    hints = get_type_hints(ListUsersQuery)
    assert hints["limit"] is int
    assert hints["page"] == int | msgspec.UnsetType
