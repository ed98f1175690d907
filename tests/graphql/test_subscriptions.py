"""What a subscriber is told: every change once, in order, with what it relates to, and nothing that is not theirs."""

import asyncio
from typing import Any

from graphql import OperationDefinitionNode, get_variable_values, parse

from gateway.graphql.compile import Compiler
from gateway.graphql.execute import Execution
from gateway.graphql.generated.bindings import FIELDS
from gateway.graphql.schema import published_schema
from tests.access.cast import make_key
from tests.api import Api
from tests.graphql.asking import Graph
from tests.graphql.talking import now, talking
from tests.graphql.world import BINDINGS
from tests.graphql.world import ORDERS as ROWS
from tests.orders.shop import Shop
from tests.people import MakeUser, Person, fresh_name, new_user
from tests.statements import Sql

ORDERS = """subscription ($filter: OrderFilterInput, $since: String) {
  orderChanged(filter: $filter, since: $since) {
    event id resume timestamp
    order { status total user { username } items { quantity product { name category { id } } } }
  }
}"""
USERS = """subscription ($filter: UserFilterInput, $since: String) {
  userChanged(filter: $filter, since: $since) { event id resume user { username role createdAt fullName } }
}"""
PRODUCTS = """subscription ($filter: ProductFilterInput, $since: String) {
  productChanged(filter: $filter, since: $since) { event id resume product { name isAvailable } }
}"""


async def test_a_new_order_arrives_with_its_buyer_and_its_lines(boss: Api, shop: Shop, buyer: Person) -> None:
    since = await now(boss, "orders")
    lamp = await shop.product(name=fresh_name("Lamp"))
    async with talking(boss) as talk:
        id = await talk.ask(ORDERS, since=since, filter={"userId": {"eq": buyer.id}})
        placed = await shop.order(buyer, (lamp, 2))
        change = (await talk.told(id))["data"]["orderChanged"]
    assert (change["event"], change["id"]) == ("CREATE", placed["id"])
    assert change["timestamp"] >= placed["created_at"][:19]
    (line,) = change["order"].pop("items")
    assert change["order"] == {"status": "PENDING", "total": 39.8, "user": {"username": buyer.username}}
    assert (line["quantity"], line["product"]["category"]["id"]) == (2, shop.category)


async def test_all_that_happens_to_a_user_is_told_in_order(boss: Api, make_user: MakeUser) -> None:
    """Create, update, out of the filter and back in, delete; gone is null, and its id stays."""
    since, name = await now(boss, "users"), fresh_name()
    person_filter = {"username": {"startsWith": name}, "status": {"in": ["ACTIVE"]}}
    async with talking(boss) as talk:
        id = await talk.ask(USERS, since=since, filter=person_filter)
        made = await boss.post("/users", new_user(username=name, first_name="Ada"))
        path = f"/users/{made.data['id']}"
        for change in ({"last_name": "Ek"}, {"status": "inactive"}, {"first_name": "Eve"}, {"status": "active"}):
            assert (await boss.patch(path, change)).status == 200
        assert (await boss.delete(path)).status == 204
        told = [(await talk.told(id))["data"]["userChanged"] for _ in range(5)]
    assert [change["event"] for change in told] == ["CREATE", "UPDATE", "LEAVE", "ENTER", "DELETE"]
    assert {change["id"] for change in told} == {made.data["id"]}
    names = [change["user"] and change["user"]["fullName"] for change in told]
    assert names == ["Ada", "Ada Ek", None, "Eve Ek", None]
    shown = {"username": name, "role": "USER", "createdAt": made.data["created_at"], "fullName": "Ada"}
    assert told[0]["user"] == shown


async def test_whoever_comes_back_misses_nothing_and_hears_nothing_twice(boss: Api, shop: Shop) -> None:
    mine = {"categoryId": {"eq": shop.category}}
    since = await now(boss, "products")
    made: list[str] = []
    told: list[str] = []
    for _ in range(3):
        made += [await shop.product() for _ in range(3)]
        async with talking(boss) as talk:
            id = await talk.ask(PRODUCTS, since=since, filter=mine)
            made.append(await shop.product())
            for _ in range(3):
                change = (await talk.told(id))["data"]["productChanged"]
                told.append(change["id"])
                since = change["resume"]
    async with talking(boss) as talk:
        id = await talk.ask(PRODUCTS, since=since, filter=mine)
        told += [(await talk.told(id))["data"]["productChanged"]["id"] for _ in range(3)]
        await talk.silence()
    assert told == made


async def test_without_since_it_begins_with_what_happens_next(boss: Api, shop: Shop) -> None:
    earlier = await shop.product()
    async with talking(boss) as talk:
        id = await talk.ask(PRODUCTS, filter={"categoryId": {"eq": shop.category}})

        async def supply() -> None:
            while True:
                await shop.product()
                await asyncio.sleep(0.05)

        supplying = asyncio.create_task(supply())
        change = (await talk.told(id))["data"]["productChanged"]
        supplying.cancel()
    assert (change["event"], change["id"] == earlier) == ("CREATE", False)


