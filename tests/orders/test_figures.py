"""What the orders say of a user: figures per currency, and that the user stays."""

from typing import Any

import pytest

from tests.api import Api
from tests.orders.shop import Shop, exact
from tests.people import MakeUser, Person


def _spent(figures: Any) -> dict[str, str]:
    spent = {sum["currency"]: str(sum["amount"]) for sum in figures["total_spent"]}
    assert len(spent) == len(figures["total_spent"])
    return spent


@pytest.fixture(scope="module")
async def customer(make_user: MakeUser) -> Person:
    return await make_user()


@pytest.fixture(scope="module")
async def orders(shop: Shop, customer: Person) -> list[Any]:
    """Three in dollars, of which one was cancelled, one in euros, and a cancelled one in yen; oldest first."""
    dollars, euros, yen = [await shop.product(price=10.1, currency=currency) for currency in ("USD", "EUR", "JPY")]
    return [
        await shop.order(customer, (dollars, 1)),
        await shop.order_that_is("delivered", customer, (euros, 3)),
        await shop.order_that_is("cancelled", customer, (dollars, 50)),
        await shop.order(customer, (dollars, 2)),
        await shop.order_that_is("cancelled", customer, (yen, 1)),
    ]


async def test_spending_is_summed_by_currency_and_what_was_cancelled_only_counts(
    customer: Person, orders: list[Any], admin: Api
) -> None:
    """R14, G20: currencies are never added up."""
    for caller in (customer.api, admin):
        answer = await caller.get(f"{customer.path}/order-stats")
        figures = exact(answer)
        assert answer.status == 200
        assert (figures["user_id"], figures["order_count"]) == (customer.id, 5)
        assert _spent(figures) == {"EUR": "30.30", "USD": "30.30"}
        assert figures["last_order_at"] == orders[-1]["created_at"]


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_a_user_carries_the_same_figures_in_every_version(
    customer: Person, orders: list[Any], admin: Api, version: str
) -> None:
    for caller in (customer.api.version(version), admin.version(version)):
        body = (await caller.get(customer.path)).json()
        user = body["response"]["user"] if version == "v1" else body["data"]
        assert user["order_count"] == len(orders)
        assert {sum["currency"]: sum["amount"] for sum in user["total_spent"]} == {"EUR": 30.3, "USD": 30.3}


async def test_figures_are_never_behind(shop: Shop, make_user: MakeUser) -> None:
    """G21: nothing between the tables and a reader remembers what was."""
    person = await make_user()
    product = await shop.product(price=2)
    assert (await person.api.get(person.path)).data["order_count"] == 0
    placed = await shop.order(person, (product, 2))
    assert (await person.api.get(person.path)).data["total_spent"] == [{"currency": "USD", "amount": 4}]
    await person.api.post(f"/orders/{placed['id']}/cancel")
    user = (await person.api.get(person.path)).data
    assert (user["order_count"], user["total_spent"]) == (1, [])


async def test_who_never_ordered_has_figures_of_nothing(make_user: MakeUser) -> None:
    person = await make_user()
    nothing = {"user_id": person.id, "order_count": 0, "total_spent": [], "last_order_at": None}
    assert (await person.api.get(f"{person.path}/order-stats")).data == nothing


async def test_a_user_with_orders_cannot_be_deleted_and_stays(shop: Shop, make_user: MakeUser, admin: Api) -> None:
    """R19: the rows that refer to the user are the reason, and no constraint's name is told."""
    person = await make_user()
    placed = await shop.order(person)
    await person.api.post(f"/orders/{placed['id']}/cancel")
    answer = await admin.delete(person.path)
    assert (answer.status, answer.json()["code"]) == (409, "CONFLICT")
    assert b"fkey" not in answer.body
    assert (await person.api.get(person.path)).data["order_count"] == 1
    assert (await person.api.get(f"/orders/{placed['id']}")).status == 200


async def test_lists_of_users_do_not_carry_figures(admin: Api) -> None:
    assert not {"order_count", "total_spent"} & (await admin.get("/users", query={"limit": 1})).data[0].keys()
