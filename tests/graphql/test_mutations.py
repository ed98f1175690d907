"""Mutations: the services' own operations, with their rules, and errors that say which field."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from tests.graphql.asking import Graph
from tests.orders.shop import NOWHERE, Shop
from tests.people import PASSWORD, MakeUser, Person, fresh_name

CREATE_USER = """mutation ($input: CreateUserInput!) { createUser(input: $input) {
  user { id username role status } etag errors { field message code } } }"""
UPDATE_USER = """mutation ($id: UUID!, $input: UpdateUserInput!, $tag: String) {
  updateUser(id: $id, input: $input, ifMatch: $tag) {
  user { id email firstName lastName role status } etag errors { field message code } } }"""
DELETE_USER = """mutation ($id: UUID!) { deleteUser(id: $id) { success deletedId errors { field message code } } }"""
CREATE_ORDER = """mutation ($input: CreateOrderInput!) { createOrder(input: $input) {
  order { id status total currency userId items { productId quantity unitPrice total product { inventory } } }
  etag errors { field message code } } }"""
STATUS = """mutation ($id: UUID!, $status: OrderStatus!) { updateOrderStatus(id: $id, status: $status) {
  order { id status } errors { field code } } }"""
CANCEL = "mutation ($id: UUID!) { cancelOrder(id: $id) { order { status } errors { field message code } } }"


def _input(**fields: Any) -> dict[str, Any]:
    name = fresh_name("graphql")
    return {"email": f"{name}@people.example", "username": name, "password": PASSWORD, **fields}


def _lines(*wanted: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"productId": product, "quantity": quantity} for product, quantity in wanted]


async def test_an_admin_creates_a_user_who_can_sign_in_and_is_found_by_rest(graph: Graph) -> None:
    """R23: the same row, however it was made."""
    given = _input(role="GUEST", firstName="Gia")
    payload = (await graph.ask(CREATE_USER, input=given))["createUser"]
    assert payload["errors"] == []
    assert payload["user"] == {**payload["user"], "username": given["username"], "role": "GUEST", "status": "ACTIVE"}
    rest = await graph.api.get("/users", query={"username": given["username"], "status": "active"})
    assert [user["id"] for user in rest.data] == [payload["user"]["id"]]
    assert rest.data[0]["role"] == "guest"
    await graph.api.signed_in(given["username"], PASSWORD)


async def test_a_payload_with_errors_has_no_user_and_keeps_its_siblings(graph: Graph, buyer: Person) -> None:
    """G6: one refused mutation takes nothing else along."""
    query = """mutation ($bad: CreateUserInput!, $id: UUID!) {
      bad: createUser(input: $bad) { user { id } errors { field code } }
      good: updateUser(id: $id, input: {lastName: "Buyer"}) { user { id } errors { field } }
    }"""
    data = await graph.ask(query, bad=_input(email="nonsense", password="x", username="?"), id=buyer.id)
    assert data["good"] == {"user": {"id": buyer.id}, "errors": []}
    assert data["bad"]["user"] is None
    found = {(error["field"], error["code"]) for error in data["bad"]["errors"]}
    assert found == {(field, "VALIDATION_FAILED") for field in ("email", "password", "username")}


async def test_only_an_admin_makes_users_or_admins(graph: Graph, buyer: Person) -> None:
    """G7, G8."""
    theirs = Graph(buyer.api)
    payload = (await theirs.ask(CREATE_USER, input=_input(role="ADMIN")))["createUser"]
    assert (payload["user"], payload["errors"][0]["code"]) == (None, "FORBIDDEN")
    for change in ({"role": "ADMIN"}, {"status": "SUSPENDED"}):
        payload = (await theirs.ask(UPDATE_USER, id=buyer.id, input=change))["updateUser"]
        assert (payload["user"], payload["errors"][0]["code"]) == (None, "FORBIDDEN")
    assert (await graph.api.get(buyer.path)).data["role"] == "user"


async def test_two_that_want_one_name_at_once_do_not_both_get_it(graph: Graph) -> None:
    """G9, G22: the loser learns which field, and nothing of indexes or SQL."""
    given = _input()
    answers = await asyncio.gather(*(graph.post(CREATE_USER, {"input": given}) for _ in range(4)))
    payloads = [answer.json()["data"]["createUser"] for answer in answers]
    made = [payload for payload in payloads if payload["user"]]
    refused = [payload["errors"][0] for payload in payloads if not payload["user"]]
    assert (len(made), len(refused)) == (1, 3)
    assert {error["code"] for error in refused} == {"DUPLICATE_ENTRY"}
    assert {error["field"] for error in refused} <= {"email", "username"}
    for answer in answers:
        assert not any(word in answer.body.lower() for word in (b"users_", b"constraint", b"insert", b"psycopg"))


async def test_a_change_is_refused_when_the_user_has_changed_since(graph: Graph, make_user: MakeUser) -> None:
    """G10."""
    person = await make_user()
    first = (await graph.ask(UPDATE_USER, id=person.id, input={"firstName": "One"}))["updateUser"]
    second = (await graph.ask(UPDATE_USER, id=person.id, input={"firstName": None}, tag=first["etag"]))["updateUser"]
    assert (second["user"]["firstName"], second["errors"]) == (None, [])
    third = (await graph.ask(UPDATE_USER, id=person.id, input={"firstName": "Three"}, tag=first["etag"]))["updateUser"]
    assert (third["user"], third["errors"][0]["code"]) == (None, "PRECONDITION_FAILED")


async def test_a_change_of_what_is_taken_or_not_there_is_told(graph: Graph, buyer: Person, rival: Person) -> None:
    """G10."""
    taken = (await graph.ask(UPDATE_USER, id=buyer.id, input={"email": rival.email.upper()}))["updateUser"]
    assert [(error["field"], error["code"]) for error in taken["errors"]] == [("email", "DUPLICATE_ENTRY")]
    gone = (await graph.ask(UPDATE_USER, id=NOWHERE, input={"firstName": "X"}))["updateUser"]
    assert (gone["user"], gone["errors"][0]["code"]) == (None, "NOT_FOUND")
    nothing = (await graph.ask(UPDATE_USER, id=buyer.id, input={}))["updateUser"]
    assert (nothing["user"]["id"], nothing["errors"]) == (buyer.id, [])
    null = (await graph.ask(UPDATE_USER, id=buyer.id, input={"email": None}))["updateUser"]
    assert (null["user"], null["errors"][0]["field"]) == (None, "email")


async def test_no_answer_holds_a_password_hash(graph: Graph) -> None:
    """G11: the client of these tests looks at every answer; here nobody can even ask."""
    errors = await graph.fail("{ users { edges { node { passwordHash } } } }")
    assert errors[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_a_user_with_orders_stays_and_one_without_is_gone_everywhere(
    graph: Graph, shop: Shop, make_user: MakeUser
) -> None:
    """G31, R19: and whoever was deleted is nobody any more."""
    kept, gone = await make_user(), await make_user()
    await shop.order(kept)
    payload = (await graph.ask(DELETE_USER, id=kept.id))["deleteUser"]
    assert (payload["success"], payload["deletedId"], payload["errors"][0]["code"]) == (False, None, "CONFLICT")
    payload = (await graph.ask(DELETE_USER, id=gone.id))["deleteUser"]
    assert payload == {"success": True, "deletedId": gone.id, "errors": []}
    assert (await graph.ask(DELETE_USER, id=gone.id))["deleteUser"]["errors"][0]["code"] == "NOT_FOUND"
    for _ in range(60):
        if (await Graph(gone.api).post("{ __typename }")).status == 401:
            break
        await asyncio.sleep(0.1)
    else:
        pytest.fail("a deleted user is still answered")


async def test_an_order_is_priced_by_the_products(shop: Shop, buyer: Person) -> None:
    """G14, G16, G20, G21: lines of one product are one, and stock is read after it was taken."""
    lamp, chair = await shop.product(price=19.9, inventory=10), await shop.product(price=0.1, inventory=10)
    given = {"userId": buyer.id, "items": _lines((lamp, 1), (chair, 3), (lamp, 2)), "shippingAddress": "1 Main Street"}
    payload = (await Graph(buyer.api).ask(CREATE_ORDER, input=given))["createOrder"]
    assert payload["errors"] == []
    order = payload["order"]
    assert (order["status"], order["total"], order["currency"], order["userId"]) == ("PENDING", 60, "USD", buyer.id)
    lines = {item["productId"]: item for item in order["items"]}
    assert lines[lamp] == {
        "productId": lamp,
        "quantity": 3,
        "unitPrice": 19.9,
        "total": 59.7,
        "product": {"inventory": 7},
    }
    assert lines[chair]["total"] == 0.3


BAD_LINES: list[tuple[Any, str, str]] = [
    (lambda lamp, euro: _lines((lamp, -10)), "VALIDATION_FAILED", "items.0.quantity"),
    (lambda lamp, euro: _lines((lamp, 1), (NOWHERE, 1)), "UNKNOWN_PRODUCT", "items.1.productId"),
    (lambda lamp, euro: _lines((lamp, 3), (lamp, 3)), "OUT_OF_STOCK", "items.0.productId"),
    (lambda lamp, euro: _lines((lamp, 1), (euro, 1)), "MIXED_CURRENCIES", "items"),
    (lambda lamp, euro: [], "VALIDATION_FAILED", "items"),
]


@pytest.mark.parametrize(("items", "code", "field"), BAD_LINES)
async def test_an_order_that_cannot_be_placed_takes_no_stock(
    graph: Graph, shop: Shop, buyer: Person, items: Any, code: str, field: str
) -> None:
    """G15, G16, G19, G20."""
    lamp, euro = await shop.product(inventory=5), await shop.product(currency="EUR")
    payload = (await graph.ask(CREATE_ORDER, input={"userId": buyer.id, "items": items(lamp, euro)}))["createOrder"]
    assert payload["order"] is None
    assert {error["code"] for error in payload["errors"]} == {code}
    assert field in {error["field"] for error in payload["errors"]}
    assert await shop.stock(lamp) == 5


async def test_nobody_sells_what_is_not_there_however_many_ask_at_once(graph: Graph, shop: Shop, buyer: Person) -> None:
    """G14, G17, G18: opposite orders of two products, more of them than the pool has connections."""
    one, two = await shop.product(inventory=10), await shop.product(inventory=10)
    orders = [_lines((one, 1), (two, 1)), _lines((two, 1), (one, 1))] * 15
    answers = await asyncio.gather(
        *(graph.post(CREATE_ORDER, {"input": {"userId": buyer.id, "items": items}}) for items in orders)
    )
    payloads = [answer.json()["data"]["createOrder"] for answer in answers]
    codes = Counter(payload["errors"][0]["code"] if payload["errors"] else "" for payload in payloads)
    assert codes == {"": 10, "OUT_OF_STOCK": 20}
    assert (await shop.stock(one), await shop.stock(two)) == (0, 0)


async def test_what_was_read_before_a_mutation_is_read_again_after_it(shop: Shop, buyer: Person) -> None:
    """G21: in one request, nothing is told from before the change."""
    lamp = await shop.product(inventory=10)
    query = """mutation ($one: CreateOrderInput!) {
      a: createOrder(input: $one) { order { items { product { inventory } } } }
      b: createOrder(input: $one) { order { items { product { inventory } } } }
    }"""
    data = await Graph(buyer.api).ask(query, one={"userId": buyer.id, "items": _lines((lamp, 2))})
    stocks = [data[key]["order"]["items"][0]["product"]["inventory"] for key in ("a", "b")]
    assert stocks == [8, 6]


async def test_mutations_of_one_request_run_one_after_the_other(graph: Graph, shop: Shop, buyer: Person) -> None:
    order = await shop.order(buyer)
    query = """mutation ($id: UUID!) {
      a: updateOrderStatus(id: $id, status: PROCESSING) { order { status } }
      b: updateOrderStatus(id: $id, status: SHIPPED) { order { status } }
      c: updateOrderStatus(id: $id, status: DELIVERED) { order { status } }
    }"""
    data = await graph.ask(query, id=order["id"])
    assert [data[key]["order"]["status"] for key in "abc"] == ["PROCESSING", "SHIPPED", "DELIVERED"]


async def test_steps_and_rights_are_those_of_rest(graph: Graph, shop: Shop, buyer: Person, rival: Person) -> None:
    """G2, G7."""
    order = await shop.order(buyer)
    back = (await graph.ask(STATUS, id=order["id"], status="DELIVERED"))["updateOrderStatus"]
    assert (back["order"], back["errors"]) == (None, [{"field": "status", "code": "CONFLICT"}])
    own = (await Graph(buyer.api).ask(STATUS, id=order["id"], status="PROCESSING"))["updateOrderStatus"]
    assert own["errors"][0]["code"] == "FORBIDDEN"
    others = (await Graph(rival.api).ask(CANCEL, id=order["id"]))["cancelOrder"]
    assert (others["order"], others["errors"][0]["code"]) == (None, "NOT_FOUND")
    cancelled = (await Graph(buyer.api).ask(CANCEL, id=order["id"]))["cancelOrder"]
    assert (cancelled["order"], cancelled["errors"]) == ({"status": "CANCELLED"}, [])


async def test_an_order_in_anothers_name_is_not_placed(shop: Shop, buyer: Person, rival: Person) -> None:
    """G7."""
    lamp = await shop.product(inventory=5)
    given = {"userId": buyer.id, "items": _lines((lamp, 1))}
    payload = (await Graph(rival.api).ask(CREATE_ORDER, input=given))["createOrder"]
    assert (payload["order"], payload["errors"][0]["code"]) == (None, "NOT_FOUND")
    assert await shop.stock(lamp) == 5


async def test_a_mutation_that_is_repeated_with_its_key_is_done_once(shop: Shop, buyer: Person) -> None:
    """As in REST: each mutation of a request has its own part of the key."""
    lamp = await shop.product(inventory=10)
    query = """mutation ($one: CreateOrderInput!) {
      a: createOrder(input: $one) { order { id } } b: createOrder(input: $one) { order { id } }
    }"""
    given, key = {"one": {"userId": buyer.id, "items": _lines((lamp, 1))}}, {"Idempotency-Key": fresh_name("key")}
    answers = [(await Graph(buyer.api).post(query, given, headers=key)).json()["data"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["a"] != answers[0]["b"]
    assert await shop.stock(lamp) == 8


BULK = """mutation ($input: BulkCreateUsersInput!) { bulkCreateUsers(input: $input) {
  users { id username } jobId errors { index errors { field message code } } } }"""
BATCH = """mutation ($input: OrderBatchInput!) { processOrderBatch(input: $input) {
  orders { id total items { quantity } } errors { index errors { message } } } }"""


async def test_of_many_users_those_that_can_be_are_created(graph: Graph, rival: Person) -> None:
    """G12: what is told as created is there, and who was innocent is not blamed."""
    users = [_input(), _input(username=rival.username), _input(email="nonsense"), _input()]
    payload = (await graph.ask(BULK, input={"users": users}))["bulkCreateUsers"]
    made = {user["username"] for user in payload["users"]}
    assert made == {users[0]["username"], users[3]["username"]}
    assert {error["index"] for error in payload["errors"]} == {1, 2}
    for user in payload["users"]:
        assert (await graph.api.get(f"/users/{user['id']}")).data["username"] == user["username"]


@pytest.mark.parametrize("number", [0, 1001])
async def test_none_or_too_many_at_once_are_refused(graph: Graph, number: int) -> None:
    """G13."""
    one = _input()
    (error,) = await graph.fail(BULK, input={"users": [one] * number})
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_only_an_admin_creates_many_users(buyer: Person) -> None:
    """G7, G8."""
    (error,) = await Graph(buyer.api).fail(BULK, input={"users": [_input(role="ADMIN")]})
    assert error["extensions"]["code"] == "FORBIDDEN"


async def test_of_many_orders_those_that_can_be_are_placed(graph: Graph, shop: Shop, buyer: Person) -> None:
    """G2: each whole or not at all."""
    lamp = await shop.product(price=10, inventory=5)
    orders = [{"userId": buyer.id, "items": _lines((lamp, quantity))} for quantity in (2, 4, 3)]
    payload = (await graph.ask(BATCH, input={"orders": orders}))["processOrderBatch"]
    placed = [order["items"][0]["quantity"] for order in payload["orders"]]
    assert len(placed) + len(payload["errors"]) == 3
    assert await shop.stock(lamp) == 5 - sum(placed) >= 0
    assert [order["total"] for order in payload["orders"]] == [10 * quantity for quantity in placed]
