"""Changing a password: what proves it, and what ends with it. And that no answer ever shows one."""

from typing import Any

import pytest

from tests.api import Api
from tests.people import PASSWORD, MakeUser, Person, new_user

NEW = "a-brand-new-password-2"


async def _change(person: Person, **fields: Any) -> int:
    return (await person.api.patch(person.path, {"password": NEW, **fields})).status


async def test_the_present_password_proves_the_change(api: Api, make_user: MakeUser) -> None:
    person = await make_user()
    assert await _change(person, current_password=PASSWORD) == 200
    assert (await api.sign_in(person.username, PASSWORD)).status == 401
    assert (await api.sign_in(person.username, NEW)).status == 200


@pytest.mark.parametrize("proof", [{}, {"current_password": "not-the-password"}, {"current_password": NEW}])
async def test_without_proof_nothing_changes(api: Api, make_user: MakeUser, proof: dict[str, str]) -> None:
    person = await make_user(first_name="Ada")
    answer = await person.api.patch(person.path, {"password": NEW, "first_name": "Eve", **proof})
    assert (answer.status, answer.violations) == (403, {"current_password"})
    assert (await person.api.get(person.path)).data["first_name"] == "Ada"
    assert (await api.sign_in(person.username, PASSWORD)).status == 200


async def test_an_admin_proves_their_own_too(make_user: MakeUser) -> None:
    boss = await make_user(role="admin")
    assert await _change(boss) == 403
    assert await _change(boss, current_password=PASSWORD) == 200


async def test_a_change_ends_every_other_session_and_keeps_this_one(api: Api, make_user: MakeUser) -> None:
    person = await make_user()
    other = (await api.sign_in(person.username, PASSWORD)).data
    assert await _change(person, current_password=PASSWORD) == 200
    assert (await api.post("/auth/refresh", {"refresh_token": other["refresh_token"]})).status == 401
    assert (await person.api.get(person.path)).status == 200


async def test_an_admin_needs_no_proof_and_ends_all_sessions(api: Api, admin: Api, make_user: MakeUser) -> None:
    person = await make_user()
    session = (await api.sign_in(person.username, PASSWORD)).data
    assert (await admin.patch(person.path, {"password": NEW})).status == 200
    assert (await api.post("/auth/refresh", {"refresh_token": session["refresh_token"]})).status == 401
    assert (await api.sign_in(person.username, NEW)).status == 200


async def test_a_proof_alone_changes_nothing(make_user: MakeUser) -> None:
    person = await make_user()
    before = (await person.api.get(person.path)).data
    assert (await person.api.patch(person.path, {"current_password": PASSWORD})).status == 200
    assert (await person.api.get(person.path)).data == before


async def test_a_password_of_the_wrong_length_is_refused(someone: Person) -> None:
    for password in ("short", "x" * 129):
        answer = await someone.api.patch(someone.path, {"password": password, "current_password": PASSWORD})
        assert (answer.status, answer.violations) == (422, {"password"})


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_names(member) for member in value.values()))
    return set().union(*(_names(item) for item in value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_no_answer_of_any_version_holds_a_password_or_its_hash(
    admin: Api, make_user: MakeUser, sql: Any, version: str
) -> None:
    person = await make_user()
    stored = sql("SELECT password_hash FROM users.users WHERE id = %(id)s", id=person.id)[0][0]
    caller, whole = admin.version(version), {"email": person.email, "username": person.username}
    answers = [
        await caller.post("/users", new_user()),
        await caller.get(person.path),
        await caller.put(person.path, whole),
        await caller.patch(person.path, {"password": NEW}),
        await caller.get("/users", query={"limit": 100}),
        await caller.post("/users", {**new_user(), "email": person.email}),
        await caller.holding(None).sign_in(person.username, NEW),
        await caller.holding(None).sign_in(person.username, PASSWORD),
    ]
    assert [answer.status for answer in answers] == [201, 200, 200, 200, 200, 409, 200, 401]
    assert stored.startswith("$argon2id$")
    for answer in answers:
        assert not any("password" in name or "hash" in name for name in _names(answer.json()))
        for secret in (stored, PASSWORD, NEW):
            assert secret not in answer.body.decode()
