"""Faults of the seed's versioning that must not come back. Its sunsets, statistics and notices have theirs elsewhere:
V6 in `test_endings.py`, V14 to V16 in `tests/usage`, V17 in `tests/notices` and `tests/usage/test_statistics.py`."""

import re
from email.utils import parsedate_to_datetime

import pytest

from gateway.topology import SERVICES
from tests.api import Api
from tests.people import MakeUser
from tests.servers import split_gateway
from tests.statements import Sql

VERSIONS = ["v1", "v2", "v3"]
CREDENTIALS = {"username": "bob", "password": "bob-password-1"}


@pytest.mark.parametrize("version", VERSIONS)
async def test_v1_the_path_of_a_version_reaches_it_body_and_all(api: Api, version: str) -> None:
    """V1: a mount at `/api/v` matches no `/api/v1`, so nothing is marked and no body is read."""
    answer = await api.version(version).post("/auth/token", CREDENTIALS)
    assert (answer.status, answer.headers["API-Version"]) == (200, version)


async def test_v2_each_version_answers_as_itself(admin: Api) -> None:
    """V2: the seed looks for the version in a path it has been cut off from, and finds v1 everywhere."""
    bodies = {}
    for version in VERSIONS:
        answer = await admin.version(version).get("/users", query={"limit": 1})
        assert answer.headers["API-Version"] == version
        bodies[version] = answer.json()
    assert bodies["v1"].keys() == {"response"}
    assert "total_pages" in bodies["v2"]["pagination"]
    assert "has_more" in bodies["v3"]["pagination"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_v3_a_post_without_a_body_is_refused_and_ends_nothing(api: Api, admin: Api, version: str) -> None:
    """V3: `const {email} = req.body` of nothing ends the seed's process."""
    for body in (None, b"", b"null", b"[]", b'"', b"{", b"\xff"):
        answer = await admin.version(version).request("POST", "/users", body=body)
        assert answer.status in (400, 415, 422)
    assert (await api.root.get("/livez")).status == 200


async def test_v4_the_dates_of_a_deprecation_are_written_as_their_rfcs_say(api: Api) -> None:
    """V4: RFC 9745 wants `@` and seconds, RFC 8594 an HTTP-date, and never before the deprecation."""
    headers = (await api.version("v1").get("/products", query={"limit": 1})).headers
    assert re.fullmatch(r"@-?\d+", headers["Deprecation"])
    assert re.fullmatch(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT", headers["Sunset"])
    sunset = parsedate_to_datetime(headers["Sunset"])
    assert f"{sunset:%a}" == headers["Sunset"][:3]
    assert sunset.timestamp() >= int(headers["Deprecation"][1:])


async def test_v5_links_to_other_pages_stay_beside_those_of_the_deprecation(api: Api) -> None:
    """V5: the seed overwrites Link."""
    answer = await api.version("v1").get("/products", query={"limit": 1, "page": 2})
    assert {"first", "prev", "next", "last", "deprecation", "successor-version"} == answer.links.keys()


@pytest.mark.parametrize("version", VERSIONS)
async def test_v7_no_version_shows_a_password_hash_or_an_error_from_within(
    admin: Api, sql: Sql, make_user: MakeUser, version: str
) -> None:
    """V7: `SELECT *` shows the hash, and error.message the SQL."""
    person = await make_user()
    ((stored,),) = sql("SELECT password_hash FROM users.users WHERE id = %(id)s", id=person.id)
    caller = admin.version(version)
    same = {"email": person.email, "username": "of-another", "password": "correct-horse-1"}
    for answer in (
        await caller.get(person.path),
        await caller.get("/users", query={"limit": 100, "sort": "-created_at"}),
        await caller.post("/users", same),
        await caller.get("/users/not-a-uuid"),
        await caller.get("/users", query={"fields": "password_hash"}),
    ):
        assert stored.encode() not in answer.body
        assert b'"password_hash":' not in answer.body
        assert not re.search(rb"SELECT|users_email|psycopg|Traceback|constraint", answer.body)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("limit", ["0", "-5", "101", "10abc", "1e3", "99999999999999999999", "NaN", ""])
async def test_v8_a_limit_is_a_whole_number_within_bounds(admin: Api, version: str, limit: str) -> None:
    """V8: the seed takes `10abc` for ten, and sends `LIMIT -4` to the database."""
    answer = await admin.version(version).get("/users", query={"limit": limit})
    assert answer.status == 400


async def test_v9_a_cursor_keeps_microseconds_and_cannot_be_made_up(admin: Api, sql: Sql, make_user: MakeUser) -> None:
    """V9: a JavaScript Date ends at milliseconds, so the seed leaves out rows; and it trusts what it decodes."""
    people = [await make_user(status="inactive") for _ in range(4)]
    for number, person in enumerate(people):
        moment = f"2019-01-01T00:00:00.00000{number}Z"
        sql("UPDATE users.users SET created_at = %(moment)s WHERE id = %(id)s", moment=moment, id=person.id)
    first_second = {"created_at[gte]": "2019-01-01T00:00:00Z", "created_at[lt]": "2019-01-01T00:00:01Z"}
    v3, query = admin.version("v3"), {"limit": 1, "sort": "created_at", **first_second}
    seen, cursor = [], ""
    for _ in people:
        answer = await v3.get("/users", query=query | ({"cursor": cursor} if cursor else {}))
        seen += [user["id"] for user in answer.data]
        cursor = answer.json()["pagination"]["cursor"] or cursor
    assert seen == [person.id for person in people]
    for made_up in ("bm90LWpzb24.c2lnbmVk", cursor[:-2] + "AA", cursor + "A", "x", "e30.e30"):
        assert (await v3.get("/users", query=query | {"cursor": made_up})).status == 400


async def test_v10_a_version_is_what_it_says_of_itself(api: Api, admin: Api) -> None:
    """V10: the seed lists features it has not got, and changes it did not make."""
    entries = {entry["version"]: entry for entry in (await api.root.get("/api/versions")).json()["versions"]}
    paths = {version: (await api.root.get(f"/openapi/{version}.json")).json()["paths"] for version in VERSIONS}
    for version, entry in entries.items():
        batches = {path for path in paths[version] if path.startswith("/batch/")}
        assert bool(batches) == ("batch_operations" in entry["features"]), version
        found = await api.version(version).post("/graphql", {"query": "{ __typename }"})
        assert (found.status != 404) == ("graphql" in entry["features"]), version
    user = {version: await admin.version(version).get("/users", query={"limit": 1}) for version in VERSIONS}
    assert isinstance(user["v1"].json()["response"]["users"][0]["created_at"], int)
    assert isinstance(user["v2"].data[0]["created_at"], str)
    assert [(await api.version(version).get("/products")).status for version in VERSIONS] == [200, 200, 401]
    assert (await admin.version("v3").get("/users", query={"page": 1})).status == 400


@pytest.mark.parametrize("version", VERSIONS)
async def test_v11_a_request_id_is_always_there_and_never_what_could_do_harm(api: Api, version: str) -> None:
    """V11: the seed sends back whatever it was sent, or nothing."""
    caller = api.version(version)
    kept = await caller.get("/products", headers={"X-Request-ID": "order-7_a.b"})
    assert kept.headers["X-Request-ID"] == "order-7_a.b"
    for given in ({}, {"X-Request-ID": "x" * 129}, {"X-Request-ID": "<script>"}, {"X-Request-ID": "a b"}):
        answer = await caller.get("/products", headers=given)
        made = answer.headers["X-Request-ID"]
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,128}", made)
        assert made not in given.values()


async def test_v12_health_is_bad_when_what_it_stands_on_is_away(api: Api) -> None:
    """V12: the seed is healthy without its database; `test_database_away.py` takes that away."""
    async with split_gateway(dict.fromkeys(SERVICES, "http://127.0.0.1:1")) as url:
        lonely = api.at(url).root
        statuses = [(await lonely.get(path)).status for path in ("/livez", "/readyz", "/health")]
    assert statuses == [200, 503, 503]


async def test_v13_a_version_by_media_type_is_a_media_type_and_varies(api: Api) -> None:
    """V13: `Accept: v1` is none."""
    assert (await api.negotiating.get("/products", headers={"Accept": "v1"})).status == 406
    answer = await api.negotiating.get("/products", headers={"Accept": "application/vnd.api.v1+json"})
    assert (answer.status, answer.headers["API-Version"]) == (200, "v1")
    assert answer.headers["Content-Type"] == "application/vnd.api.v1+json"
    assert "Accept" in answer.headers["Vary"]
    unknown = await api.negotiating.get("/products", headers={"Accept": "application/vnd.api.v9+json"})
    assert unknown.status == 406
