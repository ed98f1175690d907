"""Idempotency-Key: a creation that is repeated is answered again, not done again."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.api import Answer, Api
from tests.people import MakeUser, new_user


async def _create(caller: Api, key: str, body: dict[str, Any]) -> Answer:
    return await caller.post("/users", body, headers={"Idempotency-Key": key})


def _key() -> str:
    return f'"{uuid4()}"'


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_a_repetition_gets_the_stored_answer(admin: Api, version: str) -> None:
    key, body, caller = _key(), new_user(), admin.version(version)
    first, second = await _create(caller, key, body), await _create(caller, key, body)
    assert [first.status, second.status] == [201, 201]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["ETag"] == second.headers["ETag"]
    without_meta = [{k: v for k, v in answer.json().items() if k != "meta"} for answer in (first, second)]
    assert without_meta[0] == without_meta[1]


async def test_a_repetition_does_nothing_again(admin: Api) -> None:
    key, body = _key(), new_user()
    created = await _create(admin, key, body)
    await admin.delete(f"/users/{created.data['id']}")
    assert (await _create(admin, key, body)).status == 201
    assert (await admin.get(f"/users/{created.data['id']}")).status == 404


async def test_the_answer_is_kept_for_every_gateway(admin: Api, split_url: str) -> None:
    key, body = _key(), new_user()
    here, there = await _create(admin, key, body), await _create(admin.at(split_url), key, body)
    assert here.data == there.data
    assert there.headers["Idempotency-Replayed"] == "true"


async def test_a_bare_key_is_the_quoted_one(admin: Api) -> None:
    key, body = str(uuid4()), new_user()
    assert (await _create(admin, key, body)).status == 201
    assert (await _create(admin, f'"{key}"', body)).headers["Idempotency-Replayed"] == "true"


async def test_another_body_under_the_same_key_is_refused(admin: Api) -> None:
    key = _key()
    assert (await _create(admin, key, new_user())).status == 201
    answer = await _create(admin, key, new_user())
    assert (answer.status, answer.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert answer.violations == {"Idempotency-Key"}


async def test_of_many_at_once_one_creates_and_the_others_are_told(admin: Api) -> None:
    key, body = _key(), new_user()
    answers = await asyncio.gather(*(_create(admin, key, body) for _ in range(10)))
    made = [answer for answer in answers if answer.status == 201]
    assert {answer.status for answer in answers} <= {201, 409}
    assert len({answer.data["id"] for answer in made}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in made) == 1
    assert {answer.json()["code"] for answer in answers if answer.status == 409} <= {"IDEMPOTENCY_KEY_IN_FLIGHT"}


async def test_a_key_is_the_callers_own(admin: Api, make_user: MakeUser) -> None:
    boss, key = await make_user(role="admin"), _key()
    assert (await _create(admin, key, new_user())).status == 201
    answer = await _create(boss.api, key, new_user())
    assert answer.status == 201
    assert "Idempotency-Replayed" not in answer.headers


async def test_what_failed_may_be_tried_again(admin: Api, make_user: MakeUser) -> None:
    person, key = await make_user(), _key()
    body = {**new_user(), "email": person.email}
    assert (await _create(admin, key, body)).status == 409
    await admin.delete(person.path)
    answer = await _create(admin, key, body)
    assert answer.status == 201
    assert "Idempotency-Replayed" not in answer.headers


async def test_who_may_not_create_is_told_nothing_stored(admin: Api, bob: Api) -> None:
    key, body = _key(), new_user()
    await _create(admin, key, body)
    assert (await _create(bob, key, body)).status == 403


async def test_without_a_key_every_request_counts(admin: Api) -> None:
    body = new_user()
    assert [(await admin.post("/users", body)).status for _ in range(2)] == [201, 409]


@pytest.mark.parametrize("key", ["x" * 256, "two words", "tab\there", "ü", " "])
async def test_what_is_no_key_is_refused(admin: Api, key: str) -> None:
    answer = await _create(admin, key, new_user())
    if key.strip():
        assert (answer.status, answer.violations) == (400, {"Idempotency-Key"})
    else:
        # A header of nothing but blanks is an empty one.
        assert answer.status in (201, 400)


async def test_no_password_is_kept_with_a_key(admin: Api, sql: Any) -> None:
    body = new_user(password="never-to-be-stored-1")
    assert (await _create(admin, _key(), body)).status == 201
    kept = sql("SELECT scope, encode(body, 'escape') FROM users.idempotency_keys")
    assert kept
    assert not any("never-to-be-stored" in text or "$argon2" in text for row in kept for text in row)
