"""Bracket parameters: each operator of each field of each list, against what the rows themselves say."""

from typing import Any

import pytest

from tests.query.listings import LISTINGS, MEANING, Parameter, comparable, matches
from tests.query.shelf import Shelf

EVERY = [(listing.id, parameter) for listing in LISTINGS.values() for parameter in listing.parameters]


def _texts(parameter: Parameter, values: list[Any]) -> list[list[Any]]:
    """A few things to ask for: values that rows have, alone or as a list, and pieces of them."""
    values = sorted({value for value in values if value is not None}, key=comparable)
    low, middle, high = values[0], values[len(values) // 2], values[-1]
    match parameter.operator:
        case "in" | "nin":
            return [[value for value in (low, high) if "," not in str(value)], [middle]]
        case "between":
            return [[low, middle], [high, low]]
        case "contains":
            return [[middle[1:-1]], [high[-1:]]]
        case "starts_with":
            return [[middle[:2]], [high]]
        case "ends_with":
            return [[middle[-2:]], [low]]
    return [[middle], [low]]


def _written(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(("listing", "parameter"), EVERY, ids=lambda value: getattr(value, "name", value))
async def test_an_operator_selects_what_it_says_and_nothing_else(
    shelf: Shelf, listing: str, parameter: Parameter
) -> None:
    rows = await shelf.rows(listing)
    for number, given in enumerate(_texts(parameter, [row[parameter.field] for row in rows])):
        query = {parameter.name: ",".join(map(_written, given))}
        wanted = {row["id"] for row in rows if matches(row, parameter, given)}
        for version in LISTINGS[listing].versions if number == 0 else ("v2",):
            found = [row["id"] for row in await shelf.rows(listing, version, **query)]
            assert len(found) == len(set(found))
            assert set(found) == wanted, (version, query)


def test_every_operator_of_the_contract_is_offered_somewhere() -> None:
    assert {parameter.operator for _, parameter in EVERY} == MEANING.keys()


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_equality_may_be_written_out(shelf: Shelf, version: str) -> None:
    """`eq` is an operator of the contract like the others."""
    short = await shelf.rows("listOrders", version, status="shipped")
    assert await shelf.rows("listOrders", version, **{"status[eq]": "shipped"}) == short
    assert len(short) == 1


async def test_parameters_must_all_hold(shelf: Shelf) -> None:
    found = await shelf.rows("listProducts", **{"price[gte]": "1.00", "price[lt]": "20", "name[contains]": "l"})
    assert {row["name"] for row in found} == {"Alpha", "alpha", "O'Brien's \\ lamp"}


async def test_texts_are_taken_by_the_letter(shelf: Shelf) -> None:
    """Neither case nor a wildcard of SQL means anything."""
    asked = {
        "alpha": {"alpha"},
        "100%": {"ALPHA 100%"},
        "100_": {"100_percent"},
        "\\": {"O'Brien's \\ lamp"},
        "😀": {"Ünï😀"},
        "null": {"null"},
        "' OR 1=1 --": set(),
    }
    for text, names in asked.items():
        found = await shelf.rows("listProducts", **{"name[contains]": text})
        assert {row["name"] for row in found} == names, text
    assert [row["name"] for row in await shelf.rows("listProducts", name=" space ")] == [" space "]


async def test_moments_are_exact_and_know_their_zone(shelf: Shelf) -> None:
    after = {
        "2020-01-01T00:00:00.000001Z": 6,
        "2020-01-01T00:00:00.000002Z": 4,
        "2021-03-27T23:29:59.999999Z": 3,
        "2021-03-28T01:29:59.999999+02:00": 3,
        "2021-03-28T00:30:00Z": 1,
    }
    for moment, count in after.items():
        assert len(await shelf.rows("listProducts", **{"created_at[gt]": moment})) == count, moment


async def test_null_is_neither_equal_nor_different(shelf: Shelf) -> None:
    named = await shelf.rows("listUsers", first_name="Ada")
    others = await shelf.rows("listUsers", **{"first_name[ne]": "Ada"})
    assert {row["username"] for row in named} == {"shelf-ada", "shelf-bea"}
    assert {row["username"] for row in others} == {"shelf-CAL", "shelf-eve"}


async def test_totals_count_what_was_selected(shelf: Shelf) -> None:
    """R11: header and body say the same."""
    answer = await shelf.ask(LISTINGS["listProducts"], limit=2, currency="USD")
    assert answer.json()["pagination"]["total"] == 5
    counts = [answer.headers[name] for name in ("X-Total-Count", "X-Total-Pages", "X-Current-Page")]
    assert counts == ["5", "3", "1"]
