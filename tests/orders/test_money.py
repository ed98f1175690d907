"""Amounts are exact to the cent, and JSON numbers, whichever way they take."""

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.api import Answer
from tests.orders.shop import Shop, exact, order
from tests.people import Person

AMOUNTS = [
    ("0.07", 3, "0.21"),
    ("0.10", 3, "0.30"),
    ("1.10", 3, "3.30"),
    ("4.35", 100, "435.00"),
    ("0.29", 100, "29.00"),
    ("1.15", 1000, "1150.00"),
    ("19.99", 999, "19970.01"),
    ("0.00", 5, "0.00"),
    ("33554432.01", 1, "33554432.01"),
    ("99999999.99", 100, "9999999999.00"),
    ("9999999999.99", 1, "9999999999.99"),
]


async def _product(shop: Shop, price: str, **fields: Any) -> str:
    """A product whose price is sent digit by digit."""
    body = json.dumps(shop.goods(price="PRICE", **fields)).replace('"PRICE"', price)
    answer = await shop.admin.post("/products", body=body.encode())
    assert answer.status == 201, answer.body
    assert str(exact(answer)["price"]) == price
    product_id: str = answer.data["id"]
    return product_id


def _order(answer: Answer, version: str) -> Any:
    body = json.loads(answer.body, parse_float=Decimal)
    return body["response"]["order"] if version == "v1" else body["data"]


@pytest.mark.parametrize(("price", "quantity", "sum"), AMOUNTS)
async def test_amounts_are_exact_to_the_cent(shop: Shop, buyer: Person, price: str, quantity: int, sum: str) -> None:
    """R14: no float ever holds money; every amount is written with two places."""
    product = await _product(shop, price, inventory=1000)
    for version in ("v1", "v2", "v3"):
        caller = buyer.api.version(version)
        if version == "v1":
            placed = await caller.post(f"{buyer.path}/orders", order((product, quantity)))
            path = f"/orders/{_order(placed, version)['id']}"
        for answer in (placed, await caller.get(path)) if version == "v1" else (await caller.get(path),):
            found = _order(answer, version)
            item = found["items"][0]
            amounts = [found["total"], item["subtotal"], item["unit_price"]]
            assert [type(amount) for amount in amounts] == [Decimal] * 3
            assert [str(amount) for amount in amounts] == [sum, sum, price]


async def test_a_total_is_the_sum_of_its_lines(shop: Shop, buyer: Person) -> None:
    prices = ["0.10", "0.20", "0.70", "1.01", "2.22"]
    products = [await _product(shop, price) for price in prices]
    answer = await buyer.api.post(f"{buyer.path}/orders", order(*[(product, 7) for product in products]))
    found = exact(answer)
    assert str(found["total"]) == "29.61"
    assert sum(item["subtotal"] for item in found["items"]) == found["total"]
    assert all(item["unit_price"] * item["quantity"] == item["subtotal"] for item in found["items"])


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_digits_survive_every_list_and_projection(shop: Shop, buyer: Person, version: str) -> None:
    product = await _product(shop, "1234567.10", inventory=10)
    placed = await shop.order(buyer, (product, 1))
    caller = buyer.api.version(version)
    query = {"filter": f"id eq {placed['id']}", "fields": "id,total", "include": "items"}
    answers = [
        await caller.get(f"/orders/{placed['id']}", query={"fields": "total"}),
        await caller.get("/orders", query=query),
        await caller.get(f"/orders/{placed['id']}/items"),
        await caller.get("/products", query={"filter": f"id eq {product}", "fields": "price"}),
    ]
    assert [answer.status for answer in answers] == [200] * 4
    assert [answer.body.count(b":1234567.10") for answer in answers] == [1, 3, 2, 1]
    assert not any(b":1234567.1," in answer.body or b":1234567.1}" in answer.body for answer in answers)


async def test_free_goods_cost_nothing(shop: Shop, buyer: Person) -> None:
    placed = await shop.order(buyer, (await shop.product(price=0), 3))
    assert placed["total"] == 0
