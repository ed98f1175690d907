"""`GET /products?search=`: words of name and description, and any text at all without an error."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api
from tests.orders.shop import NOWHERE, Shop

GOODS = {
    "Zephyr lantern": "A bright lamp for the desk",
    "Zephyr desk": "Oak, without drawers",
    "Zephyr chairs": None,
    "Quux": "Nothing like a zephyr",
}


@pytest.fixture(scope="module")
async def found(shop: Shop, admin: Api, api: Api) -> Callable[..., Any]:
    """Searches among four products: their names, best sorted."""
    here = await Shop.open(admin)
    for name, description in GOODS.items():
        await here.product(name=name, description=description)

    async def search(text: str, **query: str) -> set[str]:
        answer = await api.get("/products", query={"search": text, "category_id": here.category, **query})
        assert answer.status == 200, answer.body
        assert answer.json()["pagination"]["total"] == len(answer.data)
        return {product["name"] for product in answer.data}

    return search


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("zephyr", set(GOODS)),
        ("ZEPHYR", set(GOODS)),
        ("desk", {"Zephyr lantern", "Zephyr desk"}),
        ("zephyr desk", {"Zephyr lantern", "Zephyr desk"}),
        ("chair", {"Zephyr chairs"}),
        ("desks", {"Zephyr lantern", "Zephyr desk"}),
        ("zephyr -desk", {"Zephyr chairs", "Quux"}),
        ("oak or chairs", {"Zephyr desk", "Zephyr chairs"}),
        ('"bright lamp"', {"Zephyr lantern"}),
        ('"lamp bright"', set()),
        ("zeph", set()),
        ("the", set()),
        ("nowhere-to-be-found", set()),
    ],
)
async def test_words_are_found_in_name_and_description(found: Callable[..., Any], text: str, names: set[str]) -> None:
    assert await found(text) == names


async def test_a_search_and_a_filter_must_both_hold(found: Callable[..., Any]) -> None:
    assert await found("desk", **{"name[starts_with]": "Zephyr d"}) == {"Zephyr desk"}
    assert await found("desk", filter=f"name eq 'Zephyr desk' and category_id ne {NOWHERE}") == {"Zephyr desk"}


@pytest.mark.parametrize(
    "text", ["'", '"', "\\", "a & | ! ( ) :*", "%_", "'; --", "<->", "- or -", "😀", "a" * 200, " "]
)
async def test_no_text_is_an_error(found: Callable[..., Any], text: str) -> None:
    assert isinstance(await found(text), set)


@pytest.mark.parametrize("version", ["v2", "v3"])
@pytest.mark.parametrize("text", ["", "x" * 201, "a\0b"])
async def test_a_search_of_the_wrong_length_or_with_nul_is_refused(alice: Api, version: str, text: str) -> None:
    answer = await alice.version(version).get("/products", query={"search": text})
    assert (answer.status, answer.violations) == (400, {"search"})


async def test_a_changed_product_is_found_by_its_new_words(shop: Shop, api: Api) -> None:
    product = await shop.product(name="Wobbegong")
    await shop.admin.patch(f"/products/{product}", {"name": "Axolotl"})
    old, new = [await api.get("/products", query={"search": word}) for word in ("wobbegong", "axolotl")]
    assert (old.data, [each["id"] for each in new.data]) == ([], [product])
