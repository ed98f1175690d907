"""Reading by cursor while others write: every row that stays is seen exactly once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api import Api
from tests.orders.shop import Shop
from tests.query.listings import comparable
from tests.query.shelf import Sql

# Few different values, so that most rows equal others in most keys.
MOMENTS = ("2020-01-01T00:00:00.000001Z", "2020-01-01T00:00:00.000002Z", "2020-01-01T00:00:00.999999Z")
SORTS = (
    "",
    "created_at",
    "-created_at",
    "price",
    "price,-created_at",
    "-price,name",
    "-inventory,price,-name",
    "name,-created_at,price,inventory",
    "-created_at,-price,-name",
)
ADD = """
INSERT INTO orders.products (id, name, price, currency, inventory, category_id, created_at)
VALUES (%(id)s, %(name)s, %(price)s, 'USD', %(inventory)s, %(category)s, %(created_at)s)
"""
REMOVE = "DELETE FROM orders.products WHERE id = %(id)s"
TOUCH = (
    "UPDATE orders.products SET description = 'touched', updated_at = now(), version = version + 1 WHERE id = %(id)s"
)

rows = st.fixed_dictionaries(
    {
        "name": st.sampled_from(("a", "b")),
        "price": st.sampled_from(("0.00", "1.10")),
        "inventory": st.integers(0, 2),
        "created_at": st.sampled_from(MOMENTS),
    }
)


@dataclass(frozen=True)
class Step:
    """What happens between two pages: rows come, and of those that are there some go or are touched."""

    added: tuple[Mapping[str, Any], ...]
    removed: tuple[int, ...]
    touched: tuple[int, ...]


numbers = st.lists(st.integers(0, 30), max_size=2).map(tuple)
steps = st.builds(Step, st.lists(rows, max_size=2).map(tuple), numbers, numbers)


class Table:
    """The rows of a category of its own: those that are there, and all that ever were."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self.category = str(uuid4())
        sql("INSERT INTO orders.categories (id, name) VALUES (%(id)s, %(id)s)", id=self.category)
        self.present: dict[str, Mapping[str, Any]] = {}
        self.ever: dict[str, Mapping[str, Any]] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        product = str(uuid4())
        self._sql(ADD, id=product, category=self.category, **row)
        self.present[product] = self.ever[product] = row

    def take(self, step: Step) -> None:
        for row in step.added:
            self.add(row)
        for number in step.removed:
            if self.present:
                product = sorted(self.present)[number % len(self.present)]
                self._sql(REMOVE, id=product)
                del self.present[product]
        for number in step.touched:
            if self.present:
                self._sql(TOUCH, id=sorted(self.present)[number % len(self.present)])


def _ascending(left: tuple[Any, ...], right: tuple[Any, ...], descending: list[bool]) -> bool:
    for one, other, down in zip(left, right, descending, strict=True):
        if one != other:
            return bool(one > other if down else one < other)
    return False


def _in_order(seen: list[Mapping[str, Any]], sort: str) -> bool:
    """Each row strictly behind the one before it, the id being the last word."""
    keys = (sort or "-created_at").split(",")
    descending = [key.startswith("-") for key in keys]
    places = [(*(comparable(row[key.removeprefix("-")]) for key in keys), row["id"]) for row in seen]
    return all(_ascending(left, right, [*descending, descending[-1]]) for left, right in pairwise(places))


@settings(max_examples=60)
@given(
    initial=st.lists(rows, min_size=1, max_size=12),
    plan=st.lists(steps, max_size=6),
    sort=st.sampled_from(SORTS),
    limit=st.integers(1, 4),
)
async def test_every_row_that_stays_is_seen_exactly_once(
    alice: Api, sql: Sql, initial: list[Mapping[str, Any]], plan: list[Step], sort: str, limit: int
) -> None:
    """R13: whatever comes and goes between the pages, equal keys included."""
    table = Table(sql)
    for row in initial:
        table.add(row)
    stayed = set(table.present)
    query = {"limit": limit, "filter": f"category_id eq {table.category}", **({"sort": sort} if sort else {})}
    answer = await alice.version("v3").get("/products", query=query)
    seen: list[Mapping[str, Any]] = list(answer.data)
    for _ in range(40):
        if answer.json()["links"]["next"] is None:
            break
        table.take(plan.pop(0) if plan else Step((), (), ()))
        stayed &= table.present.keys()
        answer = await alice.root.get(answer.json()["links"]["next"])
        assert answer.status == 200
        assert len(answer.data) <= limit
        seen += answer.data
    ids = [row["id"] for row in seen]
    assert len(ids) == len(set(ids))
    assert stayed <= set(ids) <= table.ever.keys()
    assert _in_order(seen, sort)


@pytest.mark.parametrize("sort", ["-created_at", "price", "-price,created_at"])
async def test_readers_among_writers_miss_nothing_that_was_there(admin: Api, alice: Api, sql: Sql, sort: str) -> None:
    """The same with everybody at once, through the API."""
    shop = await Shop.open(admin)
    stay = {await shop.product(price=number % 3) for number in range(20)}
    go = [await shop.product(price=number % 3) for number in range(6)]

    async def write() -> None:
        for number in range(10):
            await shop.product(price=number % 3)

    async def remove() -> None:
        for product in go:
            sql(REMOVE, id=product)
            await asyncio.sleep(0.005)

    async def read(limit: int) -> list[str]:
        query = {"limit": limit, "sort": sort, "category_id": shop.category}
        answer = await alice.version("v3").get("/products", query=query)
        ids = [row["id"] for row in answer.data]
        while answer.json()["links"]["next"]:
            answer = await alice.root.get(answer.json()["links"]["next"])
            ids += [row["id"] for row in answer.data]
        return ids

    *walks, _, _ = await asyncio.gather(*(read(limit) for limit in (1, 2, 3, 7)), write(), remove())
    for walk in walks:
        assert walk is not None
        assert len(walk) == len(set(walk))
        assert stay <= set(walk)
