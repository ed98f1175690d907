"""Refreshing and revoking: a refresh token works once, and what ends a session ends its refresh token at once."""

import asyncio
from typing import Any

import pytest

from tests.api import Answer, Api
from tests.people import PASSWORD, MakeUser, Person


async def _session(person: Person) -> Any:
    """Fresh tokens, the access token used once so that it is remembered everywhere."""
    token = (await person.api.sign_in(person.username, PASSWORD)).data
    assert (await person.api.holding(token["access_token"]).get(person.path)).status == 200
    return token


async def _refresh(api: Api, token: str) -> Answer:
    return await api.post("/auth/refresh", {"refresh_token": token})


async def test_a_refresh_token_buys_new_tokens_of_the_same_session(api: Api, someone: Person) -> None:
    first = await _session(someone)
    answer = await _refresh(api, first["refresh_token"])
    second = answer.data
    assert answer.status == 200
    assert second.keys() == first.keys()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert (await api.holding(second["access_token"]).get(someone.path)).status == 200
    assert (await _refresh(api, second["refresh_token"])).status == 200


async def test_a_refresh_token_that_is_used_again_ends_the_session(api: Api, someone: Person) -> None:
    other = await _session(someone)
    first = await _session(someone)
    second = (await _refresh(api, first["refresh_token"])).data
    replayed = await _refresh(api, first["refresh_token"])
    assert replayed.status == 401
    assert replayed.headers["WWW-Authenticate"].startswith("Bearer ")
    assert (await _refresh(api, second["refresh_token"])).status == 401
    assert (await _refresh(api, other["refresh_token"])).status == 200


async def test_of_many_refreshes_at_once_at_most_one_succeeds(api: Api, someone: Person) -> None:
    token = (await _session(someone))["refresh_token"]
    answers = await asyncio.gather(*(_refresh(api, token) for _ in range(10)))
    assert sorted(answer.status for answer in answers) == [200] + [401] * 9


@pytest.mark.parametrize(
    "token",
    [
        "x",
        ".",
        "..",
        "a.b",
        "AAAAAAAAAAAAAAAAAAAAAA.AAAA",
        "ä.ö",
        "=.=",
        "A" * 256,
        "c2Vzc2lvbi1pZA.bm90LWEtcmVhbC10b2tlbg",
    ],
)
async def test_what_is_no_refresh_token_is_refused(api: Api, token: str) -> None:
    answer = await _refresh(api, token)
    assert (answer.status, answer.json()["code"]) == (401, "UNAUTHORIZED")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="trellis", error="invalid_token"'


async def test_an_access_token_is_no_refresh_token_and_the_other_way(api: Api, someone: Person) -> None:
    token = await _session(someone)
    assert (await api.post("/auth/refresh", {"refresh_token": token["access_token"][:256]})).status == 401
    assert (await api.holding(token["refresh_token"]).get(someone.path)).status == 401


async def test_revoking_either_token_ends_its_session(api: Api, someone: Person) -> None:
    kept, *ended = [await _session(someone) for _ in range(3)]
    for session, kind in zip(ended, ("refresh_token", "access_token"), strict=True):
        answer = await api.post("/auth/revoke", {"token": session[kind]})
        assert (answer.status, answer.body) == (204, b"")
        assert (await _refresh(api, session["refresh_token"])).status == 401
    assert (await api.holding(kept["access_token"]).get(someone.path)).status == 200
    assert (await _refresh(api, kept["refresh_token"])).status == 200


@pytest.mark.parametrize("token", ["x", "a.b", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "ä" * 100, "A" * 4096])
async def test_revoking_what_nobody_knows_is_no_error(api: Api, token: str) -> None:
    assert (await api.post("/auth/revoke", {"token": token})).status == 204


async def test_revoking_twice_is_no_error(api: Api, someone: Person) -> None:
    token = await _session(someone)
    for _ in range(2):
        assert (await api.post("/auth/revoke", {"token": token["refresh_token"]})).status == 204


async def test_a_stale_refresh_token_revokes_nothing(api: Api, someone: Person) -> None:
    first = await _session(someone)
    second = (await _refresh(api, first["refresh_token"])).data
    assert (await api.post("/auth/revoke", {"token": first["refresh_token"]})).status == 204
    assert (await _refresh(api, second["refresh_token"])).status == 200


async def test_who_is_suspended_or_deleted_gets_no_more_tokens(api: Api, admin: Api, make_user: MakeUser) -> None:
    suspended, inactive, deleted = await make_user(), await make_user(), await make_user()
    people = (suspended, inactive, deleted)
    tokens = [await _session(person) for person in people]
    await admin.patch(suspended.path, {"status": "suspended"})
    await admin.patch(inactive.path, {"status": "inactive"})
    await admin.delete(deleted.path)
    for token in tokens:
        assert (await _refresh(api, token["refresh_token"])).status == 401
    for person in people:
        assert (await api.sign_in(person.username, PASSWORD)).status == 401


async def test_who_is_active_again_may_sign_in_again(api: Api, admin: Api, make_user: MakeUser) -> None:
    person = await make_user(status="suspended")
    assert (await api.sign_in(person.username, PASSWORD)).status == 401
    await admin.patch(person.path, {"status": "active"})
    assert (await api.sign_in(person.username, PASSWORD)).status == 200
