"""`GET /orders/{id}/items`: what was ordered, as a list of its own."""

import pytest

from tests.api import Api
from tests.orders.shop import NOWHERE, Shop
from tests.people import Person


@pytest.fixture(scope="module")
async def goods(shop: Shop) -> list[str]:
    """Five products at 1 to 5, ordered 5 to 1 times."""
    return [await shop.product(price=price) for price in range(1, 6)]


@pytest.fixture(scope="module")
async def path(shop: Shop, buyer: Person, goods: list[str]) -> str:
    placed = await shop.order(buyer, *[(product, 5 - n) for n, product in enumerate(goods)])
    return f"/orders/{placed['id']}/items"


async def test_the_items_are_those_of_the_order(buyer: Person, path: str) -> None:
    whole = (await buyer.api.get(path.removesuffix("/items"))).data
    answer = await buyer.api.get(path)
    assert answer.status == 200
    assert answer.data == whole["items"]
    assert sum(item["subtotal"] for item in answer.data) == whole["total"] == 35


async def test_an_admin_sees_them_too(admin: Api, buyer: Person, path: str) -> None:
    assert (await admin.get(path)).data == (await buyer.api.get(path)).data


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("product_id", lambda item: item["product_id"]),
        ("-quantity", lambda item: -item["quantity"]),
        ("unit_price", lambda item: item["unit_price"]),
        ("-unit_price", lambda item: -item["unit_price"]),
    ],
)
async def test_items_come_in_the_order_that_was_asked_for(buyer: Person, path: str, sort: str, key: object) -> None:
    items = (await buyer.api.get(path, query={"sort": sort})).data
    assert items == sorted(items, key=key)  # type: ignore[call-overload]
    assert len(items) == 5


async def test_items_can_be_filtered(buyer: Person, path: str, goods: list[str]) -> None:
    by_product = await buyer.api.get(path, query={"product_id": goods[2]})
    by_price = await buyer.api.get(path, query={"unit_price[gte]": "3", "quantity[lt]": 3})
    by_expression = await buyer.api.get(path, query={"filter": "unit_price gt 4 or quantity eq 5"})
    assert [item["quantity"] for item in by_product.data] == [3]
    assert sorted(item["unit_price"] for item in by_price.data) == [4, 5]
    assert sorted(item["unit_price"] for item in by_expression.data) == [1, 5]


async def test_pages_and_cursors_reach_every_item_once(buyer: Person, path: str) -> None:
    whole = [item["id"] for item in (await buyer.api.get(path, query={"sort": "quantity"})).data]
    pages = [await buyer.api.get(path, query={"sort": "quantity", "limit": 2, "page": page}) for page in (1, 2, 3)]
    assert [item["id"] for page in pages for item in page.data] == whole
    assert pages[0].json()["pagination"]["total"] == 5
    answer = await buyer.api.version("v3").get(path, query={"sort": "quantity", "limit": 2})
    seen = [item["id"] for item in answer.data]
    while answer.json()["links"]["next"]:
        answer = await buyer.api.root.get(answer.json()["links"]["next"])
        seen += [item["id"] for item in answer.data]
    assert seen == whole


async def test_a_cursor_of_one_order_is_no_good_for_another(shop: Shop, buyer: Person, goods: list[str]) -> None:
    orders = [await shop.order(buyer, *[(product, 1) for product in goods]) for _ in range(2)]
    here, there = [buyer.api.version("v3") for _ in orders]
    first = await here.get(f"/orders/{orders[0]['id']}/items", query={"limit": 2})
    query = {"limit": 2, "cursor": first.json()["pagination"]["cursor"]}
    answer = await there.get(f"/orders/{orders[1]['id']}/items", query=query)
    assert (answer.status, answer.violations) == (400, {"cursor"})


async def test_a_cancelled_order_still_tells_what_was_ordered(shop: Shop, buyer: Person) -> None:
    placed = await shop.order_that_is("cancelled", buyer)
    assert len((await buyer.api.get(f"/orders/{placed['id']}/items")).data) == 1


async def test_the_items_of_nothing_are_not_found(admin: Api, buyer: Person, rival: Person, path: str) -> None:
    for caller, asked in ((admin, f"/orders/{NOWHERE}/items"), (buyer.api, f"/orders/{NOWHERE}/items")):
        assert (await caller.get(asked)).status == 404
    assert (await rival.api.get(path)).status == 404
