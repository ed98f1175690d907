"""`POST /orders/{id}/cancel`: until it is shipped, once, and the stock comes back."""

import asyncio

import pytest

from tests.api import Api
from tests.orders.shop import NOWHERE, Shop
from tests.people import Person


@pytest.mark.parametrize("status", ["pending", "processing"])
async def test_cancelling_gives_the_stock_back(shop: Shop, buyer: Person, status: str) -> None:
    lamp, desk = await shop.product(inventory=10), await shop.product(inventory=20)
    placed = await shop.order_that_is(status, buyer, (lamp, 2), (desk, 3), (lamp, 4))
    assert (await shop.stock(lamp), await shop.stock(desk)) == (4, 17)
    answer = await buyer.api.post(f"/orders/{placed['id']}/cancel")
    assert (answer.status, answer.data["status"]) == (200, "cancelled")
    assert (answer.data["items"], answer.data["total"]) == (placed["items"], placed["total"])
    assert answer.data["updated_at"] > placed["updated_at"]
    assert (await buyer.api.get(f"/orders/{placed['id']}")).data == answer.data
    assert (await shop.stock(lamp), await shop.stock(desk)) == (10, 20)


async def test_a_cancelled_order_is_not_cancelled_again(shop: Shop, buyer: Person) -> None:
    product = await shop.product(inventory=10)
    placed = await shop.order_that_is("cancelled", buyer, (product, 4))
    answer = await buyer.api.post(f"/orders/{placed['id']}/cancel")
    assert (answer.status, answer.json()["code"]) == (409, "CONFLICT")
    assert await shop.stock(product) == 10


@pytest.mark.parametrize("status", ["shipped", "delivered"])
async def test_what_has_left_the_house_cannot_be_cancelled(shop: Shop, buyer: Person, admin: Api, status: str) -> None:
    product = await shop.product(inventory=10)
    placed = await shop.order_that_is(status, buyer, (product, 4))
    for caller in (buyer.api, admin):
        answer = await caller.post(f"/orders/{placed['id']}/cancel")
        assert (answer.status, answer.json()["code"]) == (409, "CONFLICT")
    assert (await buyer.api.get(f"/orders/{placed['id']}")).data["status"] == status
    assert await shop.stock(product) == 6


async def test_an_admin_cancels_for_somebody(shop: Shop, buyer: Person, admin: Api) -> None:
    placed = await shop.order(buyer)
    assert (await admin.post(f"/orders/{placed['id']}/cancel")).data["status"] == "cancelled"


async def test_what_is_not_there_cannot_be_cancelled(admin: Api, buyer: Person, api: Api) -> None:
    assert (await admin.post(f"/orders/{NOWHERE}/cancel")).status == 404
    assert (await buyer.api.post(f"/orders/{NOWHERE}/cancel")).status == 404
    assert (await api.post(f"/orders/{NOWHERE}/cancel")).status == 401


async def test_of_many_cancellations_at_once_one_counts(shop: Shop, buyer: Person) -> None:
    product = await shop.product(inventory=10)
    placed = await shop.order(buyer, (product, 7))
    cancel = f"/orders/{placed['id']}/cancel"
    answers = await asyncio.gather(*(buyer.api.post(cancel) for _ in range(20)))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 19
    assert await shop.stock(product) == 10


async def test_an_order_is_either_shipped_or_cancelled(shop: Shop, buyer: Person, admin: Api) -> None:
    product = await shop.product(inventory=10)
    ends = []
    for _ in range(10):
        placed = await shop.order_that_is("processing", buyer, (product, 1))
        path = f"/orders/{placed['id']}"
        both = await asyncio.gather(buyer.api.post(f"{path}/cancel"), admin.patch(path, {"status": "shipped"}))
        assert sorted(answer.status for answer in both) == [200, 409]
        ends.append((await buyer.api.get(path)).data["status"])
    assert await shop.stock(product) == 10 - ends.count("shipped")


async def test_what_was_cancelled_can_be_bought_again(shop: Shop, buyer: Person, rival: Person) -> None:
    product = await shop.product(inventory=1)
    placed = await shop.order(buyer, (product, 1))
    await buyer.api.post(f"/orders/{placed['id']}/cancel")
    assert (await shop.order(rival, (product, 1)))["status"] == "pending"
    assert await shop.stock(product) == 0
