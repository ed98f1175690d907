"""Categories: adding them, and that each name is there once."""

import asyncio
from typing import Any

import pytest

from tests.api import Api
from tests.orders.shop import NOWHERE
from tests.people import fresh_name


async def test_a_category_is_added_and_listed(admin: Api, api: Api) -> None:
    name = fresh_name("Lamps")
    answer = await admin.post("/categories", {"name": name})
    assert (answer.status, answer.data["name"]) == (201, name)
    listed = (await api.get("/categories", query={"name": name})).data
    assert listed == [answer.data]


async def test_creation_says_where(admin: Api) -> None:
    """R8: every 201 has a Location, which leads to what was created."""
    answer = await admin.post("/categories", {"name": fresh_name("Lamps")})
    assert "Location" in answer.headers
    found = await admin.root.get(answer.headers["Location"])
    assert found.status == 200
    assert answer.data["id"] in found.body.decode()


@pytest.mark.parametrize("spelling", [str, str.lower, str.upper, str.swapcase])
async def test_a_name_is_there_once_whatever_its_capitals(admin: Api, spelling: Any) -> None:
    """R25: two spellings of one name are one name."""
    name = fresh_name("Ärmelkanal Lamps")
    await admin.post("/categories", {"name": name})
    answer = await admin.post("/categories", {"name": spelling(name)})
    assert (answer.status, answer.json()["code"], answer.violations) == (409, "DUPLICATE_ENTRY", {"name"})
    assert b"categories_name_key" not in answer.body


async def test_of_many_at_once_exactly_one_gets_the_name(admin: Api) -> None:
    """G9: who asks first and inserts then is too late."""
    name = fresh_name("Lamps")
    names = [name.upper() if number % 2 else name for number in range(20)]
    answers = await asyncio.gather(*(admin.post("/categories", {"name": each}) for each in names))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 19


@pytest.mark.parametrize("name", ["", "x" * 101, "a\0b", None, 7, ["Lamps"]])
async def test_a_name_out_of_bounds_is_refused(admin: Api, name: Any) -> None:
    answer = await admin.post("/categories", {"name": name})
    assert (answer.status, answer.violations) == (422, {"name"})


async def test_the_longest_and_the_shortest_name_are_taken(admin: Api) -> None:
    long = fresh_name("x" * 90).ljust(100, "y")
    for name in (long, "😀"):
        answer = await admin.post("/categories", {"name": name})
        assert (answer.status, answer.data["name"]) == (201, name)


@pytest.mark.parametrize("field", ["id", "created_at", "products"])
async def test_what_the_server_owns_cannot_be_set(admin: Api, field: str) -> None:
    answer = await admin.post("/categories", {"name": fresh_name(), field: NOWHERE})
    assert (answer.status, answer.violations) == (422, {field})


async def test_only_an_admin_adds_categories(alice: Api, api: Api) -> None:
    assert (await alice.post("/categories", {"name": fresh_name()})).status == 403
    assert (await api.post("/categories", {"name": fresh_name()})).status == 401
