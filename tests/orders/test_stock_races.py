"""Many buyers at once: what there is, is sold, and nothing more; and nobody waits for ever."""

import asyncio
import random
from collections import Counter

import pytest

from tests.api import Answer, Api
from tests.orders.shop import Line, Shop, exact, order
from tests.people import MakeUser, Person
from tests.servers import embedded_gateway

UNITS = 100
BUYERS = 200


@pytest.fixture(scope="module")
async def crowd(make_user: MakeUser) -> list[Person]:
    return [await make_user() for _ in range(4)]


async def _rush(crowd: list[Person], carts: list[list[Line]]) -> list[Answer]:
    """All the orders at once, by one after the other of the crowd."""
    buyers = [crowd[number % len(crowd)] for number in range(len(carts))]
    requests = [buyer.api.post(f"{buyer.path}/orders", order(*cart)) for buyer, cart in zip(buyers, carts, strict=True)]
    return await asyncio.gather(*requests)


def _sold(answers: list[Answer]) -> Counter[str]:
    sold: Counter[str] = Counter()
    for answer in answers:
        for item in answer.data["items"] if answer.status == 201 else ():
            sold[item["product_id"]] += item["quantity"]
    return sold


async def test_two_hundred_buyers_of_a_hundred_units_get_exactly_those(shop: Shop, crowd: list[Person]) -> None:
    """G14: stock is looked at and taken in one step. Duplicate lines, in opposite orders."""
    lamp, desk = await shop.product(inventory=UNITS), await shop.product(inventory=UNITS)
    twos: list[list[Line]] = [[(lamp, 1), (desk, 1), (lamp, 1), (desk, 1)], [(desk, 1), (lamp, 2), (desk, 1)]]
    ones: list[list[Line]] = [[(lamp, 1), (desk, 1)], [(desk, 1), (lamp, 1)]]
    carts = [(twos if number % 4 < 2 else ones)[number % 2] for number in range(BUYERS)]
    answers = await _rush(crowd, carts)
    assert {answer.status for answer in answers} == {201, 409}
    assert {answer.json()["code"] for answer in answers if answer.status == 409} == {"OUT_OF_STOCK"}
    assert _sold(answers) == {lamp: UNITS, desk: UNITS}
    assert (await shop.stock(lamp), await shop.stock(desk)) == (0, 0)


async def test_every_order_that_was_answered_is_there_and_no_other(shop: Shop, crowd: list[Person], admin: Api) -> None:
    product = await shop.product(inventory=30)
    placed = [answer.data["id"] for answer in await _rush(crowd, [[(product, 1)]] * 60) if answer.status == 201]
    rows = []
    for person in crowd:
        query = {"limit": 100, "include": "items"}
        included = (await person.api.get(f"{person.path}/orders", query=query)).json()["included"]["items"]
        rows += [item["order_id"] for item in included if item["product_id"] == product]
    assert sorted(rows) == sorted(placed)
    assert len(placed) == 30


async def test_opposite_orders_of_many_products_never_stand_in_each_others_way(shop: Shop, crowd: list[Person]) -> None:
    """G17: products are taken in one order, whatever order the client has them in."""
    products = [await shop.product(inventory=10_000) for _ in range(8)]
    chance = random.Random(17)
    carts = []
    for number in range(120):
        wanted = products[:: 1 if number % 2 else -1] if number < 60 else chance.sample(products, 5)
        carts.append([(product, 1) for product in wanted])
    answers = await _rush(crowd, carts)
    assert {answer.status for answer in answers} == {201}
    sold = _sold(answers)
    assert {product: 10_000 - await shop.stock(product) for product in products} == sold


async def test_ordering_cancelling_and_repricing_at_once_adds_up(shop: Shop, crowd: list[Person], admin: Api) -> None:
    products = [await shop.product(inventory=500) for _ in range(3)]
    carts = [[(product, 1) for product in (products if number % 2 else products[::-1])] for number in range(40)]
    first = [answer.data["id"] for answer in await _rush(crowd, carts)]
    owners = {order_id: crowd[number % len(crowd)] for number, order_id in enumerate(first)}
    changes = [
        *(owner.api.post(f"/orders/{order_id}/cancel") for order_id, owner in owners.items()),
        *(admin.patch(f"/products/{product}", {"price": price}) for product in products for price in range(1, 8)),
    ]
    answers, others = await asyncio.gather(_rush(crowd, carts), asyncio.gather(*changes))
    assert {answer.status for answer in answers} == {201}
    assert {answer.status for answer in others} == {200}
    assert [await shop.stock(product) for product in products] == [460] * 3
    for placed in map(exact, answers):
        assert placed["total"] == sum(item["subtotal"] for item in placed["items"])


async def test_an_order_needs_one_connection_however_many_wait(
    shop: Shop, crowd: list[Person], database_url: str
) -> None:
    """G18: who holds a connection never asks for another."""
    product = await shop.product(inventory=1000)
    async with embedded_gateway(database_url, POOL_SIZE="1") as url:
        there = [Person(each.id, each.username, each.email, each.api.at(url)) for each in crowd]
        answers = await _rush(there, [[(product, 1), (product, 1)]] * 40)
    assert {answer.status for answer in answers} == {201}
    assert await shop.stock(product) == 920


async def test_an_admin_who_counts_the_stock_anew_does_not_lose_a_sale(
    shop: Shop, crowd: list[Person], admin: Api
) -> None:
    """G10: with If-Match, a count that was overtaken by a sale is refused."""
    product = await shop.product(inventory=50)
    path = f"/products/{product}"
    seen = await admin.get(path)
    await shop.order(crowd[0], (product, 1))
    recount = await admin.patch(path, {"inventory": 50}, headers={"If-Match": seen.headers["ETag"]})
    assert recount.status == 412
    assert await shop.stock(product) == 49
