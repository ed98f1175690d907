"""Changes as Server-Sent Events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.api import Api
from tests.orders.shop import Shop
from tests.people import Person

Event = dict[str, str]


class Reader:
    """The stream as an EventSource reads it; its id is the last one that came, with or without an event."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        self.last_event_id = ""

    async def event(self) -> Event:
        """The next event that has data. Raises EOFError at the end."""
        fields: Event = {}
        async with asyncio.timeout(10):
            while True:
                line = (await self._response.content.readline()).decode()
                if not line:
                    raise EOFError
                if line == "\n":
                    self.last_event_id = fields.get("id", self.last_event_id)
                    if "data" in fields:
                        return fields
                    fields = {}
                elif not line.startswith(":"):
                    name, _, value = line.rstrip("\n").partition(": ")
                    fields[name] = value


@asynccontextmanager
async def streaming(api: Api, last_event_id: str = "", **query: str) -> AsyncIterator[Reader]:
    headers = {"Authorization": f"Bearer {api.token}", "Accept": "text/event-stream"}
    if last_event_id:
        headers["Last-Event-ID"] = last_event_id
    async with api.session.get(f"{api.base}/api/v3/changes", headers=headers, params=query) as response:
        assert response.status == 200, await response.read()
        assert response.content_type == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        yield Reader(response)


async def test_events_arrive_one_by_one_as_they_happen(boss: Api, shop: Shop) -> None:
    """W12: and go on after the last one that arrived."""
    wish = {"channel": "products", "filter": f"category_id eq {shop.category}", "fields": "id,name"}
    async with streaming(boss, **wish) as reader:
        product = await shop.product(name="First")
        first = await reader.event()
        assert first["event"] == "create"
        assert json.loads(first["data"])["data"] == {"id": product, "name": "First"}
    other = await shop.product(name="Second")
    for again in ({"last_event_id": first["id"]}, {"since": first["id"]}):
        async with streaming(boss, **again, **wish) as reader:
            event = await reader.event()
            assert json.loads(event["data"])["data"] == {"id": other, "name": "Second"}
            assert event["id"] == json.loads(event["data"])["resume"] == reader.last_event_id


async def test_a_stream_that_was_silent_has_a_place_to_come_back_to(boss: Api, shop: Shop) -> None:
    """W22: the id comes before any event."""
    wish = {"channel": "products", "filter": f"category_id eq {shop.category}", "fields": "name"}
    async with streaming(boss, **wish) as reader:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.event(), 0.5)
    await shop.product(name="Meanwhile")
    async with streaming(boss, last_event_id=reader.last_event_id, **wish) as again:
        assert json.loads((await again.event())["data"])["data"] == {"name": "Meanwhile"}


async def test_a_client_sees_its_own_rows_only_and_no_more_after_it_was_ended(
    anybody: Api, boss: Api, person: Person, shop: Shop
) -> None:
    """W15, W18."""
    async with streaming(anybody.holding(person.api.token), channel="users", fields="id") as reader:
        assert (await boss.patch("/users/" + (await me(boss)), {"first_name": "Admin"})).status == 200
        assert (await person.api.patch(person.path, {"first_name": "Ada"})).status == 200
        assert json.loads((await reader.event())["data"])["data"] == {"id": person.id}
        assert (await boss.patch(person.path, {"status": "suspended"})).status == 200
        with pytest.raises(EOFError):
            while True:
                await reader.event()


async def me(boss: Api) -> str:
    found: str = (await boss.get("/users", query={"username": "admin"})).data[0]["id"]
    return found


@pytest.mark.parametrize(
    ("query", "headers", "field"),
    [
        ({"channel": "invoices"}, {}, "channel"),
        ({}, {}, "channel"),
        ({"channel": "users", "filter": "nonsense"}, {}, "filter"),
        ({"channel": "users", "fields": "password_hash"}, {}, "fields"),
        ({"channel": "users", "since": "yesterday"}, {}, "since"),
        ({"channel": "users"}, {"Last-Event-ID": "yesterday"}, "Last-Event-ID"),
        ({"channel": "users", "limit": "3"}, {}, "limit"),
    ],
    ids=str,
)
async def test_what_cannot_be_streamed_is_refused_before_it_begins(
    boss: Api, query: dict[str, Any], headers: dict[str, str], field: str
) -> None:
    answer = await boss.version("v3").get("/changes", query=query, headers=headers)
    assert (answer.status, answer.violations) == (400, {field})


async def test_who_is_nobody_gets_no_stream(anybody: Api, boss: Api, person: Person) -> None:
    v3 = anybody.version("v3")
    assert (await v3.get("/changes", query={"channel": "users"})).status == 401
    assert (await v3.holding("a.b.c").get("/changes", query={"channel": "users"})).status == 401
    assert (await boss.version("v2").get("/changes", query={"channel": "users"})).status == 404
    image = await boss.version("v3").get("/changes", query={"channel": "users"}, headers={"Accept": "image/png"})
    assert image.status == 406
    assert (await boss.get("/users", headers={"Accept": "text/event-stream"})).status == 406
    head = await boss.version("v3").request("HEAD", "/changes", query={"channel": "users"})
    assert head.status == 200
