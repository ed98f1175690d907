"""`POST /users/{id}/orders`: what is ordered, at whose price, and what the server alone decides."""

from typing import Any

import pytest

from tests.api import Api
from tests.orders.shop import NOWHERE, Shop, order
from tests.people import Person
from tests.query.statements import listening_in
from tests.servers import embedded_gateway

SERVER_OWNED: dict[str, Any] = {
    "id": NOWHERE,
    "user_id": NOWHERE,
    "status": "delivered",
    "total": 0.01,
    "currency": "EUR",
    "created_at": "2020-01-01T00:00:00Z",
    "updated_at": "2020-01-01T00:00:00Z",
    "version": 7,
}
OWNED_OF_A_LINE: dict[str, Any] = {"id": NOWHERE, "order_id": NOWHERE, "unit_price": 0.01, "subtotal": 0.01}


async def test_an_order_is_placed_and_found_where_location_says(shop: Shop, buyer: Person) -> None:
    """R8, R15: creation says where, and there it is."""
    product = await shop.product(price=19.9, inventory=10)
    answer = await buyer.api.post(f"{buyer.path}/orders", order((product, 3), shipping_address="1 Main Street"))
    placed = answer.data
    assert answer.status == 201
    assert (placed["user_id"], placed["status"], placed["currency"]) == (buyer.id, "pending", "USD")
    assert (placed["total"], placed["shipping_address"]) == (59.7, "1 Main Street")
    assert [(item["product_id"], item["quantity"], item["order_id"]) for item in placed["items"]] == [
        (product, 3, placed["id"])
    ]
    assert answer.headers["Location"] == f"/api/v2/orders/{placed['id']}"
    found = await buyer.api.root.get(answer.headers["Location"])
    assert (found.data, found.headers["ETag"]) == (placed, answer.headers["ETag"])
    assert await shop.stock(product) == 7


async def test_the_price_is_the_products_at_the_moment_of_ordering(shop: Shop, buyer: Person) -> None:
    """R1: nobody but the shop names a price, and a later one does not reach back."""
    product = await shop.product(price=5)
    before = await shop.order(buyer, (product, 2))
    assert (await shop.admin.patch(f"/products/{product}", {"price": 7.5})).status == 200
    after = await shop.order(buyer, (product, 2))
    assert (before["total"], after["total"]) == (10, 15)
    kept = (await buyer.api.get(f"/orders/{before['id']}")).data
    assert (kept["total"], kept["items"][0]["unit_price"]) == (10, 5)


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_no_client_not_even_an_admin_names_a_price(shop: Shop, buyer: Person, admin: Api, version: str) -> None:
    product = await shop.product(inventory=1)
    body = order((product, 1))
    body["items"][0]["unit_price"] = 0.01
    for caller in (buyer.api, admin):
        answer = await caller.version(version).post(f"{buyer.path}/orders", body)
        assert answer.status == 422
        assert version == "v1" or answer.violations == {"items.0.unit_price"}
    assert await shop.stock(product) == 1


@pytest.mark.parametrize("field", SERVER_OWNED)
async def test_what_the_server_owns_cannot_be_ordered(shop: Shop, buyer: Person, field: str) -> None:
    product = await shop.product(inventory=1)
    body = order((product, 1), **{field: SERVER_OWNED[field]})
    answer = await buyer.api.post(f"{buyer.path}/orders", body)
    assert (answer.status, answer.violations) == (422, {field})
    assert await shop.stock(product) == 1


@pytest.mark.parametrize("field", OWNED_OF_A_LINE)
async def test_what_the_server_owns_of_a_line_cannot_be_ordered(shop: Shop, buyer: Person, field: str) -> None:
    """R4: a line is closed as well, also behind a good one."""
    product = await shop.product(inventory=2)
    body = order((product, 1), (product, 1))
    body["items"][1][field] = OWNED_OF_A_LINE[field]
    answer = await buyer.api.post(f"{buyer.path}/orders", body)
    assert (answer.status, answer.violations) == (422, {f"items.1.{field}"})
    assert await shop.stock(product) == 2


async def test_lines_of_one_product_become_one(shop: Shop, buyer: Person) -> None:
    lamp, desk = await shop.product(price=1), await shop.product(price=10)
    placed = await shop.order(buyer, (lamp, 2), (desk, 1), (lamp, 3))
    assert {(item["product_id"], item["quantity"], item["subtotal"]) for item in placed["items"]} == {
        (lamp, 5, 5),
        (desk, 1, 10),
    }
    assert (len(placed["items"]), placed["total"]) == (2, 15)
    assert (await shop.stock(lamp), await shop.stock(desk)) == (95, 99)


async def test_all_products_of_an_order_share_one_currency(shop: Shop, buyer: Person) -> None:
    dollars, euros = await shop.product(currency="USD"), await shop.product(currency="EUR")
    answer = await buyer.api.post(f"{buyer.path}/orders", order((dollars, 1), (euros, 1)))
    assert (answer.status, answer.json()["code"], answer.violations) == (422, "MIXED_CURRENCIES", {"items"})
    assert (await shop.stock(dollars), await shop.stock(euros)) == (100, 100)


