"""What is noted of a request: who, what, which version, how it ended; and what is not."""

import asyncio

from tests.api import Api
from tests.people import MakeUser
from tests.statements import Sql
from tests.usage.house import House, open_house


async def test_v15_what_is_kept_is_the_template_of_a_path_and_never_an_id(
    house: House, sql: Sql, make_user: MakeUser
) -> None:
    """V15: raw paths hold ids, and no column is too short for one."""
    people = [await make_user() for _ in range(3)]
    for person in people:
        answer = await house.admin.get(f"/users/{person.id}?fields=id")
        assert answer.status == 200
    await house.admin.get("/nowhere/" + "x" * 5000, headers={"User-Agent": "y" * 3000})
    await house.written()
    assert house.rows(sql, "version, method, route, operation_id, status_class, requests") == [
        ("v2", "", "", "", 4, 1),
        ("v2", "GET", "/users/{id}", "getUser", 2, 3),
    ]


async def test_v16_a_client_is_who_the_credential_says_and_not_who_a_header_says(
    house: House, sql: Sql, make_user: MakeUser
) -> None:
    """V16: x-client-id is anybody's word."""
    person = await make_user()
    mine = person.api.at(house.api.base)
    key = (await mine.post("/api-keys", {"name": "program", "scopes": ["read"]})).data["key"]
    claims = {"X-Client-Id": "admin", "X-Forwarded-User": "admin", "From": "admin@example.com"}
    await mine.get(person.path, headers=claims)
    await house.api.get(person.path, headers={"X-API-Key": key, **claims})
    await house.api.get("/products", query={"limit": 1}, headers=claims)
    await house.api.holding("made.up.token").get(person.path, headers=claims)
    await house.written()
    found = house.rows(sql, "operation_id, client_id::text, status_class, requests")
    assert found == [
        ("createApiKey", person.id, 2, 1),
        ("getUser", person.id, 2, 2),
        ("getUser", None, 4, 1),
        ("listProducts", None, 2, 1),
    ]


async def test_a_version_counts_however_it_was_named(house: House, sql: Sql) -> None:
    products = {"limit": 1}
    await house.api.version("v1").get("/products", query=products)
    await house.api.negotiating.get("/products", query=products, headers={"API-Version": "1"})
    await house.api.negotiating.get("/products", query=products, headers={"Accept": "application/vnd.api.v1+json"})
    await house.api.negotiating.get("/products", query={**products, "version": "1"})
    await house.api.negotiating.get("/products", query=products)
    await house.written()
    assert house.rows(sql, "version, deprecated, requests") == [("v1", True, 4), ("v2", False, 1)]


async def test_what_belongs_to_no_version_is_not_counted(house: House, sql: Sql) -> None:
    for path in ("/", "/health", "/metrics", "/api/versions", "/nowhere", "/api/v9/users"):
        await house.api.root.get(path)
    await house.api.request("OPTIONS", "/users")
    await house.written()
    assert house.rows(sql, "version, route") == []


async def test_many_at_once_are_all_counted_in_one_row(house: House, sql: Sql) -> None:
    await asyncio.gather(*(house.api.get("/products", query={"limit": 1}) for _ in range(200)))
    await house.written()
    ((requests, milliseconds, seen),) = house.rows(sql, "requests, milliseconds, last_seen")
    assert (requests, seen) == (200, house.clock())
    assert 0.02 * requests < milliseconds < 10_000 * requests


async def test_midnight_parts_the_days(house: House, sql: Sql, api: Api) -> None:
    first = house.clock().date()
    await house.api.get("/products", query={"limit": 1})
    house.clock.turn(days=1)
    # The first write after midnight: what was counted before it belongs to the day before.
    await house.written()
    await house.api.get("/products", query={"limit": 1})
    await house.api.get("/products", query={"limit": 1})
    await house.written()
    assert house.rows(sql, "requests", first) == [(1,)]
    assert house.rows(sql, "requests") == [(2,)]


async def test_several_gateways_add_up(house: House, sql: Sql, database_url: str, admin: Api) -> None:
    async with open_house(house.api, admin, database_url, house.clock) as second:
        for gateway in (house, second):
            await asyncio.gather(*(gateway.api.get("/products", query={"limit": 1}) for _ in range(25)))
        await asyncio.gather(house.written(), second.written())
        await second.api.get("/products", query={"limit": 1})
    # The last one was still in memory when that gateway was stopped.
    assert house.rows(sql, "requests") == [(51,)]
