"""What a client may choose, in the published documents and in the routes: `fields`, `include`, credentials."""

from collections.abc import Iterator
from typing import Any

import pytest

from codegen.emit.gateway import emit_gateway
from codegen.read.specs import read_specs
from gateway.generated import v1, v2, v3
from gateway.routes import Include, Route
from gateway.versions import v1 as steps
from tests.codegen.test_filters import parameters
from tests.codegen.test_published import VERSIONS, Document, body, published
from tests.codegen.workshop import Workshop

ROUTES: dict[str, dict[str, Route]] = {
    name: {route.operation_id: route for route in module.ROUTES}
    for name, module in (("v1", v1), ("v2", v2), ("v3", v3))
}


def payload(version: str, path: str) -> Document:
    """The envelope around what GET answers."""
    schema = body(published(version), path, "get", "200")
    found: Document = schema["properties"]["response"] if version == "v1" else schema
    return found


def members(schema: Document) -> set[str]:
    return set(schema["properties"])


@pytest.mark.parametrize("version", VERSIONS)
def test_fields_are_the_members_of_the_resource(version: str) -> None:
    for path, name, operation in (
        ("/users", "UserFields", "listUsers"),
        ("/users/{id}", "UserDetailFields", "getUser"),
        ("/orders/{id}", "OrderDetailFields", "getOrder"),
        ("/categories", "CategoryFields", "listCategories"),
    ):
        parameter = parameters(version, path)["fields"]
        partial = published(version)["components"]["schemas"][name]
        route = ROUTES[version][operation]
        assert (parameter["style"], parameter["explode"]) == ("form", False)
        assert parameter["schema"]["items"]["enum"] == list(partial["properties"]) == list(route.fields)
        assert "required" not in partial
        assert "fields" in route.query


def test_members_of_a_resource_made_of_parts_are_all_there() -> None:
    assert ROUTES["v2"]["getOrder"].fields[-2:] == ("updated_at", "items")
    assert "allOf" not in published("v2")["components"]["schemas"]["OrderDetailFields"]


def test_members_may_only_be_left_out_where_they_can_be_chosen() -> None:
    schemas = published("v2")["components"]["schemas"]
    created = body(published("v2"), "/users", "post", "201")["properties"]["data"]
    assert created == {"$ref": "#/components/schemas/User"}
    assert "id" in schemas["User"]["required"]
    assert ROUTES["v2"]["createUser"].fields == ()


def test_chosen_members_have_the_shapes_of_the_version() -> None:
    created = {
        version: published(version)["components"]["schemas"]["OrderFields"]["properties"]["created_at"]["type"]
        for version in VERSIONS
    }
    assert created == {"v1": "integer", "v2": "string", "v3": "string"}


@pytest.mark.parametrize("version", VERSIONS)
def test_related_resources_stand_beside_what_is_listed(version: str) -> None:
    users, orders = payload(version, "/users"), payload(version, "/orders")
    assert parameters(version, "/users")["include"]["schema"]["items"]["enum"] == ["orders", "orders.items"]
    assert users["properties"]["included"]["properties"] == {
        "orders": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}},
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/OrderItem"}},
    }
    assert members(orders["properties"]["included"]) == {"items"}
    assert members(payload(version, "/products")["properties"]["included"]) == {"categories"}
    assert "included" not in users["required"]
    assert "included" not in members(payload(version, "/categories"))
    assert "include" in ROUTES[version]["listUsers"].query


def test_a_route_says_where_related_resources_come_from() -> None:
    assert ROUTES["v2"]["listUsers"].includes == (
        Include("orders", "", "orders", "orders", "/internal/orders-of-users", "user_ids", "id"),
        Include("orders.items", "orders", "items", "orders", "/internal/items-of-orders", "order_ids", "id"),
    )
    [category] = ROUTES["v2"]["listProducts"].includes
    assert (category.member, category.key, category.parameter) == ("categories", "category_id", "ids")


def test_related_resources_are_adapted_to_the_version() -> None:
    orders, items = ROUTES["v1"]["listUsers"].includes
    assert orders.answers == (steps.order,)
    assert items.answers == ()
    assert ROUTES["v1"]["listProducts"].includes[0].answers == (steps.category,)


def test_a_resource_that_is_only_ever_included_needs_its_adapter_too(workshop: Workshop) -> None:
    contract = workshop.path("specs/openapi/orders.yaml")
    text = contract.read_text()
    # Nobody lists orders or categories in public any more; users and products still lead to them.
    for path in ("  /categories:\n", "  /orders:\n", "  /orders/{id}:\n", "  /users/{id}/orders:\n"):
        start = text.index(path)
        end = min(text.index(mark, start + 1) for mark in ("\n  /", "\ncomponents:")) + 1
        text = text[:start] + text[end:]
    contract.write_text(text)

    adapters = emit_gateway(read_specs(workshop.root))["gateway/generated/adapters.py"]

    assert "def order(self, newer: v2.Order) -> v1.Order" in adapters
    assert "def category(self, newer: v2.Category) -> v1.Category" in adapters


def test_nothing_internal_comes_with_what_is_included() -> None:
    for version in VERSIONS:
        text = str(published(version))
        assert "/internal/" not in text and "x-relations" not in text and "x-filter" not in text


def optional(version: str) -> Iterator[tuple[str, Any]]:
    for path, item in published(version)["paths"].items():
        for method, operation in item.items():
            if method != "parameters" and {} in operation.get("security", []):
                yield f"{method} {path}", operation


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_products_are_for_everybody_until_v3(version: str) -> None:
    found = dict(optional(version))
    assert set(found) == {"get /products", "get /products/{id}", "get /categories"}
    assert all("401" in operation["responses"] for operation in found.values()), "a wrong token is still refused"
    assert ROUTES[version]["listProducts"].anonymous


def test_v3_asks_for_credentials_wherever_they_were_optional() -> None:
    # A socket may open without: a browser can send credentials only as a message.
    assert set(dict(optional("v3"))) == {"get /ws"}
    assert not ROUTES["v3"]["listProducts"].anonymous
    assert not ROUTES["v3"]["getProduct"].anonymous
    assert ROUTES["v3"]["issueToken"].anonymous


def test_a_route_knows_what_only_other_versions_take() -> None:
    foreign = {version: ROUTES[version]["listOrders"].foreign for version in VERSIONS}
    assert foreign == {"v1": {"cursor"}, "v2": {"cursor"}, "v3": {"page"}}
    assert ROUTES["v3"]["getOrder"].foreign == frozenset()


@pytest.mark.parametrize("version", VERSIONS)
def test_conditions_are_published_with_the_answers_they_lead_to(version: str) -> None:
    document = published(version)
    for path in ("/users/{id}", "/orders/{id}", "/products/{id}"):
        get = document["paths"][path]["get"]
        assert "If-None-Match" in parameters(version, path)
        assert get["responses"]["304"] == {"$ref": "#/components/responses/NotModified"}
        assert "ETag" in get["responses"]["200"]["headers"]
        assert "412" in document["paths"][path]["patch"]["responses"]
    unchanged = document["components"]["responses"]["NotModified"]
    assert "content" not in unchanged
    assert {"ETag", "API-Version", "X-Request-ID"} <= set(unchanged["headers"])