async def test_everybody_hears_of_their_own_rows_alone(
    anybody: Api, boss: Api, shop: Shop, make_user: MakeUser
) -> None:
    buyer, rival = await make_user(), await make_user()
    since = await now(boss, "orders")
    mine = anybody.holding(buyer.api.token)
    async with talking(mine) as talk:
        orders = await talk.ask(ORDERS, since=since)
        await shop.order(rival)
        placed = await shop.order(buyer)
        assert (await talk.told(orders))["data"]["orderChanged"]["id"] == placed["id"]
        await talk.send(type="complete", id=orders)
        users = await talk.ask(USERS, since=since)
        for person in (rival, buyer):
            assert (await boss.patch(person.path, {"last_name": fresh_name()})).status == 200
        assert (await talk.told(users))["data"]["userChanged"]["id"] == buyer.id
        await talk.silence()


async def test_a_relation_that_fails_is_told_at_its_place(boss: Api, shop: Shop, buyer: Person) -> None:
    since = await now(boss, "orders")
    query = """subscription ($since: String) { orderChanged(since: $since) {
      id order { user { orders(pagination: {first: 1000}) { totalCount } } } } }"""
    placed = [await shop.order(buyer) for _ in range(2)]
    async with talking(boss) as talk:
        id = await talk.ask(query, since=since)
        told = [await talk.told(id) for _ in range(2)]
    assert [answer["data"] and answer["data"]["orderChanged"] for answer in told] == [
        {"id": order["id"], "order": None} for order in placed
    ]
    for answer in told:
        (error,) = answer["errors"]
        assert error["path"] == ["orderChanged", "order", "user", "orders"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_what_is_told_together_is_what_each_would_be_told_alone() -> None:
    """A burst is one execution, and errors of one change are not another's; over rows with all that can go wrong."""
    bindings = {**BINDINGS, "Subscription": FIELDS["Subscription"]}
    document = parse("""subscription { orderChanged { event order {
      id total status itemCount user { username role orders { edges { node { id itemCount } } } }
      items { product { name category { name } } } } } }""")
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    variables = get_variable_values(published_schema(), (), {})
    assert not isinstance(variables, list)
    plan = Compiler(published_schema(), bindings).compile(operation, {}, variables)
    burst = [{"event": "update", "order": order} for order in [*ROWS, None]] + [{"event": "lost", "order": None}]
    together = await Execution(None, variables, lambda error: error).events(plan, burst)
    alone = [await Execution(None, variables, lambda error: error).events(plan, [change]) for change in burst]
    assert [_sorted(answer) for answer in together] == [_sorted(answer) for [answer] in alone]
    assert {"errors" in answer for answer in together} == {True, False}


def _sorted(answer: dict[str, Any]) -> dict[str, Any]:
    """Errors have no order."""
    errors = sorted(answer.get("errors", []), key=repr)
    return {**answer, "errors": errors}


FILTERS: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"name": {"contains": "O'Brien's"}}, True),
    ({"name": {"ne": "x"}, "price": {"gte": 19.9, "lt": 20}}, True),
    ({"price": {"between": {"from": 1, "to": 19.9}}, "currency": {"in": ["USD"]}}, True),
    ({"currency": {"nin": ["USD", "EUR"]}}, False),
    ({"or": [{"inventory": {"gt": 1000}}, {"createdAt": {"gte": "2026-01-01T02:00:00+02:00"}}]}, True),
    ({"or": [{"inventory": {"gt": 1000}}, {}]}, True),
    ({"and": [{"or": [{"inventory": {"eq": 100}}, {"inventory": {"eq": 1}}]}, {"name": {"endsWith": "!"}}]}, True),
    ({"id": {"ne": "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"}, "price": {"lte": 1e-7}}, False),
]


async def test_filters_mean_what_they_mean_in_queries(admin: Api, shop: Shop) -> None:
    """Over the same rows, each of them selects in a subscription what it selects in a query."""
    since = await now(admin, "products")
    odd = await shop.product(name=f"{fresh_name()} O'Brien's lämp!")
    graph = Graph(admin)
    query = "query ($filter: ProductFilterInput) { products(filter: $filter) { totalCount } }"
    for given, matches in FILTERS:
        narrowed = {**given, "categoryId": {"eq": shop.category}, "id": {**given.get("id", {}), "eq": odd}}
        assert (await graph.ask(query, filter=narrowed))["products"]["totalCount"] == matches
        async with talking(admin) as talk:
            id = await talk.ask(PRODUCTS, since=since, filter=narrowed)
            if matches:
                assert (await talk.told(id))["data"]["productChanged"]["id"] == odd
            await talk.silence(0.1)