@pytest.mark.parametrize("currency", ["USD", "EUR", "JPY"])
async def test_an_order_is_in_the_currency_of_its_products(shop: Shop, buyer: Person, currency: str) -> None:
    """G20: no currency is taken for granted."""
    placed = await shop.order(buyer, (await shop.product(currency=currency), 1))
    assert placed["currency"] == currency


@pytest.mark.parametrize("address", [None, "1 Main Street, Springfield", "x" * 500, "Straße 1\n東京 😀", " "])
async def test_an_address_is_kept_as_it_was_written(shop: Shop, buyer: Person, address: str | None) -> None:
    placed = await shop.order(buyer, shipping_address=address)
    assert placed["shipping_address"] == address
    assert (await buyer.api.get(f"/orders/{placed['id']}")).data["shipping_address"] == address


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_an_order_without_an_address_says_null(shop: Shop, buyer: Person, version: str) -> None:
    """R22: what may be missing is null, and never absent."""
    placed = await shop.order(buyer)
    body = (await buyer.api.version(version).get(f"/orders/{placed['id']}")).json()
    found = body["response"]["order"] if version == "v1" else body["data"]
    assert found["shipping_address"] is None


async def test_an_admin_orders_for_somebody(shop: Shop, buyer: Person, admin: Api) -> None:
    product = await shop.product()
    answer = await admin.post(f"{buyer.path}/orders", order((product, 1)))
    assert (answer.status, answer.data["user_id"]) == (201, buyer.id)
    assert (await buyer.api.get(f"/orders/{answer.data['id']}")).status == 200


async def test_nobody_orders_for_somebody_else(shop: Shop, buyer: Person, rival: Person) -> None:
    product = await shop.product()
    for user in (buyer.id, NOWHERE):
        answer = await rival.api.post(f"/users/{user}/orders", order((product, 1)))
        assert (answer.status, answer.json()["code"]) == (404, "NOT_FOUND")
    assert await shop.stock(product) == 100


async def test_an_order_for_nobody_is_not_found_and_takes_nothing(shop: Shop, admin: Api) -> None:
    product = await shop.product()
    answer = await admin.post(f"/users/{NOWHERE}/orders", order((product, 1)))
    assert (answer.status, answer.json()["code"]) == (404, "NOT_FOUND")
    assert await shop.stock(product) == 100


async def test_an_order_is_seen_in_both_lists_at_once(shop: Shop, buyer: Person, admin: Api) -> None:
    placed = await shop.order(buyer)
    for caller, path in ((buyer.api, "/orders"), (buyer.api, f"{buyer.path}/orders"), (admin, "/orders")):
        newest = (await caller.get(path, query={"limit": 1})).data[0]
        assert newest == {name: value for name, value in placed.items() if name != "items"}


async def test_another_users_orders_are_nobodys_business(shop: Shop, buyer: Person, rival: Person) -> None:
    placed = await shop.order(buyer)
    path = f"/orders/{placed['id']}"
    attempts = [
        await rival.api.get(path),
        await rival.api.get(f"{path}/items"),
        await rival.api.patch(path, {"shipping_address": "mine"}),
        await rival.api.patch(path, {"status": "cancelled"}),
        await rival.api.post(f"{path}/cancel"),
        await rival.api.get(f"{buyer.path}/orders"),
        await rival.api.get(f"{buyer.path}/order-stats"),
    ]
    assert [answer.status for answer in attempts] == [404] * len(attempts)
    nowhere = await rival.api.get(f"/orders/{NOWHERE}")
    assert attempts[0].json() | {"request_id": ""} == nowhere.json() | {"request_id": ""}
    assert (await buyer.api.get(path)).data == placed
    assert placed["id"] not in [row["id"] for row in (await rival.api.get("/orders", query={"limit": 100})).data]


async def test_an_order_alone_is_a_transaction_by_itself(database_url: str, shop: Shop, buyer: Person) -> None:
    """The rows of its products are locked as long as one statement takes, and not until the service comes to commit."""
    product = await shop.product()
    async with listening_in(database_url) as heard, embedded_gateway(heard.url) as url:
        there, path = buyer.api.at(url), f"{buyer.path}/orders"
        heard.statements.clear()
        assert (await there.post(path, order((product, 1)))).status == 201
        assert (await there.post(path, order((product, 1000)))).status == 409
        alone = [text for text in heard.statements if "orders.products" in text]
        assert len(alone) == 3, "two orders, and a look at what is wrong with the second"
        assert not any(text.startswith("BEGIN") for text in (alone[0], alone[1]))
        heard.statements.clear()
        headers = {"Idempotency-Key": "two-writes"}
        assert (await there.post(path, order((product, 1)), headers=headers)).status == 201
        assert any(text.startswith("BEGIN") for text in heard.statements)
        assert heard.statements[-1] == "COMMIT"
    assert await shop.stock(product) == 98
