"""`Idempotency-Key`: a request that is repeated is answered again, and done once."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from tests.api import Api
from tests.orders.shop import Shop, order
from tests.people import Person, fresh_name, new_user

REPLAYED = "Idempotency-Replayed"


def key(text: str | None = None) -> dict[str, str]:
    """The header; with a key of its own unless one is named."""
    return {"Idempotency-Key": str(uuid4()) if text is None else text}


async def _count(buyer: Person) -> int:
    count: int = (await buyer.api.get(f"{buyer.path}/order-stats")).data["order_count"]
    return count


async def test_the_same_request_gets_the_same_answer_and_is_done_once(shop: Shop, buyer: Person) -> None:
    """R21: one order, and stock taken once, however often it is sent."""
    product, headers = await shop.product(inventory=10), key()
    before = await _count(buyer)
    path, body = f"{buyer.path}/orders", order((product, 4))
    first, *others = [await buyer.api.post(path, body, headers=headers) for _ in range(3)]
    assert REPLAYED not in first.headers
    for other in others:
        assert (other.status, other.data, other.headers[REPLAYED]) == (201, first.data, "true")
        assert [other.headers[name] for name in ("Location", "ETag")] == [
            first.headers[name] for name in ("Location", "ETag")
        ]
    assert (await shop.stock(product), await _count(buyer)) == (6, before + 1)


async def test_another_body_under_the_same_key_is_refused(shop: Shop, buyer: Person) -> None:
    product, headers = await shop.product(inventory=10), key()
    path = f"{buyer.path}/orders"
    await buyer.api.post(path, order((product, 1)), headers=headers)
    answer = await buyer.api.post(path, order((product, 2)), headers=headers)
    assert (answer.status, answer.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert answer.violations == {"Idempotency-Key"}
    assert REPLAYED not in answer.headers
    assert await shop.stock(product) == 9


async def test_of_many_at_once_one_is_done_and_the_others_say_so(shop: Shop, buyer: Person) -> None:
    product, headers = await shop.product(inventory=100), key()
    before = await _count(buyer)
    requests = [buyer.api.post(f"{buyer.path}/orders", order((product, 1)), headers=headers) for _ in range(50)]
    answers = await asyncio.gather(*requests)
    created = [answer for answer in answers if answer.status == 201]
    refused = [answer for answer in answers if answer.status != 201]
    assert {(answer.status, answer.json()["code"]) for answer in refused} <= {(409, "IDEMPOTENCY_KEY_IN_FLIGHT")}
    assert len([answer for answer in created if REPLAYED not in answer.headers]) == 1
    assert len({answer.data["id"] for answer in created}) == 1
    assert (await shop.stock(product), await _count(buyer)) == (99, before + 1)
    again = await buyer.api.post(f"{buyer.path}/orders", order((product, 1)), headers=headers)
    assert (again.data, again.headers[REPLAYED]) == (created[0].data, "true")


async def test_a_quoted_key_is_the_bare_key(shop: Shop, buyer: Person) -> None:
    product, bare = await shop.product(), str(uuid4())
    path, body = f"{buyer.path}/orders", order((product, 1))
    first = await buyer.api.post(path, body, headers=key(f'"{bare}"'))
    second = await buyer.api.post(path, body, headers=key(bare))
    assert (second.data, second.headers[REPLAYED]) == (first.data, "true")


async def test_a_key_is_good_for_one_caller(shop: Shop, buyer: Person, rival: Person, admin: Api) -> None:
    product, headers = await shop.product(inventory=10), key()
    for person in (buyer, rival):
        answer = await person.api.post(f"{person.path}/orders", order((product, 1)), headers=headers)
        assert (answer.status, answer.data["user_id"]) == (201, person.id)
        assert REPLAYED not in answer.headers
    by_admin = await admin.post(f"{buyer.path}/orders", order((product, 1)), headers=headers)
    assert REPLAYED not in by_admin.headers
    assert await shop.stock(product) == 7


async def test_a_key_is_good_for_one_route(shop: Shop, buyer: Person, rival: Person, admin: Api) -> None:
    product, headers = await shop.product(inventory=10), key()
    body = order((product, 1))
    orders = [await admin.post(f"{person.path}/orders", body, headers=headers) for person in (buyer, rival)]
    assert [REPLAYED in answer.headers for answer in orders] == [False, False]
    cancelled = [await admin.post(f"/orders/{answer.data['id']}/cancel", headers=headers) for answer in orders]
    assert [(answer.status, answer.data["status"]) for answer in cancelled] == [(200, "cancelled")] * 2
    assert await shop.stock(product) == 10


async def test_a_repeated_cancellation_is_no_conflict(shop: Shop, buyer: Person) -> None:
    product, headers = await shop.product(inventory=10), key()
    placed = await shop.order(buyer, (product, 1))
    first, second = [await buyer.api.post(f"/orders/{placed['id']}/cancel", headers=headers) for _ in range(2)]
    assert (second.status, second.data, second.headers[REPLAYED]) == (200, first.data, "true")
    assert (await buyer.api.post(f"/orders/{placed['id']}/cancel")).status == 409
    assert await shop.stock(product) == 10


async def test_a_refused_request_may_be_repeated_with_its_key(shop: Shop, buyer: Person) -> None:
    product, headers = await shop.product(inventory=1), key()
    path = f"{buyer.path}/orders"
    assert (await buyer.api.post(path, order((product, 2)), headers=headers)).status == 409
    assert (await buyer.api.post(path, {"items": []}, headers=headers)).status == 422
    await shop.admin.patch(f"/products/{product}", {"inventory": 2})
    answer = await buyer.api.post(path, order((product, 2)), headers=headers)
    assert (answer.status, REPLAYED in answer.headers) == (201, False)
    assert await shop.stock(product) == 0


@pytest.mark.parametrize("bad", ["two words", "x" * 256, "tab\there", "schlüssel", ""])
async def test_a_malformed_key_is_refused_and_nothing_is_done(shop: Shop, buyer: Person, bad: str) -> None:
    product = await shop.product()
    answer = await buyer.api.post(f"{buyer.path}/orders", order((product, 1)), headers=key(bad))
    assert (answer.status, answer.violations) == (400, {"Idempotency-Key"})
    assert await shop.stock(product) == 100


async def test_the_longest_key_is_a_key(shop: Shop, buyer: Person) -> None:
    product, headers = await shop.product(), key(uuid4().hex.ljust(255, "~"))
    path, body = f"{buyer.path}/orders", order((product, 1))
    answers = [await buyer.api.post(path, body, headers=headers) for _ in range(2)]
    assert [REPLAYED in answer.headers for answer in answers] == [False, True]


@pytest.mark.parametrize(("first", "second"), [("v1", "v2"), ("v2", "v1"), ("v3", "v1"), ("v2", "v3")])
async def test_a_key_outlives_a_change_of_version(shop: Shop, buyer: Person, first: str, second: str) -> None:
    product, headers = await shop.product(inventory=10), key()
    path, body = f"{buyer.path}/orders", order((product, 1))
    before = await buyer.api.version(first).post(path, body, headers=headers)
    after = await buyer.api.version(second).post(path, body, headers=headers)
    assert (after.status, after.headers[REPLAYED]) == (201, "true")
    placed = {"v1": lambda it: it["response"]["order"]}.get(second, lambda it: it["data"])(after.json())
    assert isinstance(placed["created_at"], int) == (second == "v1")
    assert after.headers["Location"] == f"/api/{second}/orders/{placed['id']}"
    assert placed["id"] in before.body.decode()
    assert await shop.stock(product) == 9


async def _posts(shop: Shop) -> Mapping[str, Any]:
    """What else an admin can create, by path."""
    return {"/users": new_user(status="inactive"), "/products": shop.goods(), "/categories": {"name": fresh_name()}}


async def test_every_creation_can_be_repeated(shop: Shop, admin: Api) -> None:
    for path, body in (await _posts(shop)).items():
        headers = key()
        first, second = [await admin.post(path, body, headers=headers) for _ in range(2)]
        assert (first.status, REPLAYED in first.headers) == (201, False), path
        assert (second.status, second.data, second.headers[REPLAYED]) == (201, first.data, "true"), path
        assert second.headers.get("Location") == first.headers.get("Location")


async def test_a_key_means_nothing_to_a_read_or_a_patch(shop: Shop, buyer: Person) -> None:
    placed, headers = await shop.order(buyer), key()
    path = f"/orders/{placed['id']}"
    for address in ("first", "second"):
        answer = await buyer.api.patch(path, {"shipping_address": address}, headers=headers)
        assert (answer.status, answer.data["shipping_address"], REPLAYED in answer.headers) == (200, address, False)
        found = await buyer.api.get(path, headers=headers)
        assert (found.data["shipping_address"], REPLAYED in found.headers) == (address, False)
    assert (await buyer.api.get(path, headers=key("two words"))).status == 200


async def test_an_answer_is_kept_as_it_was_given(shop: Shop, buyer: Person) -> None:
    """What became of the order meanwhile is asked with GET."""
    product, headers = await shop.product(), key()
    path, body = f"{buyer.path}/orders", order((product, 1))
    first = await buyer.api.post(path, body, headers=headers)
    await buyer.api.post(f"/orders/{first.data['id']}/cancel")
    assert (await buyer.api.post(path, body, headers=headers)).data == first.data


async def test_a_key_is_forgotten_after_a_day(shop: Shop, buyer: Person, sql: Any) -> None:
    product, text = await shop.product(inventory=10), str(uuid4())
    path, body = f"{buyer.path}/orders", order((product, 1))
    first = await buyer.api.post(path, body, headers=key(text))
    age = "UPDATE orders.idempotency_keys SET created_at = created_at - %(age)s::interval WHERE location = %(of)s"
    kept = f"/orders/{first.data['id']}"
    sql(age, age="23 hours", of=kept)
    assert REPLAYED in (await buyer.api.post(path, body, headers=key(text))).headers
    sql(age, age="61 minutes", of=kept)
    later = await buyer.api.post(path, body, headers=key(text))
    assert (later.status, REPLAYED in later.headers) == (201, False)
    assert later.data["id"] != first.data["id"]
    assert REPLAYED in (await buyer.api.post(path, body, headers=key(text))).headers
    assert await shop.stock(product) == 8


async def test_without_a_key_every_request_counts(shop: Shop, buyer: Person) -> None:
    product = await shop.product(inventory=10)
    answers = [await buyer.api.post(f"{buyer.path}/orders", order((product, 1))) for _ in range(2)]
    assert [(answer.status, REPLAYED in answer.headers) for answer in answers] == [(201, False)] * 2
    assert await shop.stock(product) == 8
