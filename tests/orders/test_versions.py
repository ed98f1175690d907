"""Orders and products in the words of each version."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.api import Api
from tests.orders.shop import Shop, order
from tests.people import Person

ALLOWED = {
    "/orders": "GET, HEAD, OPTIONS",
    "/orders/{order}": "GET, HEAD, OPTIONS, PATCH",
    "/orders/{order}/items": "GET, HEAD, OPTIONS",
    "/orders/{order}/cancel": "OPTIONS, POST",
    "/users/{user}/orders": "GET, HEAD, OPTIONS, POST",
    "/users/{user}/order-stats": "GET, HEAD, OPTIONS",
    "/products": "GET, HEAD, OPTIONS, POST",
    "/products/{product}": "GET, HEAD, OPTIONS, PATCH",
    "/categories": "GET, HEAD, OPTIONS, POST",
    "/api-keys": "GET, HEAD, OPTIONS, POST",
    "/api-keys/{order}": "DELETE, OPTIONS",
}


@pytest.fixture(scope="module")
async def product(shop: Shop) -> str:
    return await shop.product(price=19.9)


@pytest.fixture(scope="module")
async def placed(shop: Shop, buyer: Person, product: str) -> Any:
    return await shop.order(buyer, (product, 2))


def milliseconds(timestamp: str) -> int:
    return (datetime.fromisoformat(timestamp) - datetime.fromisoformat("1970-01-01T00:00:00Z")) // timedelta(
        milliseconds=1
    )


def _in_v1(newer: Any) -> Any:
    """What v1 makes of a resource: times are whole milliseconds."""
    return {
        name: milliseconds(value) if name.endswith("_at") and value is not None else value
        for name, value in newer.items()
    }


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
@pytest.mark.parametrize("path", ALLOWED)
async def test_every_resource_of_the_contract_has_its_methods(
    api: Api, placed: Any, product: str, version: str, path: str
) -> None:
    """R15: what is promised is there, below one base."""
    asked = path.format(order=placed["id"], user=placed["user_id"], product=product)
    answer = await api.version(version).request("OPTIONS", asked)
    assert (answer.status, answer.headers["Allow"]) == (204, ALLOWED[path])


async def test_v1_gives_single_resources_in_response_with_times_in_milliseconds(
    buyer: Person, placed: Any, product: str
) -> None:
    """R16: one envelope a version, whatever the resource."""
    paths = {
        "order": f"/orders/{placed['id']}",
        "stats": f"{buyer.path}/order-stats",
        "product": f"/products/{product}",
    }
    for name, path in paths.items():
        newer, older = await buyer.api.get(path), await buyer.api.version("v1").get(path)
        assert older.json() == {"response": {name: _in_v1(newer.data)}}
        assert set(newer.json()) == {"data", "meta"}
        assert older.headers["Deprecation"] == "@1748736000"


async def test_v1_gives_lists_in_response_with_pages(buyer: Person, placed: Any) -> None:
    paths = {
        "orders": "/orders",
        "items": f"/orders/{placed['id']}/items",
        "products": "/products",
        "categories": "/categories",
    }
    for name, path in paths.items():
        newer = await buyer.api.get(path, query={"limit": 3})
        older = await buyer.api.version("v1").get(path, query={"limit": 3})
        total = newer.json()["pagination"]["total"]
        pages = {"page": 1, "limit": 3, "total": total, "pages": -(-total // 3)}
        assert older.json() == {"response": {name: [_in_v1(row) for row in newer.data], "pagination": pages}}


async def test_v1_takes_orders_and_answers_in_its_own_shape(shop: Shop, buyer: Person) -> None:
    product = await shop.product()
    answer = await buyer.api.version("v1").post(f"{buyer.path}/orders", order((product, 1)))
    placed = answer.json()["response"]["order"]
    assert answer.status == 201
    assert answer.headers["Location"] == f"/api/v1/orders/{placed['id']}"
    assert isinstance(placed["created_at"], int)
    assert [item["product_id"] for item in placed["items"]] == [product]
    cancelled = await buyer.api.version("v1").post(f"/orders/{placed['id']}/cancel")
    assert cancelled.json()["response"]["order"]["status"] == "cancelled"


async def test_v1_errors_say_code_and_message(buyer: Person) -> None:
    answer = await buyer.api.version("v1").post(f"{buyer.path}/orders", {"items": []})
    assert answer.status == 422
    assert {name: set(value) for name, value in answer.json().items()} == {"error": {"code", "message"}}


async def test_v3_gives_what_v2_gives_read_by_cursor(buyer: Person, placed: Any, product: str) -> None:
    for path in (f"/orders/{placed['id']}", f"{buyer.path}/order-stats", f"/products/{product}"):
        assert (await buyer.api.version("v3").get(path)).data == (await buyer.api.get(path)).data
    for path in ("/orders", f"/orders/{placed['id']}/items", "/products", "/categories", f"{buyer.path}/orders"):
        newest = await buyer.api.version("v3").get(path, query={"limit": 2})
        assert newest.data == (await buyer.api.get(path, query={"limit": 2})).data
        assert set(newest.json()["pagination"]) == {"limit", "cursor", "has_more"}
        page = await buyer.api.version("v3").get(path, query={"page": 1})
        assert (page.status, page.violations) == (400, {"page"})


@pytest.mark.parametrize("path", ["/products", "/products/{product}", "/categories"])
async def test_the_shop_window_is_for_everybody_but_in_v3(api: Api, product: str, path: str) -> None:
    asked = path.format(product=product)
    for version in ("v1", "v2"):
        assert (await api.version(version).get(asked)).status == 200
    answer = await api.version("v3").get(asked)
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="trellis"')


async def test_times_keep_their_microseconds_in_newer_versions(shop: Shop, buyer: Person) -> None:
    times = [datetime.fromisoformat((await shop.order(buyer))["created_at"]) for _ in range(4)]
    assert any(time.microsecond % 1000 for time in times)


async def test_lists_of_one_resource_send_the_links_of_rfc_8288(buyer: Person, placed: Any) -> None:
    """R10: relations in the Link header, in every version."""
    older = await buyer.api.version("v1").get("/products", query={"limit": 1})
    newer = await buyer.api.get("/products", query={"limit": 1, "page": 2})
    newest = await buyer.api.version("v3").get("/products", query={"limit": 1})
    assert {"first", "next", "last", "deprecation", "successor-version"} <= older.links.keys()
    assert {"first", "prev", "next", "last"} == newer.links.keys()
    assert {"next"} == newest.links.keys()
    assert (await buyer.api.root.get(newest.links["next"])).status == 200
