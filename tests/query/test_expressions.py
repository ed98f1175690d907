"""`filter=`: OData expressions against what the same words mean in Python."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.query.listings import LISTINGS, comparable
from tests.query.shelf import GOODS, Shelf

Meaning = Callable[[Any], bool]
MARCH = comparable("2021-03-28T00:30:00+00:00")


def _moment(row: Any) -> Any:
    return comparable(row["created_at"])


PRODUCTS: dict[str, Meaning] = {
    "price eq 19.90": lambda row: row["price"] == 19.9,
    "price eq 19.9": lambda row: row["price"] == 19.9,
    "19.90 eq price": lambda row: row["price"] == 19.9,
    "price gt 1 and price le 20": lambda row: 1 < row["price"] <= 20,
    "price gt 1 and (currency eq 'EUR' or currency eq 'CHF')": lambda row: (
        row["price"] > 1 and row["currency"] == "CHF"
    ),
    "price gt 1 and currency eq 'EUR' or currency eq 'CHF'": lambda row: row["currency"] == "CHF",
    "currency eq 'CHF' or price gt 1 and currency eq 'USD'": lambda row: (
        row["currency"] == "CHF" or (row["price"] > 1 and row["currency"] == "USD")
    ),
    "not (currency eq 'USD')": lambda row: row["currency"] != "USD",
    "not (price lt 1 or price gt 19.9)": lambda row: 1 <= row["price"] <= 19.9,
    "not(not(inventory eq 12))": lambda row: row["inventory"] == 12,
    "currency in ('EUR', 'JPY')": lambda row: row["currency"] in ("EUR", "JPY"),
    "inventory in (0,1,2147483647)": lambda row: row["inventory"] in (0, 1, 2147483647),
    "contains(name, 'alpha')": lambda row: "alpha" in row["name"],
    "startswith(name, 'ALPHA')": lambda row: row["name"].startswith("ALPHA"),
    "endswith(name, 'percent')": lambda row: row["name"].endswith("percent"),
    "contains(name, '_')": lambda row: "_" in row["name"],
    "contains(name, '%')": lambda row: "%" in row["name"],
    "contains(name, 'O''Brien')": lambda row: "O'Brien" in row["name"],
    "name eq 'null'": lambda row: row["name"] == "null",
    "name eq 'Ünï😀'": lambda row: row["name"] == "Ünï😀",
    "name gt 'Z'": lambda row: row["name"] > "Z",
    "created_at ge 2021-03-28T01:30:00+01:00": lambda row: _moment(row) >= MARCH,
    "created_at lt 2020-01-01T00:00:00.000002Z": lambda row: row["name"] in ("Alpha", "alpha", "null"),
    "inventory ge 0": lambda row: True,
    "inventory lt 0": lambda row: False,
    "inventory gt 9223372036854775806": lambda row: False,
}
ORDERS: dict[str, Meaning] = {
    "status eq 'shipped' or total gt 1000": lambda row: row["status"] == "shipped" or row["total"] > 1000,
    "status in ('pending','cancelled') and currency ne 'EUR'": lambda row: (
        row["status"] in ("pending", "cancelled") and row["currency"] != "EUR"
    ),
    "not (status eq 'pending')": lambda row: row["status"] != "pending",
    "total eq 39.80": lambda row: row["total"] == 39.8,
}
USERS: dict[str, Meaning] = {
    "first_name eq null": lambda row: row["first_name"] is None,
    "first_name ne null and last_name eq null": lambda row: row["first_name"] is not None and row["last_name"] is None,
    "last_name ne 'Ek'": lambda row: row["last_name"] not in ("Ek", None),
    "not (last_name eq 'Ek')": lambda row: row["last_name"] not in ("Ek", None),
    "last_name eq 'Ek' or last_name eq null": lambda row: row["last_name"] in ("Ek", None),
    "(status eq 'active' or role eq 'admin') and created_at ge 2001-01-01T00:00:00Z": lambda row: (
        row["status"] == "active" or row["role"] == "admin"
    ),
}
CASES = [
    (listing, expression, meaning)
    for listing, expressions in (("listProducts", PRODUCTS), ("listOrders", ORDERS), ("listUsers", USERS))
    for expression, meaning in expressions.items()
]


def test_the_shelf_tells_all_of_them_apart() -> None:
    assert len({Decimal(price) for _, price, *_ in GOODS}) < len(GOODS)


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
@pytest.mark.parametrize(
    ("listing", "expression", "meaning"), CASES, ids=[f"{case[0]} {case[1][:60]}" for case in CASES]
)
async def test_an_expression_selects_what_it_says(
    shelf: Shelf, version: str, listing: str, expression: str, meaning: Meaning
) -> None:
    rows = await shelf.rows(listing)
    scope = shelf.scope(LISTINGS[listing])["filter"]
    found = await shelf.rows(listing, version, filter=f"{scope} and ({expression})")
    assert {row["id"] for row in found} == {row["id"] for row in rows if meaning(row)}


async def test_an_expression_and_parameters_must_all_hold(shelf: Shelf) -> None:
    scope = shelf.scope(LISTINGS["listProducts"])["filter"]
    found = await shelf.rows("listProducts", filter=f"{scope} and price gt 1", currency="USD", **{"inventory[gt]": 7})
    assert {row["name"] for row in found} == {"Ünï😀", "null"}
    users = await shelf.rows("listUsers", created_after="2001-01-01T00:00:00.5Z")
    assert {row["username"] for row in users} == {"shelf-CAL", "shelf_d.d", "shelf-eve"}


async def test_pages_and_links_keep_the_expression(shelf: Shelf) -> None:
    listing = LISTINGS["listProducts"]
    whole = [row["id"] for row in await shelf.rows("listProducts", sort="name")]
    for version in ("v2", "v3"):
        answer = await shelf.ask(listing, version, sort="name", limit=4)
        seen = [row["id"] for row in answer.data]
        while answer.json()["links"]["next"]:
            answer = await shelf.admin.root.get(answer.json()["links"]["next"])
            seen += [row["id"] for row in answer.data]
        assert seen == whole
