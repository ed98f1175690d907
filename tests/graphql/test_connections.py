"""Relay connections: walked in both directions, in any order, under any filter."""

from typing import Any

import pytest

from tests.graphql.asking import Graph
from tests.orders.shop import Shop
from tests.people import Person

PAGE = """query ($filter: ProductFilterInput, $sort: ProductSortInput, $pagination: PaginationInput, $search: String) {
  products(filter: $filter, sort: $sort, pagination: $pagination, search: $search) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id name price } }
  }
}"""


@pytest.fixture(scope="module")
async def lamps(shop: Shop) -> list[str]:
    """Seven products, dear ones after cheap ones, two of one price."""
    return [await shop.product(name=f"Walk {n}", price=10 + min(n, 5)) for n in range(7)]


async def _page(graph: Graph, shop: Shop, **variables: Any) -> Any:
    only = {"categoryId": {"eq": shop.category}, "name": {"startsWith": "Walk"}}
    return (await graph.ask(PAGE, filter=only, **variables))["products"]


@pytest.mark.parametrize(
    ("field", "order", "size"),
    [("PRICE", "ASC", 2), ("PRICE", "DESC", 3), ("CREATED_AT", "DESC", 1), ("NAME", "ASC", 7)],
)
async def test_a_walk_meets_every_row_once_in_either_direction(
    graph: Graph, shop: Shop, lamps: list[str], field: str, order: str, size: int
) -> None:
    """G3, G26: cursors hold the sort keys, not the id alone."""
    sort = {"field": field, "order": order}
    every = [edge["node"]["id"] for edge in (await _page(graph, shop, sort=sort))["edges"]]
    assert sorted(every) == sorted(lamps)
    for forward in (True, False):
        walked: list[str] = []
        where: dict[str, Any] = {}
        while True:
            page = await _page(graph, shop, sort=sort, pagination={"first" if forward else "last": size, **where})
            ids = [edge["node"]["id"] for edge in page["edges"]]
            walked = walked + ids if forward else ids + walked
            info = page["pageInfo"]
            assert page["totalCount"] == 7
            assert [info["startCursor"], info["endCursor"]] == [page["edges"][0]["cursor"], page["edges"][-1]["cursor"]]
            assert info["hasPreviousPage" if forward else "hasNextPage"] == bool(where)
            if not info["hasNextPage" if forward else "hasPreviousPage"]:
                break
            where = {"after": info["endCursor"]} if forward else {"before": info["startCursor"]}
        assert walked == every


async def test_a_stretch_between_two_cursors(graph: Graph, shop: Shop, lamps: list[str]) -> None:
    edges = (await _page(graph, shop))["edges"]
    between = {"after": edges[1]["cursor"], "before": edges[5]["cursor"], "first": 10}
    assert (await _page(graph, shop, pagination=between))["edges"] == edges[2:5]


BAD_PAGES = [
    {"first": -1},
    {"last": -1},
    {"first": 101},
    {"first": 1, "last": 1},
    {"after": "nonsense"},
    {"before": "e30.x"},
    {"after": ""},
]


@pytest.mark.parametrize("pagination", BAD_PAGES)
async def test_a_page_that_is_none_is_refused_by_name(graph: Graph, pagination: dict[str, Any]) -> None:
    """G3."""
    (error,) = await graph.fail(PAGE, pagination=pagination)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["path"] == ["products"]
    assert error["extensions"]["details"]


async def test_a_cursor_of_another_sort_or_filter_is_refused(graph: Graph, shop: Shop, lamps: list[str]) -> None:
    """G26."""
    cursor = (await _page(graph, shop))["edges"][0]["cursor"]
    for other in ({"sort": {"field": "NAME"}}, {"filter": {"price": {"gt": 0}}}):
        (error,) = await graph.fail(PAGE, pagination={"after": cursor}, **other)
        assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_pages_of_many_parents_are_each_their_own(graph: Graph, shop: Shop, buyer: Person, rival: Person) -> None:
    for person, number in ((buyer, 3), (rival, 2)):
        for _ in range(number):
            await shop.order(person)
    query = """query ($ids: [UUID!]!) { users(filter: {id: {in: $ids}}, sort: {field: USERNAME}) { edges { node {
      id orders(pagination: {first: 2}) { totalCount pageInfo { hasNextPage } edges { node { userId } } } } } } }"""
    people = (await graph.ask(query, ids=[buyer.id, rival.id]))["users"]["edges"]
    assert {edge["node"]["id"] for edge in people} == {buyer.id, rival.id}
    for edge in people:
        orders = edge["node"]["orders"]
        assert [inner["node"]["userId"] for inner in orders["edges"]] == [edge["node"]["id"]] * 2
        assert orders["pageInfo"]["hasNextPage"] == (orders["totalCount"] > 2)