async def test_a_wish_that_cannot_be_ends_with_an_error_that_says_why(boss: Api, buyer: Person) -> None:
    cases = [
        ('subscription { orderChanged(since: "yesterday") { id } }', "BAD_USER_INPUT"),
        ("subscription { orderChanged(filter: {or: []}) { id } }", "BAD_USER_INPUT"),
        ("subscription { orderChanged(filter: {status: {in: []}}) { id } }", "BAD_USER_INPUT"),
        ("subscription { orderChanged { nothing } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { orderChanged { id } userChanged { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { orderChanged { id }", "GRAPHQL_PARSE_FAILED"),
        ("subscription ($f: OrderFilterInput) { orderChanged(filter: $f) { id } }", None),
    ]
    async with talking(boss) as talk:
        for query, code in cases:
            if code is None:
                id = await talk.ask(query, f={"status": {"eq": "LOST"}})
                code = "BAD_USER_INPUT"
            else:
                id = await talk.ask(query)
            assert (await talk.refused(id))["extensions"]["code"] == code, query
        await talk.answered()
    key = await make_key(buyer, "write")
    async with talking(boss.holding(key["key"])) as talk:
        error = await talk.refused(await talk.ask("subscription { userChanged { id } }"))
        assert (error["extensions"]["code"], error["path"]) == ("FORBIDDEN", ["userChanged"])


async def test_what_is_no_longer_kept_is_told_as_a_gap_with_a_place_to_go_on(boss: Api, shop: Shop, sql: Sql) -> None:
    async with talking(boss) as talk:
        sql("UPDATE realtime.log_floor SET seq = 3, xid = '3'")
        try:
            error = await talk.refused(await talk.ask(PRODUCTS, since="2-2"))
        finally:
            sql("UPDATE realtime.log_floor SET seq = 0, xid = '0'")
        assert (error["extensions"]["code"], error["extensions"]["reason"]) == ("GAP", "expired")
        mine = {"categoryId": {"eq": shop.category}}
        id = await talk.ask(PRODUCTS, since=error["extensions"]["resume"], filter=mine)
        product = await shop.product()
        assert (await talk.told(id))["data"]["productChanged"]["id"] == product


async def test_queries_and_mutations_work_on_the_same_socket(boss: Api, person: Person) -> None:
    async with talking(boss) as talk:
        id = await talk.ask("query ($id: UUID!) { user(id: $id) { username } }", id=person.id)
        answer = await talk.told(id)
        assert (answer["data"], "errors" in answer) == ({"user": {"username": person.username}}, False)
        assert await talk.receive() == {"id": id, "type": "complete"}
        query = 'mutation ($id: UUID!) { updateUser(id: $id, input: {firstName: "Bea"}) { user { firstName } } }'
        id = await talk.ask(query, id=person.id)
        assert (await talk.told(id))["data"]["updateUser"]["user"] == {"firstName": "Bea"}
        assert await talk.receive() == {"id": id, "type": "complete"}
        many = "orders(pagination: {first: 100}) { edges { node { id } } }"
        costly = f"{{ users(pagination: {{first: 100}}) {{ edges {{ node {{ {many} }} }} }} }}"
        assert (await talk.refused(await talk.ask(costly)))["extensions"]["code"] == "QUERY_TOO_COSTLY"


async def test_who_has_enough_hears_no_more_and_may_use_the_id_again(boss: Api, shop: Shop) -> None:
    mine, since = {"categoryId": {"eq": shop.category}}, await now(boss, "products")
    async with talking(boss) as talk:
        id = await talk.ask(PRODUCTS, since=since, filter=mine)
        await shop.product()
        await talk.told(id)
        await talk.send(type="complete", id=id)
        await talk.answered()
        await shop.product()
        await talk.silence()
        await talk.send(type="subscribe", id=id, payload={"query": PRODUCTS, "variables": {"since": since}})
        await talk.told(id)


async def test_the_version_before_has_no_subscriptions(graph: Graph) -> None:
    (error,) = await graph.fail("subscription { orderChanged { id } }")
    assert "subscription operation is not supported" in error["message"]
    schema = "{ __schema { subscriptionType { name } types { name } } }"
    old = (await graph.ask(schema))["__schema"]
    assert (old["subscriptionType"], "OrderChange" in str(old)) == (None, False)
    newer = Graph(graph.api.version("v3"))
    assert (await newer.ask(schema))["__schema"]["subscriptionType"] == {"name": "Subscription"}
    (error,) = await newer.fail("subscription { orderChanged { id } }")
    assert (error["extensions"]["code"], "/api/v3/graphql/ws" in error["message"]) == ("SUBSCRIPTION_OVER_HTTP", True)
    assert (await graph.api.get("/graphql/ws")).status == 404
