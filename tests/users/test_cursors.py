"""Cursors are opaque, signed, and good for the list they were made for."""

import base64

import pytest

from tests.api import Answer, Api


async def _first(admin: Api, **query: str) -> tuple[str, Answer]:
    answer = await admin.version("v3").get("/users", query={"limit": 5, **query})
    cursor = answer.json()["pagination"]["cursor"]
    assert isinstance(cursor, str)
    return cursor, answer


async def _follow(admin: Api, cursor: str, **query: str | int) -> Answer:
    return await admin.version("v3").get("/users", query={"limit": 5, "cursor": cursor, **query})


def _assert_refused(answer: Answer) -> None:
    assert (answer.status, answer.json()["code"], answer.violations) == (400, "BAD_REQUEST", {"cursor"})


async def test_a_cursor_leads_on(admin: Api) -> None:
    cursor, first = await _first(admin)
    following = await _follow(admin, cursor)
    assert following.status == 200
    assert not {row["id"] for row in first.data} & {row["id"] for row in following.data}


async def test_another_limit_is_no_other_list(admin: Api) -> None:
    cursor, _ = await _first(admin)
    assert len((await _follow(admin, cursor, limit=2)).data) == 2


async def test_any_change_of_any_character_is_noticed(admin: Api) -> None:
    cursor, _ = await _first(admin)
    for at in range(len(cursor)):
        if cursor[at] != ".":
            changed = cursor[:at] + ("B" if cursor[at] == "A" else "A") + cursor[at + 1 :]
            _assert_refused(await _follow(admin, changed))


@pytest.mark.parametrize(
    "cursor", ["x", ".", "a.b", "a.b.c", "A" * 500 + ".AAAA", "a.", ".b", "", "a b.c", "%00.a", "a" * 2000, "ä.b"]
)
async def test_what_is_no_cursor_is_refused(admin: Api, cursor: str) -> None:
    _assert_refused(await _follow(admin, cursor))


async def test_a_cut_or_extended_cursor_is_refused(admin: Api) -> None:
    cursor, _ = await _first(admin)
    payload, _, seal = cursor.partition(".")
    for changed in (cursor[:-1], cursor + "A", f"{payload}.", f"{payload}A.{seal}", f"{seal}.{payload}", cursor + "=="):
        _assert_refused(await _follow(admin, changed))


async def test_a_cursor_sealed_by_somebody_else_is_refused(admin: Api) -> None:
    cursor, _ = await _first(admin)
    payload = cursor.partition(".")[0]
    _assert_refused(await _follow(admin, f"{payload}.{base64.urlsafe_b64encode(bytes(16)).rstrip(b'=').decode()}"))


@pytest.mark.parametrize("sort", ["username", "created_at", "-created_at,username", "-updated_at"])
async def test_a_cursor_of_another_sort_is_refused(admin: Api, sort: str) -> None:
    cursor, _ = await _first(admin)
    _assert_refused(await _follow(admin, cursor, sort=sort))


async def test_a_cursor_of_another_filter_is_refused(admin: Api) -> None:
    plain, _ = await _first(admin)
    active, _ = await _first(admin, status="active")
    _assert_refused(await _follow(admin, plain, status="active"))
    _assert_refused(await _follow(admin, active))
    _assert_refused(await _follow(admin, active, status="inactive"))
    _assert_refused(await _follow(admin, active, status="active", created_after="2020-01-01T00:00:00Z"))


async def test_the_default_sort_written_out_is_the_same_list(admin: Api) -> None:
    cursor, _ = await _first(admin)
    assert (await _follow(admin, cursor, sort="-created_at")).status == 200


async def test_a_cursor_is_good_at_every_gateway_of_the_same_database(admin: Api, split_url: str) -> None:
    cursor, _ = await _first(admin)
    here, there = await _follow(admin, cursor), await _follow(admin.at(split_url), cursor)
    assert here.data == there.data


async def test_a_cursor_survives_its_row(admin: Api) -> None:
    bodies = [{"email": f"cursor-{n}@people.example", "username": f"cursor-{n}", "password": "x" * 8} for n in range(3)]
    users = [(await admin.post("/users", body)).data for body in bodies]
    answer = await admin.version("v3").get("/users", query={"limit": 1})
    assert answer.data[0]["id"] == users[2]["id"]
    await admin.delete(f"/users/{users[2]['id']}")
    following = await admin.root.get(answer.json()["links"]["next"])
    assert following.data[0]["id"] == users[1]["id"]
