"""The access table of the contract, row by row: every operation on users by everyone who might try."""

from typing import Any

import pytest

from tests.api import Answer, Api
from tests.people import MakeUser, Person, new_user

CALLERS = ["anonymous", "other", "owner", "guest owner", "admin", "suspended"]
# operation: what anonymous, another user, the owner, a guest who owns it, an admin and a suspended owner get
MATRIX = {
    "list": (401, 403, 403, 403, 200, 401),
    "create": (401, 403, 403, 403, 201, 401),
    "get": (401, 404, 200, 200, 200, 401),
    "replace": (401, 404, 200, 200, 200, 401),
    "patch": (401, 404, 200, 200, 200, 401),
    "delete": (401, 403, 403, 403, 204, 401),
    "set role": (401, 404, 403, 403, 200, 401),
    "set status": (401, 404, 403, 403, 200, 401),
}
CELLS = [(operation, caller) for operation in MATRIX for caller in CALLERS]


@pytest.fixture(scope="module")
async def suspended(make_user: MakeUser, admin: Api) -> Person:
    """Somebody with a token from better days, which nobody has looked at since."""
    person = await make_user()
    assert (await admin.patch(person.path, {"status": "suspended"})).status == 200
    return person


@pytest.fixture(scope="module")
async def guest(make_user: MakeUser) -> Person:
    return await make_user(role="guest")


@pytest.fixture(scope="module")
async def owner(make_user: MakeUser) -> Person:
    return await make_user()


async def _attempt(caller: Api, operation: str, target: Person) -> Answer:
    whole = {"email": target.email, "username": target.username}
    requests: dict[str, tuple[str, str, Any]] = {
        "list": ("GET", "/users", None),
        "create": ("POST", "/users", new_user()),
        "get": ("GET", target.path, None),
        "replace": ("PUT", target.path, whole),
        "patch": ("PATCH", target.path, {"first_name": "Ada"}),
        "delete": ("DELETE", target.path, None),
        "set role": ("PATCH", target.path, {"role": "user"}),
        "set status": ("PATCH", target.path, {"status": "active"}),
    }
    return await caller.request(*requests[operation])


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
@pytest.mark.parametrize(("operation", "who"), CELLS)
async def test_who_may_do_what(
    version: str,
    operation: str,
    who: str,
    api: Api,
    bob: Api,
    admin: Api,
    owner: Person,
    guest: Person,
    suspended: Person,
    make_user: MakeUser,
) -> None:
    callers = {
        "anonymous": (api, owner),
        "other": (bob, owner),
        "owner": (owner.api, owner),
        "guest owner": (guest.api, guest),
        "admin": (admin, owner),
        "suspended": (suspended.api, suspended),
    }
    caller, target = callers[who]
    expected = MATRIX[operation][CALLERS.index(who)]
    if expected == 204:
        target = await make_user()
    answer = await _attempt(caller.version(version), operation, target)
    assert answer.status == expected
    if expected == 401:
        invalid = 'Bearer realm="trellis", error="invalid_token"'
        assert answer.headers["WWW-Authenticate"] == ('Bearer realm="trellis"' if who == "anonymous" else invalid)
    else:
        assert "WWW-Authenticate" not in answer.headers


async def test_another_users_existence_is_not_told(bob: Api, owner: Person) -> None:
    nobody = "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"
    body = {"email": "x@y.example", "username": "someone"}
    for method, content in (("GET", None), ("PUT", body), ("PATCH", {"email": 7}), ("DELETE", None)):
        there = await bob.request(method, owner.path, content)
        nowhere = await bob.request(method, nobody, content)
        assert there.status == nowhere.status
        assert [answer.json() | {"request_id": ""} for answer in (there,)] == [nowhere.json() | {"request_id": ""}]


async def test_what_may_not_be_done_is_refused_before_it_is_read(bob: Api, api: Api, owner: Person) -> None:
    assert (await bob.post("/users", body=b"{")).status == 403
    assert (await bob.post("/users", {}, headers={"Content-Type": "text/plain"})).status == 403
    assert (await bob.patch(owner.path, body=b"{")).status == 404
    assert (await api.post("/users", body=b"{")).status == 401
    assert (await bob.get("/users", query={"limit": 0})).status == 403


async def test_a_demoted_admin_is_an_admin_no_more(make_user: MakeUser, admin: Api) -> None:
    boss = await make_user(role="admin")
    await admin.patch(boss.path, {"role": "user"})
    assert (await boss.api.get("/users")).status == 403
    assert (await boss.api.get(boss.path)).status == 200


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_signing_in_and_the_keys_are_for_everybody(api: Api, version: str) -> None:
    anybody = api.version(version)
    assert (await anybody.sign_in("bob", "bob-password-1")).status == 200
    assert (await anybody.post("/auth/refresh", {"refresh_token": "x"})).status == 401
    assert (await anybody.post("/auth/revoke", {"token": "x"})).status == 204
    assert (await anybody.get("/.well-known/jwks.json")).status == 200


async def test_a_bad_token_does_not_keep_anybody_from_signing_in(api: Api) -> None:
    stale = api.holding("eyJhbGciOiJFZERTQSJ9.e30.c2ln")
    assert (await stale.sign_in("bob", "bob-password-1")).status == 200
    assert (await stale.get("/.well-known/jwks.json")).status == 200


@pytest.mark.parametrize(
    "authorization", ["Basic Ym9iOmJvYg==", "Bearer", "Bearer ", "bearer x", "Token x", "", "Bearer a b"]
)
async def test_credentials_of_another_kind_are_refused(api: Api, authorization: str) -> None:
    answer = await api.get("/users", headers={"Authorization": authorization})
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="trellis", error="invalid_token"'


async def test_the_scheme_may_be_written_in_any_capitals(admin: Api) -> None:
    answer = await admin.holding(None).get("/users", headers={"Authorization": f"bEARER {admin.token}"})
    assert answer.status == 200