AGGREGATES = """query ($id: UUID!) {
  userOrders(userId: $id) { ...A } user(id: $id) { orders { ...A } totalSpent spending { currency amount } }
  orders(filter: {userId: {eq: $id}}) { ...A } userOrderStats(userId: $id) { orderCount totalSpent }
} fragment A on OrderConnection { totalCount aggregate { count sum avg min max byCurrency { currency count sum } } }"""


async def test_figures_are_the_same_wherever_they_are_asked_for(graph: Graph, shop: Shop, make_user: Any) -> None:
    """G5, G20: and currencies are never added up."""
    person = await make_user()
    for price in (10, 20):
        await shop.order(person, (await shop.product(price=price), 1))
    data = await graph.ask(AGGREGATES, id=person.id)
    by_currency = [{"currency": "USD", "count": 2, "sum": 30}]
    figures = {"count": 2, "sum": 30, "avg": 15, "min": 10, "max": 20, "byCurrency": by_currency}
    for found in (data["userOrders"], data["user"]["orders"], data["orders"]):
        assert found == {"totalCount": 2, "aggregate": figures}
    assert data["userOrderStats"] == {"orderCount": 2, "totalSpent": 30}
    await shop.order(person, (await shop.product(price=5, currency="EUR"), 1))
    data = await graph.ask(AGGREGATES, id=person.id)
    assert data["userOrders"]["aggregate"]["sum"] is None
    assert len(data["userOrders"]["aggregate"]["byCurrency"]) == 2
    assert data["user"]["totalSpent"] is None
    assert data["user"]["spending"] == [{"currency": "EUR", "amount": 5}, {"currency": "USD", "amount": 30}]


async def test_nobody_has_spent_nothing(graph: Graph, make_user: Any) -> None:
    data = await graph.ask(AGGREGATES, id=(await make_user()).id)
    empty: dict[str, Any] = {"count": 0, "sum": None, "avg": None, "min": None, "max": None, "byCurrency": []}
    assert data["userOrders"] == {"totalCount": 0, "aggregate": empty}
    assert (data["user"]["totalSpent"], data["user"]["spending"]) == (0, [])


FILTERS: list[tuple[Any, int]] = [
    ({"price": {"gte": 15}}, 2),
    ({"price": {"between": {"from": 11, "to": 13}}}, 3),
    ({"or": [{"name": {"eq": "Walk 0"}}, {"and": [{"price": {"gt": 13}}, {"price": {"lt": 15}}]}]}, 2),
    ({"and": [{"name": {"endsWith": "3"}}, {"inventory": {"eq": 100}}]}, 1),
    ({"name": {"in": ["Walk 1", "Walk 2"]}, "inventory": {"nin": [0]}}, 2),
    ({"name": {"contains": "alk"}, "createdAt": {"gt": "2020-01-01T00:00:00Z"}}, 7),
    ({"or": []}, 0),
    ({"and": [], "price": None}, 7),
]


@pytest.mark.parametrize(("filter", "found"), FILTERS)
async def test_filters_select_what_they_say(
    graph: Graph, shop: Shop, lamps: list[str], filter: dict[str, Any], found: int
) -> None:
    """G28: `and` and `or` take lists."""
    only = {"and": [{"categoryId": {"eq": shop.category}}, {"name": {"startsWith": "Walk"}}, filter]}
    assert (await graph.ask(PAGE, filter=only))["products"]["totalCount"] == found


def _deep(levels: int) -> dict[str, Any]:
    return {"price": {"gt": 0}} if levels == 0 else {"and": [_deep(levels - 1)]}


BAD_FILTERS = [
    _deep(8),
    {"or": [{"price": {"gt": n}} for n in range(51)]},
    {"name": {"in": []}},
    {"name": {"in": ["x"] * 101}},
    {"name": {"eq": "a\0b"}},
    {"name": {"eq": None}},
    {"price": {"between": {"from": 1, "to": 1e308}}},
]


@pytest.mark.parametrize("filter", BAD_FILTERS)
async def test_a_filter_that_is_too_much_or_none_is_refused(graph: Graph, filter: dict[str, Any]) -> None:
    """G28: depth and width are capped."""
    (error,) = await graph.fail(PAGE, filter=filter)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_products_are_found_by_words(graph: Graph, shop: Shop) -> None:
    product = await shop.product(name="Quizzical lantern", description="Wobbles")
    for words in ("quizzical", "lanterns wobble"):
        data = await graph.ask(PAGE, search=words)
        assert [edge["node"]["id"] for edge in data["products"]["edges"]] == [product]
    (error,) = await graph.fail(PAGE, search="")
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
