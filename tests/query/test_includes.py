"""`include=`: related rows beside a list, two steps deep at most, and only those the caller may see."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.api import Answer, Api
from tests.orders.shop import Shop
from tests.people import MakeUser, Person
from tests.query.shelf import Shelf
from tests.query.statements import Heard, listening_in
from tests.servers import embedded_gateway

VERSIONS = ["v1", "v2", "v3"]
AMOUNTS = ("unit_price", "subtotal")


def _body(answer: Answer, version: str) -> Any:
    assert answer.status == 200, answer.body
    return answer.json()["response"] if version == "v1" else answer.json()


@pytest.mark.parametrize("version", VERSIONS)
async def test_orders_come_with_their_items(shelf: Shelf, version: str) -> None:
    caller = shelf.buyer.api.version(version)
    body = _body(await caller.get("/orders", query={"include": "items", "limit": 3}), version)
    rows = body["orders"] if version == "v1" else body["data"]
    assert body["included"].keys() == {"items"}
    assert {item["order_id"] for item in body["included"]["items"]} == {row["id"] for row in rows}
    for row in rows:
        items = [item for item in body["included"]["items"] if item["order_id"] == row["id"]]
        assert all(item.keys() == {"id", "order_id", "product_id", "quantity", *AMOUNTS} for item in items)
        assert sum(item["subtotal"] for item in items) == pytest.approx(row["total"])


@pytest.mark.parametrize("version", VERSIONS)
async def test_users_come_with_their_orders_and_those_with_items(shelf: Shelf, version: str) -> None:
    query = {"include": "orders,orders.items", "filter": f"id eq {shelf.buyer.id}"}
    body = _body(await shelf.admin.version(version).get("/users", query=query), version)
    orders = await shelf.rows("listOrders", version)
    included = body["included"]
    assert sorted(map(str, included["orders"])) == sorted(map(str, orders))
    assert all(isinstance(order["created_at"], int) == (version == "v1") for order in included["orders"])
    assert {item["order_id"] for item in included["items"]} == {order["id"] for order in orders}


async def test_the_second_step_brings_the_first_along(shelf: Shelf) -> None:
    query = {"filter": f"id eq {shelf.buyer.id}"}
    short = await shelf.admin.get("/users", query={**query, "include": "orders.items"})
    long = await shelf.admin.get("/users", query={**query, "include": "orders.items,orders"})
    assert short.json()["included"] == long.json()["included"]
    assert short.json()["included"]["orders"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_products_come_with_each_category_once(shelf: Shelf, alice: Api, version: str) -> None:
    query = {"include": "category", "filter": f"category_id eq {shelf.category}"}
    body = _body(await alice.version(version).get("/products", query=query), version)
    assert [category["id"] for category in body["included"]["categories"]] == [shelf.category]


@pytest.mark.parametrize("version", ["v1", "v2"])
async def test_who_may_see_products_may_see_their_category(api: Api, version: str) -> None:
    answer = await api.version(version).get("/products", query={"include": "category", "limit": 1})
    assert len(_body(answer, version)["included"]["categories"]) == 1


async def test_an_empty_page_includes_nothing(shelf: Shelf) -> None:
    query = {"include": "orders,orders.items", "username": "nobody-at-all"}
    assert (await shelf.admin.get("/users", query=query)).json()["included"] == {"orders": [], "items": []}


async def test_without_include_there_is_no_included(shelf: Shelf) -> None:
    assert "included" not in (await shelf.admin.get("/orders", query={"limit": 1})).json()


@pytest.mark.parametrize("version", ["v2", "v3"])
@pytest.mark.parametrize(
    ("path", "include"),
    [
        ("/orders", "user"),
        ("/orders", "items.product"),
        ("/orders", "orders.items"),
        ("/orders", "items.product.category"),
        ("/users", "items"),
        ("/users", "orders.items.product"),
        ("/users", "orders.user"),
        ("/users", "orders..items"),
        ("/products", "category.products"),
        ("/products", "__class__"),
    ],
)
async def test_what_is_no_relation_or_too_deep_is_named(shelf: Shelf, version: str, path: str, include: str) -> None:
    """R26: two steps, along declared relations."""
    answer = await shelf.admin.version(version).get(path, query={"include": include})
    assert (answer.status, answer.violations) == (400, {"include"})
    assert repr(include) in answer.json()["details"][0]["message"]


@pytest.mark.parametrize("path", ["/categories", "/api-keys", "/users/{id}", "/users/{id}/order-stats"])
async def test_where_nothing_can_be_included_include_is_no_parameter(shelf: Shelf, path: str) -> None:
    answer = await shelf.admin.get(path.format(id=shelf.buyer.id), query={"include": "orders"})
    assert (answer.status, answer.violations) == (400, {"include"})


async def test_nobody_gets_at_others_rows_by_including(shelf: Shelf, alice: Api) -> None:
    """BOLA by the back door: the rows are the caller's own, however they are asked for."""
    for path, query in (
        ("/orders", {"include": "items", "filter": f"user_id eq {shelf.buyer.id}"}),
        ("/orders", {"include": "items", "id": shelf.order}),
    ):
        body = (await alice.get(path, query=query)).json()
        assert (body["data"], body["included"]) == ([], {"items": []})
    assert (await alice.get("/users", query={"include": "orders"})).status == 403
    assert (await alice.get(f"{shelf.buyer.path}/orders", query={"include": "items"})).status == 404


