"""Orders that cannot be: what is named, and that nothing is taken."""

import json
from typing import Any

import pytest

from tests.orders.shop import NOWHERE, Shop, order
from tests.people import Person


async def test_a_product_that_is_not_there_is_named_by_its_line(shop: Shop, buyer: Person) -> None:
    """G19: what could not be loaded is a refusal, and never a price that is no number."""
    known = await shop.product()
    other = "8b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d12"
    body = order((known, 1), (NOWHERE, 1), (known, 2), (other, 1), (NOWHERE, 5))
    answer = await buyer.api.post(f"{buyer.path}/orders", body)
    assert (answer.status, answer.json()["code"]) == (409, "UNKNOWN_PRODUCT")
    assert answer.violations == {"items.1.product_id", "items.3.product_id", "items.4.product_id"}
    assert await shop.stock(known) == 100


async def test_what_there_is_not_enough_of_is_named_by_its_line(shop: Shop, buyer: Person) -> None:
    plenty, few, none = [await shop.product(inventory=stock) for stock in (100, 2, 0)]
    answer = await buyer.api.post(f"{buyer.path}/orders", order((plenty, 1), (few, 3), (none, 1)))
    assert (answer.status, answer.json()["code"]) == (409, "OUT_OF_STOCK")
    assert answer.violations == {"items.1.product_id", "items.2.product_id"}
    assert [await shop.stock(product) for product in (plenty, few, none)] == [100, 2, 0]


async def test_two_lines_of_one_product_are_checked_together(shop: Shop, buyer: Person) -> None:
    """G16: each would pass alone."""
    product, plenty = await shop.product(inventory=10), await shop.product()
    answer = await buyer.api.post(f"{buyer.path}/orders", order((product, 6), (plenty, 1), (product, 5)))
    assert (answer.status, answer.violations) == (409, {"items.0.product_id", "items.2.product_id"})
    assert (await shop.stock(product), await shop.stock(plenty)) == (10, 100)


async def test_the_last_one_can_be_had_and_no_more(shop: Shop, buyer: Person) -> None:
    product = await shop.product(inventory=3)
    await shop.order(buyer, (product, 3))
    assert await shop.stock(product) == 0
    assert (await buyer.api.post(f"{buyer.path}/orders", order((product, 1)))).status == 409


@pytest.mark.parametrize(
    "quantity", [0, -1, -10, 1001, 2**31, -(2**31) - 1, 2**63, 10**40, 1.5, "2", None, True, [], {}]
)
async def test_a_quantity_is_a_whole_number_from_1_to_1000(shop: Shop, buyer: Person, quantity: Any) -> None:
    """G15, R28: a negative one would raise the stock, a huge one would not fit."""
    product = await shop.product(inventory=10_000)
    body = {"items": [{"product_id": product, "quantity": quantity}]}
    answer = await buyer.api.post(f"{buyer.path}/orders", body)
    assert (answer.status, answer.violations) == (422, {"items.0.quantity"})
    assert await shop.stock(product) == 10_000


@pytest.mark.parametrize("text", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"0x10", b"01"])
async def test_what_is_no_number_in_json_is_a_bad_request(shop: Shop, buyer: Person, text: bytes) -> None:
    product = await shop.product()
    body = b'{"items": [{"product_id": "%s", "quantity": %s}]}' % (product.encode(), text)
    answer = await buyer.api.post(f"{buyer.path}/orders", body=body)
    assert answer.status == 400
    assert await shop.stock(product) == 100


async def test_a_thousand_of_something_can_be_ordered(shop: Shop, buyer: Person) -> None:
    placed = await shop.order(buyer, (await shop.product(price=1, inventory=2**31 - 1), 1000))
    assert placed["total"] == 1000


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"items"}),
        ({"shipping_address": "x"}, {"items"}),
        ({"items": None}, {"items"}),
        ({"items": []}, {"items"}),
        ({"items": {}}, {"items"}),
        ({"items": [None]}, {"items.0"}),
        ({"items": [{}]}, {"items.0.product_id", "items.0.quantity"}),
        ({"items": [{"quantity": 1}]}, {"items.0.product_id"}),
        ({"items": [{"product_id": NOWHERE}]}, {"items.0.quantity"}),
        ({"items": [{"product_id": "lamp", "quantity": 1}]}, {"items.0.product_id"}),
        ({"items": [{"product_id": None, "quantity": 1}]}, {"items.0.product_id"}),
        ({"items": [{"product_id": 7, "quantity": 0}]}, {"items.0.product_id", "items.0.quantity"}),
        (order((NOWHERE, 1), shipping_address=""), {"shipping_address"}),
        (order((NOWHERE, 1), shipping_address="x" * 501), {"shipping_address"}),
        (order((NOWHERE, 1), shipping_address=7), {"shipping_address"}),
        (order((NOWHERE, 1), shipping_address="a\0b"), {"shipping_address"}),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, dict) else "",
)
async def test_an_order_that_breaks_the_form_is_refused_by_field(
    buyer: Person, body: dict[str, Any], fields: set[str]
) -> None:
    """R2, R24, R27: required, bounded, and without NUL."""
    answer = await buyer.api.post(f"{buyer.path}/orders", body)
    assert (answer.status, answer.violations) == (422, fields)


async def test_an_order_holds_a_hundred_lines_and_not_one_more(shop: Shop, buyer: Person) -> None:
    product = await shop.product(inventory=1000)
    placed = await shop.order(buyer, *[(product, 1)] * 100)
    assert [item["quantity"] for item in placed["items"]] == [100]
    answer = await buyer.api.post(f"{buyer.path}/orders", order(*[(product, 1)] * 101))
    assert (answer.status, answer.violations) == (422, {"items"})
    assert await shop.stock(product) == 900


async def test_an_order_of_a_hundred_different_products_is_one_order(shop: Shop, buyer: Person) -> None:
    products = [await shop.product(price=0.01) for _ in range(100)]
    placed = await shop.order(buyer, *[(product, 1) for product in products])
    assert {item["product_id"] for item in placed["items"]} == set(products)
    assert placed["total"] == 1


async def test_a_total_nobody_can_pay_is_refused_and_takes_nothing(shop: Shop, buyer: Person) -> None:
    """R28: a sum that does not fit its column is a broken rule and no fault of the server."""
    product = await shop.product(price=9_999_999_999.99)
    answer = await buyer.api.post(f"{buyer.path}/orders", order((product, 2)))
    assert (answer.status, answer.json()["code"]) == (422, "VALIDATION_FAILED")
    assert b"numeric" not in answer.body
    assert await shop.stock(product) == 100
    assert (await shop.order(buyer, (product, 1)))["total"] == 9_999_999_999.99


async def test_a_refused_order_is_no_order(shop: Shop, buyer: Person) -> None:
    before = (await buyer.api.get(f"{buyer.path}/order-stats")).data
    empty = await shop.product(inventory=0)
    dollars, euros = await shop.product(), await shop.product(currency="EUR")
    for wanted in ([(empty, 1)], [(NOWHERE, 1)], [(dollars, 1), (euros, 1)]):
        assert (await buyer.api.post(f"{buyer.path}/orders", order(*wanted))).status in (409, 422)
    assert (await buyer.api.get(f"{buyer.path}/order-stats")).data == before
