"""Entity tags: not read again what is known, and nothing changed that somebody else has changed before."""

import asyncio
import re

import pytest

from tests.api import Api
from tests.people import PASSWORD, MakeUser, Person

# The state of the row, and for an answer that holds more than the row, of the rest of it.
TAG = re.compile(r'"(v\d+)(\.[0-9a-f]+)?"')
STALE = ['"v999999"', '"v0", "v999999"', '"nothing-like-it"', '""']


def _row(tag: str) -> str:
    """The part of a tag that says which state the user is in."""
    found = TAG.fullmatch(tag)
    assert found is not None
    return found[1]


async def _tag(person: Person) -> str:
    tag = (await person.api.get(person.path)).headers["ETag"]
    assert _row(tag)
    return tag


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_single_users_carry_a_strong_tag(make_user: MakeUser, admin: Api, version: str) -> None:
    person = await make_user()
    caller = admin.version(version)
    first, unchanged, again = (
        await caller.get(person.path),
        await caller.patch(person.path, {}),
        await caller.get(person.path),
    )
    assert first.headers["ETag"] == again.headers["ETag"]
    assert _row(first.headers["ETag"]) == _row(unchanged.headers["ETag"])
    changed = await caller.patch(person.path, {"first_name": "Ada"})
    assert _row(changed.headers["ETag"]) != _row(first.headers["ETag"])
    assert _row(changed.headers["ETag"]) == _row((await caller.get(person.path)).headers["ETag"])


async def test_a_created_user_carries_the_tag_it_can_be_changed_with(admin: Api, make_user: MakeUser) -> None:
    body = {"email": "tagged@people.example", "username": "tagged-1", "password": PASSWORD}
    created = await admin.post("/users", body)
    answer = await admin.patch(
        f"/users/{created.data['id']}", {"first_name": "Ada"}, headers={"If-Match": created.headers["ETag"]}
    )
    assert answer.status == 200


@pytest.mark.parametrize("form", ["{}", "W/{}", '"v0", {}', "*", '{},"x"', "{} , W/{}"])
async def test_what_the_client_knows_is_not_sent_again(someone: Person, form: str) -> None:
    tag = await _tag(someone)
    answer = await someone.api.get(someone.path, headers={"If-None-Match": form.replace("{}", tag)})
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize("tags", STALE)
async def test_what_the_client_does_not_know_is_sent(someone: Person, tags: str) -> None:
    answer = await someone.api.get(someone.path, headers={"If-None-Match": tags})
    assert (answer.status, answer.data["id"]) == (200, someone.id)


async def test_a_change_makes_the_old_tag_stale(make_user: MakeUser) -> None:
    person = await make_user()
    tag = await _tag(person)
    await person.api.patch(person.path, {"first_name": "Ada"})
    assert (await person.api.get(person.path, headers={"If-None-Match": tag})).status == 200


async def test_nothing_that_differs_is_called_the_same(make_user: MakeUser) -> None:
    person = await make_user()
    before = await person.api.get(person.path)
    await person.api.signed_in(person.username, PASSWORD)
    after = await person.api.get(person.path, headers={"If-None-Match": before.headers["ETag"]})
    # last_login_at is part of what is shown.
    assert after.status == 200
    assert after.data != before.data


async def test_a_tag_is_no_key(someone: Person, bob: Api, api: Api) -> None:
    headers = {"If-None-Match": await _tag(someone)}
    assert (await bob.get(someone.path, headers=headers)).status == 404
    assert (await api.get(someone.path, headers=headers)).status == 401


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("tags", STALE)
async def test_who_knows_an_old_state_changes_nothing(someone: Person, admin: Api, method: str, tags: str) -> None:
    before = (await admin.get(someone.path)).data
    body = None if method == "DELETE" else {"email": someone.email, "username": someone.username, "first_name": "Eve"}
    answer = await admin.request(method, someone.path, body, headers={"If-Match": tags})
    assert (answer.status, answer.json()["code"]) == (412, "PRECONDITION_FAILED")
    assert (await admin.get(someone.path)).data == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("form", ["{}", "*", '"v999999", {}'])
async def test_who_knows_the_present_state_may_change_it(
    make_user: MakeUser, admin: Api, method: str, form: str
) -> None:
    person = await make_user()
    body = None if method == "DELETE" else {"email": person.email, "username": person.username}
    headers = {"If-Match": form.replace("{}", await _tag(person))}
    assert (await admin.request(method, person.path, body, headers=headers)).status in (200, 204)


async def test_a_weak_tag_is_not_strong_enough_for_a_change(make_user: MakeUser) -> None:
    person = await make_user()
    answer = await person.api.patch(person.path, {}, headers={"If-Match": f"W/{await _tag(person)}"})
    assert answer.status == 412


async def test_of_many_who_know_the_same_state_one_changes_it(make_user: MakeUser) -> None:
    person = await make_user()
    headers = {"If-Match": await _tag(person)}
    answers = await asyncio.gather(
        *(person.api.patch(person.path, {"first_name": f"Ada {n}"}, headers=headers) for n in range(10))
    )
    assert sorted(answer.status for answer in answers) == [200] + [412] * 9


@pytest.mark.parametrize("tags", ["v7", '"v1', "'v1'", ",", "W/v1", "v1,v2", ""])
async def test_what_is_no_tag_matches_nothing(someone: Person, tags: str) -> None:
    get = await someone.api.get(someone.path, headers={"If-None-Match": tags})
    patch = await someone.api.patch(someone.path, {"first_name": "Eve"}, headers={"If-Match": tags})
    assert [get.status, patch.status] == [200, 412]


@pytest.mark.parametrize("tags", ['"ü"', '"' + "x" * 1000 + '"'])
async def test_what_cannot_be_a_tag_is_a_bad_request(someone: Person, tags: str) -> None:
    get = await someone.api.get(someone.path, headers={"If-None-Match": tags})
    patch = await someone.api.patch(someone.path, {"first_name": "Eve"}, headers={"If-Match": tags})
    assert (get.status, get.violations) == (400, {"If-None-Match"})
    assert (patch.status, patch.violations) == (400, {"If-Match"})


async def test_if_match_for_nobody_is_not_found(admin: Api) -> None:
    answer = await admin.patch("/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11", {}, headers={"If-Match": '"v1"'})
    assert answer.status == 404


async def test_lists_and_tokens_carry_no_tag(admin: Api) -> None:
    assert "ETag" not in (await admin.get("/users")).headers
    assert "ETag" not in (await admin.holding(None).sign_in("bob", "bob-password-1")).headers
