"""Products: adding, changing, and the bounds of every value."""

from datetime import datetime
from typing import Any

import pytest

from tests.api import Api
from tests.orders.shop import NOWHERE, Shop, exact

SERVER_OWNED = {"id": NOWHERE, "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z", "version": 3}
WRONG: list[tuple[str, Any]] = [
    ("name", ""),
    ("name", "x" * 201),
    ("name", "a\0b"),
    ("name", None),
    ("name", 7),
    ("description", "x" * 5001),
    ("description", "\0"),
    ("description", []),
    ("price", "19.90"),
    ("price", -0.01),
    ("price", -1),
    ("price", 19.999),
    ("price", 0.001),
    ("price", 10_000_000_000),
    ("price", 1e300),
    ("price", None),
    ("price", True),
    ("price", [19.9]),
    ("inventory", -1),
    ("inventory", 2**31),
    ("inventory", 2**63),
    ("inventory", 1.5),
    ("inventory", "12"),
    ("inventory", None),
    ("category_id", "lamps"),
    ("category_id", None),
]
WRONG_WHEN_NEW: list[tuple[str, Any]] = [
    ("currency", "usd"),
    ("currency", "US"),
    ("currency", "USDX"),
    ("currency", "USD\n"),
    ("currency", "ÄÖÜ"),
    ("currency", None),
]


async def test_a_product_is_added_and_found_where_location_says(shop: Shop, api: Api) -> None:
    goods = shop.goods(name="Desk lamp", description="Bends", price=24.5, currency="EUR", inventory=7)
    answer = await shop.admin.post("/products", goods)
    assert answer.status == 201
    assert {name: answer.data[name] for name in goods} == goods
    assert answer.headers["Location"] == f"/api/v2/products/{answer.data['id']}"
    found = await api.root.get(answer.headers["Location"])
    assert (found.data, found.headers["ETag"]) == (answer.data, answer.headers["ETag"])


async def test_a_description_may_be_missing_null_or_empty(shop: Shop) -> None:
    for given, kept in (({}, None), ({"description": None}, None), ({"description": ""}, "")):
        assert (await shop.admin.post("/products", shop.goods(**given))).data["description"] == kept


@pytest.mark.parametrize("price", [0, 0.01, 9_999_999_999.99, 1e2])
async def test_the_bounds_of_a_price_are_prices(shop: Shop, price: float) -> None:
    answer = await shop.admin.post("/products", shop.goods(price=price))
    assert (answer.status, answer.data["price"]) == (201, price)
    assert exact(answer)["price"].as_tuple().exponent == -2


@pytest.mark.parametrize("inventory", [0, 2**31 - 1])
async def test_the_bounds_of_an_inventory_are_inventories(shop: Shop, inventory: int) -> None:
    assert (await shop.admin.post("/products", shop.goods(inventory=inventory))).data["inventory"] == inventory


@pytest.mark.parametrize(("field", "value"), WRONG + WRONG_WHEN_NEW)
async def test_a_value_that_breaks_a_rule_is_named_and_nothing_else(shop: Shop, field: str, value: Any) -> None:
    """R24, R27, R28: bounds everywhere; a price is a number and no text."""
    answer = await shop.admin.post("/products", shop.goods(**{field: value}))
    assert (answer.status, answer.violations) == (422, {field})


@pytest.mark.parametrize(("field", "value"), WRONG)
async def test_a_change_that_breaks_a_rule_changes_nothing(shop: Shop, field: str, value: Any) -> None:
    path = f"/products/{await shop.product()}"
    before = await shop.admin.get(path)
    answer = await shop.admin.patch(path, {"description": "new", field: value})
    assert (answer.status, answer.violations) == (422, {field})
    after = await shop.admin.get(path)
    assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])


@pytest.mark.parametrize("field", ["name", "price", "currency", "inventory", "category_id"])
async def test_what_a_product_needs_is_required(shop: Shop, field: str) -> None:
    goods = shop.goods()
    del goods[field]
    answer = await shop.admin.post("/products", goods)
    assert (answer.status, answer.violations) == (422, {field})


@pytest.mark.parametrize("field", SERVER_OWNED)
async def test_what_the_server_owns_cannot_be_set(shop: Shop, field: str) -> None:
    added = await shop.admin.post("/products", shop.goods(**{field: SERVER_OWNED[field]}))
    changed = await shop.admin.patch(f"/products/{await shop.product()}", {field: SERVER_OWNED[field]})
    assert [(answer.status, answer.violations) for answer in (added, changed)] == [(422, {field})] * 2


async def test_a_currency_stays_what_it_was(shop: Shop) -> None:
    """Orders were priced in it."""
    answer = await shop.admin.patch(f"/products/{await shop.product()}", {"currency": "EUR"})
    assert (answer.status, answer.violations) == (422, {"currency"})


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "application/merge-patch+json"}])
async def test_a_patch_changes_what_is_there_and_nothing_else(shop: Shop, headers: dict[str, str]) -> None:
    path = f"/products/{await shop.product(description='old')}"
    before = (await shop.admin.get(path)).data
    answer = await shop.admin.patch(path, {"price": 0.5, "description": None}, headers=headers)
    after = (await shop.admin.get(path)).data
    assert (answer.status, answer.data) == (200, after)
    assert {name for name in after if after[name] != before[name]} == {"price", "description", "updated_at"}
    assert (after["price"], after["description"]) == (0.5, None)
    assert datetime.fromisoformat(after["updated_at"]) > datetime.fromisoformat(before["updated_at"])


async def test_a_patch_of_nothing_changes_nothing(shop: Shop) -> None:
    path = f"/products/{await shop.product()}"
    before = await shop.admin.get(path)
    answer = await shop.admin.patch(path, {})
    assert (answer.status, answer.data, answer.headers["ETag"]) == (200, before.data, before.headers["ETag"])


async def test_an_unknown_category_conflicts_by_name(shop: Shop) -> None:
    added = await shop.admin.post("/products", shop.goods(category_id=NOWHERE))
    changed = await shop.admin.patch(f"/products/{await shop.product()}", {"category_id": NOWHERE})
    for answer in (added, changed):
        assert (answer.status, answer.json()["code"], answer.violations) == (
            409,
            "UNKNOWN_CATEGORY",
            {"category_id"},
        )


async def test_a_product_can_move_to_another_category(shop: Shop, admin: Api) -> None:
    other = await Shop.open(admin)
    answer = await admin.patch(f"/products/{await shop.product()}", {"category_id": other.category})
    assert (answer.status, answer.data["category_id"]) == (200, other.category)


async def test_what_is_not_there_is_not_found(admin: Api, api: Api) -> None:
    assert (await api.get(f"/products/{NOWHERE}")).status == 404
    assert (await admin.patch(f"/products/{NOWHERE}", {"price": 1})).status == 404


async def test_only_an_admin_fills_the_shop(shop: Shop, alice: Api, api: Api) -> None:
    path = f"/products/{await shop.product()}"
    for caller, status in ((alice, 403), (api, 401)):
        answers = [await caller.post("/products", shop.goods()), await caller.patch(path, {"inventory": 9})]
        assert [answer.status for answer in answers] == [status] * 2
    assert (await api.get(path)).data["inventory"] == 100
