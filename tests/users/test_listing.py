"""`GET /users`: order, filters, and pages that hold every row exactly once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from tests.api import Api

Sql = Callable[..., list[tuple[Any, ...]]]
# Three bursts: equal timestamps within one, one microsecond between them, and a page border inside each.
INSERT = """
INSERT INTO users.users (email, username, role, status, password_hash, created_at, updated_at)
SELECT format('%%s@burst.example', name), name, 'guest', 'inactive', '!', moment, timestamptz '2001-01-01 00:00:00.5Z'
FROM generate_series(1, 30) AS n,
     LATERAL (
         SELECT format('burst-%%s', lpad(n::text, 2, '0')) AS name,
                timestamptz '2001-02-03 04:05:06.789012Z' + make_interval(secs => (n %% 3) * 0.000001) AS moment
     ) AS burst
"""
# More rows than all tests leave behind.
ENDLESS = 20_000
EVERY_SORT = ["created_at", "-created_at", "updated_at", "-updated_at", "username", "-username", "email", "-email"]


@pytest.fixture(scope="module", autouse=True)
def bursts(sql: Sql) -> Iterator[None]:
    """Thirty users who were created in three instants."""
    sql(INSERT)
    yield
    sql("DELETE FROM users.users WHERE username LIKE 'burst-%%'")


def _ids(sql: Sql) -> set[str]:
    return {str(row[0]) for row in sql("SELECT id FROM users.users")}


async def _by_page(caller: Api, limit: int, **query: str) -> list[dict[str, Any]]:
    rows, page = [], 1
    while True:
        answer = await caller.get("/users", query={"limit": limit, "page": page, **query})
        assert answer.status == 200
        rows += answer.data
        if not answer.json()["pagination"]["has_next"]:
            return rows
        assert len(rows) < ENDLESS, "a list without an end"
        page += 1


async def _by_cursor(caller: Api, limit: int, **query: str) -> list[dict[str, Any]]:
    answer = await caller.version("v3").get("/users", query={"limit": limit, **query})
    rows: list[dict[str, Any]] = answer.data
    while answer.json()["pagination"]["has_more"]:
        assert len(answer.data) == limit
        assert len(rows) < ENDLESS, "a list without an end"
        answer = await caller.root.get(answer.json()["links"]["next"])
        assert answer.status == 200
        rows += answer.data
    assert (answer.json()["pagination"]["cursor"], answer.json()["links"]["next"]) == (None, None)
    return rows


def _ordered(rows: list[dict[str, Any]], field: str, *, descending: bool) -> bool:
    keys = (
        [datetime.fromisoformat(row[field]) for row in rows] if field.endswith("_at") else [row[field] for row in rows]
    )
    pairs = pairwise(keys)
    return all(left >= right if descending else left <= right for left, right in pairs)


@pytest.mark.parametrize("limit", [7, 100])
@pytest.mark.parametrize("sort", ["created_at", "-updated_at", "updated_at,-email", "-created_at,username,-email"])
async def test_pages_hold_every_row_exactly_once(admin: Api, sql: Sql, limit: int, sort: str) -> None:
    ids = [row["id"] for row in await _by_page(admin, limit, sort=sort)]
    assert len(ids) == len(set(ids))
    assert set(ids) == _ids(sql)


@pytest.mark.parametrize("limit", [1, 7, 100])
@pytest.mark.parametrize("sort", ["created_at", "-updated_at", "updated_at,-email", "-created_at,username,-email"])
async def test_cursors_reach_every_row_exactly_once(admin: Api, sql: Sql, limit: int, sort: str) -> None:
    if limit == 1:
        rows = await _by_cursor(admin, limit, sort=sort, role="guest", status="inactive")
        wanted = {str(row[0]) for row in sql("SELECT id FROM users.users WHERE role = 'guest' AND status = 'inactive'")}
    else:
        rows, wanted = await _by_cursor(admin, limit, sort=sort), _ids(sql)
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert set(ids) == wanted


@pytest.mark.parametrize("sort", EVERY_SORT)
async def test_rows_come_in_the_order_that_was_asked_for(admin: Api, sort: str) -> None:
    by_page, by_cursor = await _by_page(admin, 100, sort=sort), await _by_cursor(admin, 40, sort=sort)
    assert [row["id"] for row in by_page] == [row["id"] for row in by_cursor]
    field = sort.removeprefix("-")
    names = [row for row in by_page if field.endswith("_at") or row["username"].startswith("burst-")]
    assert len(names) >= 30
    assert _ordered(names, field, descending=sort.startswith("-"))


async def test_the_newest_come_first_unless_told_otherwise(admin: Api) -> None:
    rows = await _by_page(admin, 100)
    assert _ordered(rows, "created_at", descending=True)
    assert [row["id"] for row in rows] == [row["id"] for row in await _by_page(admin, 100, sort="-created_at")]


async def test_a_second_key_orders_within_the_first(admin: Api) -> None:
    rows = await _by_cursor(admin, 7, sort="created_at,-username", role="guest", status="inactive")
    bursts = [row for row in rows if row["username"].startswith("burst-")]
    expected = sorted(bursts, key=lambda row: row["username"], reverse=True)
    expected.sort(key=lambda row: datetime.fromisoformat(row["created_at"]))
    assert [row["username"] for row in bursts] == [row["username"] for row in expected]
    assert len(bursts) == 30


@pytest.mark.parametrize(
    ("field", "value"), [("status", "inactive"), ("status", "active"), ("role", "guest"), ("role", "admin")]
)
async def test_a_filter_lets_through_what_matches_and_nothing_else(
    admin: Api, sql: Sql, field: str, value: str
) -> None:
    wanted = {str(row[0]) for row in sql(f"SELECT id FROM users.users WHERE {field} = %(value)s", value=value)}
    by_page, by_cursor = await _by_page(admin, 100, **{field: value}), await _by_cursor(admin, 100, **{field: value})
    assert {row["id"] for row in by_page} == {row["id"] for row in by_cursor} == wanted
    assert {row[field] for row in by_page} == {value}


async def test_filters_combine_with_and(admin: Api) -> None:
    rows = await _by_page(admin, 100, role="guest", status="inactive", created_after="2001-02-03T04:05:06.789013Z")
    bursts = [row for row in rows if row["username"].startswith("burst-")]
    assert len(bursts) == 10
    assert {row["role"] for row in rows} == {"guest"}


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2001-02-03T04:05:06.789011Z", 30),
        ("2001-02-03T04:05:06.789012Z", 20),
        ("2001-02-03T05:05:06.789012+01:00", 20),
        ("2001-02-03T04:05:06.789013Z", 10),
        ("2001-02-03T04:05:06.789014Z", 0),
    ],
)
async def test_created_after_is_exact_to_the_microsecond(admin: Api, moment: str, count: int) -> None:
    rows = await _by_cursor(admin, 100, created_after=moment, sort="created_at")
    assert sum(row["username"].startswith("burst-") for row in rows) == count


async def test_v1_takes_and_gives_milliseconds(admin: Api) -> None:
    moment = datetime(2001, 2, 3, 4, 5, 6, 789_000, tzinfo=UTC)
    milliseconds = int(moment.timestamp() * 1000)
    query = {"sort": "created_at", "limit": 100, "role": "guest", "status": "inactive"}
    for after, expected in ((milliseconds, 30), (milliseconds + 1, 0), ("2001-02-03T04:05:06.789012Z", 20)):
        answer = await admin.version("v1").get("/users", query={**query, "created_after": after})
        users = [user for user in answer.json()["response"]["users"] if user["username"].startswith("burst-")]
        assert len(users) == expected
        assert {user["created_at"] for user in users} <= {milliseconds}


@pytest.mark.parametrize("after", ["-62135596800000", "-1", "0", "253402300799999"])
async def test_v1_takes_every_millisecond_of_the_calendar(admin: Api, after: str) -> None:
    answer = await admin.version("v1").get("/users", query={"created_after": after})
    assert answer.status == 200
    assert (answer.json()["response"]["pagination"]["total"] == 0) == (after == "253402300799999")


@pytest.mark.parametrize(
    "after", ["-62135596800001", "253402300800000", "9" * 30, "--5", "-", "٥", "5-", "1_000", "1e3", "1.5", "-0-", "²"]
)
async def test_v1_refuses_milliseconds_outside_the_calendar_or_form(admin: Api, after: str) -> None:
    answer = await admin.version("v1").get("/users", query={"created_after": after})
    assert (answer.status, answer.json()["error"]["code"]) == (400, "BAD_REQUEST")


async def test_newer_versions_take_no_milliseconds(admin: Api) -> None:
    for version in ("v2", "v3"):
        answer = await admin.version(version).get("/users", query={"created_after": "981173106789"})
        assert (answer.status, answer.violations) == (400, {"created_after"})


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59-14:00"],
)
async def test_the_ends_of_the_calendar_do_no_harm(admin: Api, moment: str) -> None:
    assert (await admin.get("/users", query={"created_after": moment})).status in (200, 400)


async def test_totals_agree_with_what_is_there(admin: Api, sql: Sql) -> None:
    answer = await admin.get("/users", query={"limit": 9})
    total = sql("SELECT count(*) FROM users.users")[0][0]
    assert answer.json()["pagination"]["total"] == total
    assert answer.headers["X-Total-Count"] == str(total)
