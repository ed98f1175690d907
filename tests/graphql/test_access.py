"""Nobody sees by GraphQL what they may not GET, whichever way they come."""

import asyncio
from typing import Any

import pytest

from tests.api import Keyed
from tests.graphql.asking import PATH, Graph
from tests.orders.shop import Shop
from tests.people import MakeUser, Person

NOTHING: dict[str, Any] = {"user": None, "order": None, "node": None, "nodes": [None]}


@pytest.fixture(scope="module")
async def order(shop: Shop, buyer: Person) -> Any:
    return await shop.order(buyer)


async def test_the_user_and_order_of_another_are_not_there_by_any_path(
    rival: Person, buyer: Person, order: Any
) -> None:
    """G7, G27: by field, by node, by nodes; null, not an error that tells they exist."""
    query = """query ($user: UUID!, $order: UUID!) {
      user(id: $user) { email } order(id: $order) { total } node(id: $order) { id } nodes(ids: [$user]) { id }
    }"""
    assert await Graph(rival.api).ask(query, user=buyer.id, order=order["id"]) == NOTHING
    own = await Graph(buyer.api).ask(query, user=buyer.id, order=order["id"])
    assert (own["user"]["email"], own["order"]["total"]) == (buyer.email, order["total"])


async def test_a_list_holds_ones_own_and_nothing_else(rival: Person, buyer: Person, order: Any) -> None:
    """G7: whatever the filter says."""
    query = """query ($id: UUID!) {
      all: orders { totalCount aggregate { count } edges { node { userId } } }
      theirs: orders(filter: {userId: {eq: $id}}) { totalCount aggregate { sum } edges { node { id } } }
      named: userOrders(userId: $id) { totalCount edges { node { id } } }
    }"""
    data = await Graph(rival.api).ask(query, id=buyer.id)
    assert {edge["node"]["userId"] for edge in data["all"]["edges"]} <= {rival.id}
    assert data["all"]["totalCount"] == data["all"]["aggregate"]["count"] == len(data["all"]["edges"])
    assert data["theirs"] == {"totalCount": 0, "aggregate": {"sum": None}, "edges": []}
    assert data["named"] == {"totalCount": 0, "edges": []}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("query ($id: UUID!) { users { totalCount } user(id: $id) { id } }", "FORBIDDEN"),
        ("query ($id: UUID!) { userOrderStats(userId: $id) { orderCount } }", "NOT_FOUND"),
        (
            'query ($id: UUID!) { user(id: $id) { id } dashboardMetrics(dateRange: {from: "2026-01-01T00:00:00Z", '
            'to: "2027-01-01T00:00:00Z"}) { orderCount } }',
            "FORBIDDEN",
        ),
    ],
)
async def test_what_is_for_admins_is_refused_to_users(rival: Person, buyer: Person, query: str, code: str) -> None:
    """G7."""
    answer = await Graph(rival.api).post(query, {"id": buyer.id})
    assert answer.json()["data"] is None
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {code}


async def test_the_dashboard_counts_what_happened_in_a_span(graph: Graph, shop: Shop, buyer: Person) -> None:
    """G2: from a moment up to and without another."""
    placed = await shop.order_that_is("cancelled", buyer, (await shop.product(price=7), 2))
    query = """query ($range: DateRangeInput!) { dashboardMetrics(dateRange: $range) {
      orderCount customerCount revenue { currency amount } ordersByStatus { status count }
      topProducts { quantity product { id } }
    } }"""
    moment = placed["created_at"]
    data = await graph.ask(query, range={"from": moment, "to": moment.replace("+00:00", "Z")[:-1] + "9Z"})
    assert data["dashboardMetrics"] == {
        "orderCount": 1,
        "customerCount": 1,
        "revenue": [],
        "ordersByStatus": [{"status": "CANCELLED", "count": 1}],
        "topProducts": [],
    }
    (error,) = await graph.fail(query, range={"from": moment, "to": moment})
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_suspended_user_is_answered_nothing_within_seconds(graph: Graph, make_user: MakeUser) -> None:
    """G21: whatever was remembered of them."""
    person = await make_user()
    theirs = Graph(person.api)
    assert (await theirs.post("{ __typename }")).status == 200
    await graph.ask(
        "mutation ($id: UUID!) { updateUser(id: $id, input: {status: SUSPENDED}) { errors { code } } }", id=person.id
    )
    for _ in range(60):
        if (await theirs.post("{ __typename }")).status == 401:
            return
        await asyncio.sleep(0.1)
    pytest.fail("a suspended user is still answered")


async def test_an_api_key_that_reads_does_not_write(graph: Graph, buyer: Person) -> None:
    made = await buyer.api.post("/api-keys", {"name": "reader", "scopes": ["read"]})
    keyed = Keyed(graph.api, made.data["key"])
    read = await keyed.request("POST", PATH, {"query": "{ orders { totalCount } products { totalCount } }"})
    assert "errors" not in read.json()
    change = 'mutation ($id: UUID!) { updateUser(id: $id, input: {firstName: "X"}) { user { id } errors { code } } }'
    written = await keyed.request("POST", PATH, {"query": change, "variables": {"id": buyer.id}})
    assert written.json()["data"]["updateUser"] == {"user": None, "errors": [{"code": "FORBIDDEN"}]}


MALFORMED = ["nonsense", "", "7b0c6f0e3f5d4c559c8e0a8a2f1b6d11", "{7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11}"]


@pytest.mark.parametrize("id", MALFORMED)
async def test_one_malformed_id_is_told_and_costs_nobody_a_batch(graph: Graph, buyer: Person, id: str) -> None:
    """G25."""
    query = "query ($ids: [UUID!]!) { nodes(ids: $ids) { id } }"
    (error,) = await graph.fail(query, ids=[buyer.id, id])
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"].startswith("Variable '$ids' has invalid value at [1]: UUID cannot represent value")


async def test_an_id_in_capitals_is_the_same_id(graph: Graph, buyer: Person) -> None:
    """G25."""
    query = """query ($id: UUID!) {
      user(id: $id) { id } nodes(ids: [$id]) { id } users(filter: {id: {eq: $id}}) { totalCount }
    }"""
    data = await graph.ask(query, id=buyer.id.upper())
    assert data == {"user": {"id": buyer.id}, "nodes": [{"id": buyer.id}], "users": {"totalCount": 1}}


async def test_split_services_say_the_same(graph: Graph, split_url: str, buyer: Person, order: Any) -> None:
    query = """query ($id: UUID!) {
      user(id: $id) { username orders(pagination: {first: 2}) { totalCount edges { cursor node { items { product { name
        category { name } } } user { id } } } } spending { amount } }
      users(filter: {id: {in: [$id]}}) { edges { node { id } } }
    }"""
    assert await Graph(graph.api.at(split_url)).ask(query, id=buyer.id) == await graph.ask(query, id=buyer.id)
    refused = await Graph(buyer.api.at(split_url)).fail("{ users { totalCount } }")
    assert refused[0]["extensions"]["code"] == "FORBIDDEN"
