"""What a list does not take is a 400 that names it, in every version."""

from typing import Any

import pytest

from tests.query.listings import LISTINGS
from tests.query.shelf import Shelf

LONG = " or ".join(["inventory eq 1"] * 51)
DEEP = "(" * 9 + "price eq 1" + ")" * 9
# Parameter, text, and what the answer names.
EXPRESSIONS = {
    "password_hash eq 'x'": "password_hash",
    "search eq 'x'": "search",
    "version eq 1": "version",
    "Price eq 1": "Price",
    "price like 5": "like",
    "price eq 'x'": "price",
    "price eq name": "name",
    "price": "price",
    "price eq": "eq",
    "price eq 1 and": "and",
    "price eq 1)": ")",
    "(price eq 1": "1",
    "name eq 'open": "open",
    "currency eq USD": "USD",
    "contains(price, '1')": "price",
    "contains(name)": "contains",
    "substringof('x', name)": "substringof",
    "tolower(name) eq 'x'": "tolower",
    "category/name eq 'x'": "/",
    "price add 1 eq 2": "add",
    "inventory eq 9223372036854775808": "9223372036854775808",
    "price eq 1e999": "1",
    "category_id eq 'x'": "category_id",
    "created_at ge 2026-01-01": "2026-01-01T00:00:00Z",
    "created_at ge 2026-01-01T00:00:00": "zone",
    "created_at ge 2026-02-30T00:00:00Z": "2026-02-30",
    "name eq null": "name",
    "price gt null": "null",
    "1 eq 1": "1",
    "not price eq 1": "not",
    "; DROP TABLE orders.products": ";",
    LONG: "50",
    DEEP: "8",
    "name eq '" + "x" * 2000 + "'": "2000",
    "inventory in (" + ",".join(["1"] * 101) + ")": "100",
}
PARAMETERS: list[tuple[str, str, str]] = [
    ("price[gte]", "x", "price[gte]"),
    ("price[gte]", "", "price[gte]"),
    ("price[gte]", "NaN", "price[gte]"),
    ("price", "1e400", "price"),
    ("price", "19,9", "price"),
    ("price[between]", "1", "price[between]"),
    ("price[between]", "1,2,3", "price[between]"),
    ("price[like]", "1", "price[like]"),
    ("price[]", "1", "price[]"),
    ("price[gte", "1", "price[gte"),
    ("name[gte]x", "1", "name[gte]x"),
    ("inventory", "2147483648", "inventory"),
    ("inventory[in]", "1,,2", "inventory[in]"),
    ("inventory[in]", ",".join(["1"] * 101), "inventory[in]"),
    ("category_id", "lamps", "category_id"),
    ("created_at[lt]", "yesterday", "created_at[lt]"),
    ("created_at[lt]", "2026-01-01T00:00:00", "created_at[lt]"),
    ("created_at[lt]", "99999-01-01T00:00:00Z", "created_at[lt]"),
    ("created_at[lt]", "2026-13-01T00:00:00Z", "created_at[lt]"),
    ("description", "x", "description"),
    ("password_hash", "x", "password_hash"),
    ("sort", "description", "sort"),
    ("sort", "price,secret", "sort"),
    ("sort", "price desc", "sort"),
    ("sort", "--price", "sort"),
    ("sort", "price;", "sort"),
    ("sort", "(select 1)", "sort"),
    ("sort", ",".join(["price"] * 6), "sort"),
    ("fields", "secret", "fields"),
    ("fields", "id,version", "fields"),
    ("fields", "", "fields"),
    ("fields", "id,", "fields"),
    ("fields", "*", "fields"),
    ("fields", "ID", "fields"),
    ("include", "items", "include"),
    ("include", "category.products", "include"),
    ("include", "", "include"),
    ("include", "category,", "include"),
    ("include", "Category", "include"),
    ("limit", "101", "limit"),
    ("cursor", "nonsense", "cursor"),
]


def _named(violations: set[str]) -> set[str]:
    return {field.partition(".")[0] for field in violations}


@pytest.mark.parametrize("version", ["v2", "v3"])
@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda text: text[:50])
async def test_a_wrong_expression_is_told_what_is_wrong_with_it(shelf: Shelf, version: str, expression: str) -> None:
    """R26: depth, width and length are capped, and a name is one of a few."""
    answer = await shelf.admin.version(version).get("/products", query={"filter": expression})
    assert (answer.status, _named(answer.violations)) == (400, {"filter"})
    message = " ".join(violation["message"] for violation in answer.json()["details"])
    assert EXPRESSIONS[expression] in message
    assert len(message) < 400


@pytest.mark.parametrize("version", ["v2", "v3"])
@pytest.mark.parametrize(("name", "text", "offender"), PARAMETERS)
async def test_a_wrong_parameter_is_named(shelf: Shelf, version: str, name: str, text: str, offender: str) -> None:
    """R12, R26, R28."""
    answer = await shelf.admin.version(version).get("/products", query={name: text})
    assert (answer.status, _named(answer.violations)) == (400, {offender})


@pytest.mark.parametrize(("name", "text", "offender"), [*PARAMETERS, ("filter", "nonsense", "")])
async def test_v1_refuses_the_same_in_its_own_words(shelf: Shelf, name: str, text: str, offender: str) -> None:
    answer = await shelf.admin.version("v1").get("/products", query={name: text})
    assert (answer.status, answer.json()["error"]["code"]) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=lambda listing: listing.id)
async def test_no_list_can_be_asked_by_what_it_hides(shelf: Shelf, listing: Any) -> None:
    for hidden in ("password_hash", "secret_hash", "version", "tsv", "key", "refresh_hash"):
        # `version` alone names a version of the API.
        plain = {f"{hidden}[in]" if hidden == "version" else hidden: "x"}
        queries = (plain, {f"{hidden}[ne]": "x"}, {"sort": hidden}, {"fields": hidden}, {"include": hidden})
        for query in (*queries, {"filter": f"{hidden} ne 'x'"}, {"filter": f"contains({hidden}, '$')"}):
            for version in ("v2", "v3"):
                answer = await shelf.admin.version(version).get(shelf.path(listing), query=query)
                assert answer.status == 400, (version, query)
                assert _named(answer.violations) == set(query)


async def test_several_wrong_parameters_are_named_together(shelf: Shelf) -> None:
    query = {"price[gte]": "x", "sort": "secret", "nonsense": "1", "limit": 0}
    answer = await shelf.admin.get("/products", query=query)
    assert (answer.status, _named(answer.violations)) == (400, set(query))


async def test_a_parameter_that_is_given_twice_is_refused(shelf: Shelf) -> None:
    answer = await shelf.admin.get("/products?price[gte]=1&price[gte]=2")
    assert (answer.status, answer.violations) == (400, {"price[gte]"})


async def test_nul_and_lone_surrogates_are_refused(shelf: Shelf) -> None:
    """R27."""
    for query in ("name=%00", "name[contains]=a%00", "filter=name%20eq%20'%00'", "search=%00", "name=%ED%A0%80"):
        answer = await shelf.admin.get(f"/products?{query}")
        assert answer.status == 400, query


async def test_the_caps_themselves_are_allowed(shelf: Shelf) -> None:
    widest = " or ".join(["inventory eq 1"] * 50)
    deepest = "(" * 8 + "price eq 1" + ")" * 8
    longest = "inventory in (" + ",".join(["1"] * 100) + ")"
    for expression in (widest, deepest, longest):
        assert (await shelf.admin.get("/products", query={"filter": expression})).status == 200
