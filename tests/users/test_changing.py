"""`PUT` and `PATCH /users/{id}`: replacing, merging, and what neither may touch."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from tests.api import Api
from tests.people import MakeUser, Person, fresh_name
from tests.users.test_creating import SERVER_OWNED

MERGE = {"Content-Type": "application/merge-patch+json"}


def _whole(person: Person, **fields: Any) -> dict[str, Any]:
    return {"email": person.email, "username": person.username, **fields}


async def _user(person: Person) -> Any:
    return (await person.api.get(person.path)).data


async def test_put_replaces_and_absent_names_become_null(make_user: MakeUser) -> None:
    person = await make_user(first_name="Ada", last_name="Adler")
    answer = await person.api.put(person.path, _whole(person, first_name="Augusta"))
    assert answer.status == 200
    assert (answer.data["first_name"], answer.data["last_name"]) == ("Augusta", None)
    assert (await _user(person))["last_name"] is None


async def test_put_by_an_admin_leaves_role_and_status_that_are_absent(make_user: MakeUser, admin: Api) -> None:
    person = await make_user(role="guest", status="inactive")
    answer = await admin.put(person.path, _whole(person))
    assert (answer.data["role"], answer.data["status"]) == ("guest", "inactive")
    changed = await admin.put(person.path, _whole(person, role="user", status="active"))
    assert (changed.data["role"], changed.data["status"]) == ("user", "active")


@pytest.mark.parametrize("field", ["email", "username"])
async def test_put_needs_what_cannot_be_null(someone: Person, field: str) -> None:
    body = _whole(someone)
    assert (await someone.api.put(someone.path, {**body, field: None})).violations == {field}
    del body[field]
    assert (await someone.api.put(someone.path, body)).violations == {field}


async def test_put_takes_no_password(someone: Person) -> None:
    answer = await someone.api.put(someone.path, _whole(someone, password="another-password-1"))
    assert (answer.status, answer.violations) == (422, {"password"})


@pytest.mark.parametrize("headers", [{}, MERGE])
async def test_patch_changes_what_is_there_and_nothing_else(make_user: MakeUser, headers: dict[str, str]) -> None:
    person = await make_user(first_name="Ada", last_name="Adler")
    before = await _user(person)
    answer = await person.api.patch(person.path, {"first_name": "Augusta"}, headers=headers)
    assert answer.status == 200
    after = await _user(person)
    assert {name for name in after if after[name] != before[name]} == {"first_name", "updated_at"}
    assert answer.data.items() <= after.items()


async def test_null_in_a_patch_removes_a_name(make_user: MakeUser) -> None:
    person = await make_user(first_name="Ada", last_name="Adler")
    answer = await person.api.patch(person.path, {"first_name": None, "last_name": "Byron"})
    assert (answer.data["first_name"], answer.data["last_name"]) == (None, "Byron")


@pytest.mark.parametrize("field", ["email", "username", "password", "role", "status"])
async def test_null_cannot_remove_what_every_user_has(someone: Person, admin: Api, field: str) -> None:
    for caller in (someone.api, admin):
        answer = await caller.patch(someone.path, {field: None})
        assert (answer.status, answer.violations) == (422, {field})


async def test_an_empty_patch_changes_nothing(make_user: MakeUser) -> None:
    person = await make_user(first_name="Ada")
    before = await _user(person)
    answer = await person.api.patch(person.path, {})
    assert answer.status == 200
    assert await _user(person) == before
    assert answer.data.items() <= before.items()


async def test_an_empty_name_is_not_null(make_user: MakeUser) -> None:
    person = await make_user(first_name="Ada")
    assert (await person.api.patch(person.path, {"first_name": ""})).data["first_name"] == ""
    assert (await person.api.put(person.path, _whole(person, first_name=""))).data["first_name"] == ""


async def test_a_change_moves_updated_at_and_keeps_created_at(make_user: MakeUser) -> None:
    person = await make_user()
    before = await _user(person)
    after = (await person.api.patch(person.path, {"first_name": "Ada"})).data
    assert datetime.fromisoformat(after["updated_at"]) > datetime.fromisoformat(before["updated_at"])
    assert after["created_at"] == before["created_at"]


@pytest.mark.parametrize("field", SERVER_OWNED)
async def test_what_the_server_owns_cannot_be_changed(someone: Person, admin: Api, field: str) -> None:
    for caller in (someone.api, admin):
        put = await caller.put(someone.path, _whole(someone, **{field: SERVER_OWNED[field]}))
        patch = await caller.patch(someone.path, {field: SERVER_OWNED[field]})
        assert [(answer.status, answer.violations) for answer in (put, patch)] == [(422, {field})] * 2


@pytest.mark.parametrize(
    ("field", "value"), [("role", "admin"), ("role", "user"), ("status", "inactive"), ("status", "active")]
)
async def test_only_an_admin_sets_role_and_status(make_user: MakeUser, admin: Api, field: str, value: str) -> None:
    person = await make_user(first_name="Ada")
    patch = await person.api.patch(person.path, {field: value, "first_name": "Eve"})
    put = await person.api.put(person.path, _whole(person, **{field: value, "first_name": "Eve"}))
    assert [(answer.status, answer.json()["code"]) for answer in (patch, put)] == [(403, "FORBIDDEN")] * 2
    user = await _user(person)
    assert (user["role"], user["status"], user["first_name"]) == ("user", "active", "Ada")
    assert (await admin.patch(person.path, {field: value})).data[field] == value


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("field", ["email", "username"])
async def test_a_name_of_somebody_else_conflicts(someone: Person, bob: Api, method: str, field: str) -> None:
    taken = {"email": "BOB@example.com", "username": "Bob"}[field]
    answer = await someone.api.request(method, someone.path, _whole(someone, **{field: taken}))
    assert (answer.status, answer.violations) == (409, {field})
    assert (await _user(someone))[field] == getattr(someone, field)


async def test_ones_own_name_in_other_capitals_is_no_conflict(make_user: MakeUser) -> None:
    person = await make_user()
    answer = await person.api.patch(person.path, {"email": person.email.upper(), "username": person.username.upper()})
    assert (answer.status, answer.data["email"]) == (200, person.email.upper())


async def test_changes_at_once_all_take_effect(make_user: MakeUser) -> None:
    person = await make_user()
    bodies = [{"first_name": f"first {n}"} if n % 2 else {"last_name": f"last {n}"} for n in range(20)]
    answers = await asyncio.gather(*(person.api.patch(person.path, body) for body in bodies))
    assert {answer.status for answer in answers} == {200}
    user = await _user(person)
    assert (user["first_name"][:5], user["last_name"][:4]) == ("first", "last")


async def test_a_read_after_a_change_sees_it_however_many_read(make_user: MakeUser) -> None:
    person = await make_user()
    for number in range(15):
        others = [asyncio.create_task(person.api.get(person.path)) for _ in range(10)]
        await asyncio.sleep(0)
        await person.api.patch(person.path, {"first_name": f"name {number}"})
        assert (await _user(person))["first_name"] == f"name {number}"
        await asyncio.gather(*others)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_who_is_not_there_cannot_be_changed(admin: Api, method: str) -> None:
    name = fresh_name()
    body = {"email": f"{name}@people.example", "username": name}
    answer = await admin.request(method, "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11", body)
    assert (answer.status, answer.json()["code"]) == (404, "NOT_FOUND")
