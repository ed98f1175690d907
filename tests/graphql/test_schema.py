"""The schema that clients see: complete, of one mind with REST, and readable by other tools."""

import re
from typing import Any

import pytest
from graphql import (
    build_client_schema,
    build_schema,
    find_breaking_changes,
    get_introspection_query,
    print_schema,
    validate_schema,
)

from gateway.documents import PUBLISHED
from gateway.graphql.generated.bindings import FIELDS
from gateway.graphql.schema import published_schema
from tests.graphql.asking import Graph
from tests.orders.shop import Shop
from tests.people import Person

SDL = (PUBLISHED / "schema.graphql").read_text()
# What the first draft named and did not define.
ONCE_MISSING = """
    BulkCreateUsersInput OrderBatchInput OrderBatchPayload
    CancelOrderPayload Category CreateOrderPayload DashboardMetrics DateRangeInput DateTimeRange OrderEdge
    OrderFilterInput OrderSortInput OrderStats ProductConnection ProductFilterInput ProductSortInput UpdateOrderPayload
    UserRoleFilter UserStatusFilter
"""


def test_the_published_schema_is_valid_and_has_every_type_that_was_missing() -> None:
    """G1."""
    schema = build_schema(SDL)
    assert validate_schema(schema) == []
    assert [name for name in ONCE_MISSING.split() if name not in schema.type_map] == []


def test_every_field_of_every_type_is_bound() -> None:
    """G2."""
    types = {name: type_ for name, type_ in published_schema().type_map.items() if not name.startswith("__")}
    wanted = {
        f"{name}.{field}"
        for name, type_ in types.items()
        if type_.__class__.__name__ == "GraphQLObjectType"
        for field in getattr(type_, "fields", ())
    }
    assert {f"{name}.{field}" for name, fields in FIELDS.items() for field in fields} == wanted


async def test_introspection_tells_the_published_schema(graph: Graph) -> None:
    """All of it in v3; a version without subscriptions shows what queries and mutations lead to."""
    question = get_introspection_query(input_value_deprecation=True, specified_by_url=True)
    older = build_client_schema(await graph.ask(question))
    told = build_client_schema(await Graph(graph.api.version("v3")).ask(question))
    live = {"Subscription", "ChangeEvent", "UserChange", "OrderChange", "ProductChange"}
    assert told.type_map.keys() - older.type_map.keys() == live
    assert find_breaking_changes(older, told) == []
    assert set(print_schema(told).split("\n\n")) == set(print_schema(build_schema(SDL)).split("\n\n"))


def test_nothing_of_the_generator_is_published() -> None:
    assert not re.search("@(shows|batched|computed|property)", SDL)


REST = {"firstName": "first_name", "lastName": "last_name", "createdAt": "created_at", "updatedAt": "updated_at"}


async def test_what_graphql_tells_of_a_user_is_what_rest_tells(graph: Graph, buyer: Person) -> None:
    """G4: no null for want of a spelling."""
    query = """query ($id: UUID!) { user(id: $id) {
      id email username firstName lastName role status createdAt updatedAt fullName isActive orderCount
    } }"""
    user = (await graph.ask(query, id=buyer.id))["user"]
    rest = (await graph.api.get(buyer.path)).data
    assert (user.pop("fullName"), user.pop("isActive")) == ("Bea Buyer", True)
    assert user.pop("orderCount") == rest["order_count"]
    assert (user.pop("role"), user.pop("status")) == (rest["role"].upper(), rest["status"].upper())
    assert user == {name: rest[REST.get(name, name)] for name in user}


async def test_what_graphql_tells_of_an_order_is_what_rest_tells(graph: Graph, shop: Shop, buyer: Person) -> None:
    """G4, G20: the total is what its parts add up to."""
    lamp = await shop.product(price=19.9)
    placed = await shop.order(buyer, (lamp, 3), shipping_address="1 Main Street")
    query = """query ($id: UUID!) { order(id: $id) {
      userId status total subtotal tax currency shippingAddress createdAt itemCount
      user { id } items { id productId quantity unitPrice total product { id price inventory isAvailable } }
    } }"""
    order = (await graph.ask(query, id=placed["id"]))["order"]
    (line,) = placed["items"]
    product = {"id": lamp, "price": 19.9, "inventory": 97, "isAvailable": True}
    assert order == {
        "userId": buyer.id,
        "status": "PENDING",
        "total": 59.7,
        "subtotal": 59.7,
        "tax": 0,
        "currency": "USD",
        "shippingAddress": "1 Main Street",
        "createdAt": placed["created_at"],
        "itemCount": 1,
        "user": {"id": buyer.id},
        "items": [
            {"id": line["id"], "productId": lamp, "quantity": 3, "unitPrice": 19.9, "total": 59.7, "product": product}
        ],
    }
    assert order["total"] == order["subtotal"] + order["tax"]


async def test_an_order_without_items_has_none(graph: Graph, buyer: Person, sql: Any) -> None:
    """G23: not one item of nulls."""
    ((order_id,),) = sql(
        "INSERT INTO orders.orders (user_id, total, currency) VALUES (%(user)s, 0, 'USD') RETURNING id::text",
        user=buyer.id,
    )
    query = "query ($id: UUID!) { order(id: $id) { items { id } itemCount } }"
    assert (await graph.ask(query, id=order_id))["order"] == {"items": [], "itemCount": 0}
    sql("DELETE FROM orders.orders WHERE id = %(id)s", id=order_id)


@pytest.mark.parametrize("kind", ["User", "Order", "Product", "Category"])
async def test_any_object_is_a_node(graph: Graph, shop: Shop, buyer: Person, kind: str) -> None:
    order = await shop.order(buyer)
    ids = {
        "User": buyer.id,
        "Order": order["id"],
        "Product": order["items"][0]["product_id"],
        "Category": shop.category,
    }
    query = "query ($id: UUID!) { node(id: $id) { __typename id ... on Node { same: id } ... on User { username } } }"
    node = (await graph.ask(query, id=ids[kind]))["node"]
    assert node.pop("username", None) == (buyer.username if kind == "User" else None)
    assert node == {"__typename": kind, "id": ids[kind], "same": ids[kind]}
    both = await graph.ask(
        "query ($ids: [UUID!]!) { nodes(ids: $ids) { id } }", ids=[ids[kind], "00000000-0000-4000-8000-000000000000"]
    )
    assert both["nodes"] == [{"id": ids[kind]}, None]
