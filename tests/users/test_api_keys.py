"""API keys: made once, shown once, and never good for more than their scopes and their owner."""

import re
from typing import Any

import pytest

from tests.api import Answer, Api, Keyed
from tests.people import MakeUser, Person

KEY = re.compile(r"trk_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{43}")
MEMBERS = {"id", "user_id", "name", "scopes", "created_at", "expires_at", "revoked_at"}


async def _made(person: Person, *scopes: str, **fields: Any) -> Answer:
    answer = await person.api.post("/api-keys", {"name": "a key", "scopes": list(scopes), **fields})
    assert answer.status == 201, answer.body
    return answer


async def _program(person: Person, *scopes: str) -> Keyed:
    return Keyed(person.api, (await _made(person, *scopes)).data["key"])


async def test_a_new_key_is_shown_once(make_user: MakeUser, sql: Any) -> None:
    person = await make_user()
    answer = await _made(person, "read", expires_in=3600)
    made = answer.data
    assert made.keys() == MEMBERS | {"key"}
    assert KEY.fullmatch(made["key"])
    assert answer.headers["Location"] == f"/api/v2/api-keys/{made['id']}"
    listed = await person.api.get("/api-keys")
    assert listed.data == [{name: made[name] for name in MEMBERS}]
    stored = sql("SELECT encode(secret_hash, 'escape') FROM users.api_keys WHERE id = %(id)s", id=made["id"])
    assert made["key"][27:] not in stored[0][0]


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_a_key_is_credentials_enough(someone: Person, version: str) -> None:
    program = Keyed(someone.api.version(version), (await _made(someone, "read")).data["key"])
    assert (await program.request("GET", someone.path)).status == 200
    assert (await program.request("GET", "/users")).status == 403


async def test_a_key_is_good_at_the_service_and_in_either_topology(
    someone: Person, split_url: str, users_service_url: str
) -> None:
    key = (await _made(someone, "read")).data["key"]
    for api in (someone.api.at(split_url), Api(someone.api.session, users_service_url, prefix="")):
        assert (await Keyed(api, key).request("GET", someone.path)).status == 200


@pytest.mark.parametrize(
    ("scopes", "read", "write"),
    [(("read",), 200, 403), (("write",), 403, 200), (("read", "write"), 200, 200)],
)
async def test_a_key_does_what_its_scopes_say(someone: Person, scopes: tuple[str, ...], read: int, write: int) -> None:
    program = await _program(someone, *scopes)
    assert (await program.request("GET", someone.path)).status == read
    assert (await program.request("PATCH", someone.path, {"first_name": "Ada"})).status == write


async def test_an_admins_key_is_an_admin_only_if_it_says_so(make_user: MakeUser) -> None:
    boss = await make_user(role="admin")
    plain, powerful = await _program(boss, "read", "write"), await _program(boss, "read", "admin")
    assert (await plain.request("GET", "/users")).status == 403
    assert (await plain.request("GET", boss.path)).status == 200
    assert (await powerful.request("GET", "/users")).status == 200
    assert (await powerful.request("POST", "/users", {})).status == 403


async def test_a_user_cannot_give_a_key_what_they_do_not_have(someone: Person) -> None:
    answer = await someone.api.post("/api-keys", {"name": "more", "scopes": ["read", "admin"]})
    assert (answer.status, answer.json()["code"]) == (403, "FORBIDDEN")


async def test_a_key_of_a_former_admin_is_no_admin(make_user: MakeUser, admin: Api) -> None:
    boss = await make_user(role="admin")
    key = (await _made(boss, "read", "admin")).data["key"]
    await admin.patch(boss.path, {"role": "user"})
    assert (await Keyed(boss.api, key).request("GET", "/users")).status == 403


async def test_a_key_makes_and_revokes_no_keys(make_user: MakeUser) -> None:
    boss = await make_user(role="admin")
    made = (await _made(boss, "read", "write", "admin")).data
    program = Keyed(boss.api, made["key"])
    assert (await program.request("POST", "/api-keys", {"name": "child", "scopes": ["read"]})).status == 403
    assert (await program.request("DELETE", f"/api-keys/{made['id']}")).status == 403


