"""`DELETE /users/{id}`, and the accounts that protect themselves."""

import asyncio

import pytest

from tests.api import Api
from tests.people import MakeUser, new_user


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_a_deleted_user_is_gone(make_user: MakeUser, admin: Api, version: str) -> None:
    person = await make_user()
    caller = admin.version(version)
    first = await caller.delete(person.path)
    assert (first.status, first.body) == (204, b"")
    assert (await caller.delete(person.path)).status == 404
    assert (await caller.get(person.path)).status == 404
    assert (await caller.patch(person.path, {})).status == 404


async def test_of_two_deletions_at_once_one_finds_nothing(make_user: MakeUser, admin: Api) -> None:
    person = await make_user()
    answers = await asyncio.gather(admin.delete(person.path), admin.delete(person.path))
    assert sorted(answer.status for answer in answers) == [204, 404]


async def test_the_names_of_a_deleted_user_are_free_again(make_user: MakeUser, admin: Api) -> None:
    person = await make_user()
    await admin.delete(person.path)
    answer = await admin.post("/users", {**new_user(), "email": person.email, "username": person.username})
    assert answer.status == 201
    assert answer.data["id"] != person.id


async def test_a_body_is_no_part_of_a_deletion(make_user: MakeUser, admin: Api) -> None:
    person = await make_user()
    assert (await admin.delete(person.path, body=b"{not json")).status == 204


@pytest.mark.parametrize(
    "fields", [{"role": "user"}, {"role": "guest"}, {"status": "suspended"}, {"status": "inactive"}]
)
async def test_an_admin_cannot_lock_themselves_out(make_user: MakeUser, fields: dict[str, str]) -> None:
    boss = await make_user(role="admin")
    patch = await boss.api.patch(boss.path, {"first_name": "Eve", **fields})
    put = await boss.api.put(boss.path, {"email": boss.email, "username": boss.username, **fields})
    assert [(answer.status, answer.json()["code"]) for answer in (patch, put)] == [(409, "CONFLICT")] * 2
    user = (await boss.api.get(boss.path)).data
    assert (user["role"], user["status"], user["first_name"]) == ("admin", "active", None)


async def test_an_admin_may_say_what_already_is(make_user: MakeUser) -> None:
    boss = await make_user(role="admin")
    assert (await boss.api.patch(boss.path, {"role": "admin", "status": "active"})).status == 200


async def test_an_admin_cannot_delete_themselves_but_another_can(make_user: MakeUser, admin: Api) -> None:
    boss = await make_user(role="admin")
    refused = await boss.api.delete(boss.path)
    assert (refused.status, refused.json()["code"]) == (409, "CONFLICT")
    assert (await boss.api.get(boss.path)).status == 200
    assert (await admin.delete(boss.path)).status == 204


async def test_another_admin_may_demote_and_suspend(make_user: MakeUser, admin: Api) -> None:
    boss = await make_user(role="admin")
    answer = await admin.patch(boss.path, {"role": "user", "status": "suspended"})
    assert (answer.status, answer.data["role"], answer.data["status"]) == (200, "user", "suspended")