async def test_inner_operations_cannot_be_asked_directly(shelf: Shelf) -> None:
    for path in (f"/internal/items-of-orders?order_ids={shelf.order}", "/internal/stats-of-users", "/auth/session"):
        for version in VERSIONS:
            assert (await shelf.admin.version(version).get(path)).status == 404


@pytest.fixture(scope="module")
async def heard(database_url: str) -> AsyncIterator[tuple[Heard, str]]:
    """A gateway whose statements are listened to."""
    async with listening_in(database_url) as heard, embedded_gateway(heard.url, POOL_SIZE="1") as url:
        yield heard, url


async def _statements(heard: tuple[Heard, str], caller: Api, path: str, **query: str | int) -> tuple[int, Answer]:
    """How many statements a request takes once the caller is known and what it asks for prepared, and its answer."""
    there = caller.at(heard[1])
    for _ in range(3):
        await there.get(path, query=query)
    heard[0].statements.clear()
    answer = await there.get(path, query=query)
    assert answer.status == 200, answer.body
    return len(heard[0].statements), answer


@pytest.fixture(scope="module")
async def regular(admin: Api, make_user: MakeUser) -> Person:
    """Somebody with thirty orders of two products each."""
    person, shop = await make_user(), await Shop.open(admin)
    lamp, desk = await shop.product(inventory=1000), await shop.product(inventory=1000)
    for _ in range(30):
        await shop.order(person, (lamp, 1), (desk, 2))
    return person


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_relation_costs_the_same_however_many_rows(
    heard: tuple[Heard, str], regular: Person, admin: Api, version: str
) -> None:
    """G24: no statement per row. One for a relation, and one to see whose rows they are where that matters."""
    for caller, most in ((admin, 1), (regular.api, 2)):
        there, query = caller.version(version), {"filter": f"user_id eq {regular.id}"}
        plain, _ = await _statements(heard, there, "/orders", limit=30, **query)
        few, _ = await _statements(heard, there, "/orders", limit=2, include="items", **query)
        many, answer = await _statements(heard, there, "/orders", limit=30, include="items", **query)
        assert len(_body(answer, version)["included"]["items"]) == 60
        assert (few, many) == (plain + most, plain + most)


async def test_two_steps_cost_two_statements(heard: tuple[Heard, str], admin: Api, regular: Person) -> None:
    plain, _ = await _statements(heard, admin, "/users", limit=100)
    once, _ = await _statements(heard, admin, "/users", limit=100, include="orders")
    assert once == plain + 1
    query = {"include": "orders.items", "filter": f"id eq {regular.id} or username eq 'alice'"}
    twice, answer = await _statements(heard, admin, "/users", **query)
    assert twice == plain + 2
    assert len(answer.json()["included"]["items"]) >= 40


async def test_products_share_one_statement_for_their_categories(
    heard: tuple[Heard, str], admin: Api, alice: Api
) -> None:
    shops = [await Shop.open(admin) for _ in range(5)]
    for shop in shops:
        await shop.product()
    query = {"filter": f"category_id in ({', '.join(shop.category for shop in shops)})"}
    plain, _ = await _statements(heard, alice, "/products", **query)
    included, answer = await _statements(heard, alice, "/products", include="category", **query)
    assert included == plain + 1
    assert {row["id"] for row in answer.json()["included"]["categories"]} == {shop.category for shop in shops}