async def test_keys_are_ones_own_but_for_admins(someone: Person, admin: Api, bob: Api, api: Api) -> None:
    made = (await _made(someone, "read")).data
    path = f"/api-keys/{made['id']}"
    assert made["id"] not in {key["id"] for key in (await bob.get("/api-keys")).data}
    assert made["id"] in {key["id"] for key in (await admin.get("/api-keys", query={"limit": 100})).data}
    assert [(await caller.delete(path)).status for caller in (api, bob)] == [401, 404]
    assert (await admin.delete(path)).status == 204
    assert (await someone.api.delete(path)).status == 404


async def test_a_revoked_key_is_still_listed(someone: Person) -> None:
    made = (await _made(someone, "read")).data
    assert (await someone.api.delete(f"/api-keys/{made['id']}")).status == 204
    listed = (await someone.api.get("/api-keys")).data
    assert listed[0]["revoked_at"] > made["created_at"]
    # Nobody has asked with it yet, so nobody remembers it.
    assert (await Keyed(someone.api, made["key"]).request("GET", someone.path)).status == 401


async def test_an_expired_key_is_good_for_nothing(someone: Person, sql: Any) -> None:
    made = (await _made(someone, "read", expires_in=60)).data
    sql("UPDATE users.api_keys SET expires_at = clock_timestamp() WHERE id = %(id)s", id=made["id"])
    assert (await Keyed(someone.api, made["key"]).request("GET", someone.path)).status == 401


@pytest.mark.parametrize("status", ["suspended", "inactive"])
async def test_a_key_is_no_better_than_its_owner(make_user: MakeUser, admin: Api, status: str) -> None:
    person = await make_user()
    program = await _program(person, "read")
    await admin.patch(person.path, {"status": status})
    assert (await program.request("GET", person.path)).status == 401


async def test_what_is_no_key_is_refused(someone: Person) -> None:
    good = (await _made(someone, "read")).data["key"]
    changed = good[:-2] + ("AA" if good[-2:] != "AA" else "BB")
    other = (await _made(someone, "read")).data["key"]
    mixed = good[:27] + other[27:]
    for key in (
        changed,
        mixed,
        good[:-1],
        good + "A",
        good.upper(),
        "trk_",
        "x",
        "trk_" + "A" * 66,
        "ä" * 70,
        good[4:],
    ):
        answer = await Keyed(someone.api, key).request("GET", someone.path)
        assert answer.status == 401, key
        assert "WWW-Authenticate" in answer.headers


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name", "scopes"}),
        ({"name": "", "scopes": []}, {"name", "scopes"}),
        ({"name": "x" * 101, "scopes": ["read"] * 4}, {"name", "scopes"}),
        ({"name": "a\0b", "scopes": ["root"]}, {"name", "scopes.0"}),
        ({"name": "a", "scopes": ["read"], "expires_in": 59}, {"expires_in"}),
        ({"name": "a", "scopes": ["read"], "expires_in": 1.5}, {"expires_in"}),
        ({"name": "a", "scopes": ["read"], "expires_in": None}, {"expires_in"}),
        ({"name": "a", "scopes": ["read"], "user_id": "x", "key": "x", "id": "x"}, {"user_id", "key", "id"}),
    ],
)
async def test_a_key_of_the_wrong_form_is_named(bob: Api, body: dict[str, Any], fields: set[str]) -> None:
    answer = await bob.post("/api-keys", body)
    assert (answer.status, answer.violations) == (422, fields)


async def test_keys_go_with_their_owner(make_user: MakeUser, admin: Api, sql: Any) -> None:
    person = await make_user()
    made = (await _made(person, "read")).data
    assert (await admin.delete(person.path)).status == 204
    assert sql("SELECT count(*) FROM users.api_keys WHERE id = %(id)s", id=made["id"]) == [(0,)]
    assert (await Keyed(person.api, made["key"]).request("GET", person.path)).status == 401
