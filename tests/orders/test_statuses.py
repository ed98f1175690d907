"""`PATCH /orders/{id}`: the steps of an order, and who may send it where."""

from typing import Any

import pytest

from tests.api import Api
from tests.orders.shop import NOWHERE, Shop
from tests.people import Person

STATUSES = ["pending", "processing", "shipped", "delivered", "cancelled"]
FORWARD = {("pending", "processing"), ("processing", "shipped"), ("shipped", "delivered")}
PAIRS = [(before, after) for before in STATUSES for after in STATUSES]
MERGE = {"Content-Type": "application/merge-patch+json"}


@pytest.mark.parametrize(("before", "after"), PAIRS)
async def test_an_order_goes_one_step_at_a_time_and_never_back(
    shop: Shop, buyer: Person, admin: Api, before: str, after: str
) -> None:
    placed = await shop.order_that_is(before, buyer)
    path = f"/orders/{placed['id']}"
    answer = await admin.patch(path, {"status": after})
    if before == after:
        # Nothing is asked for that is not so already.
        assert (answer.status, answer.data) == (200, placed)
    elif (before, after) in FORWARD:
        assert (answer.status, answer.data["status"]) == (200, after)
        assert answer.data["updated_at"] > placed["updated_at"]
    else:
        assert (answer.status, answer.violations) == (409, {"status"})
    assert (await buyer.api.get(path)).data["status"] == (before if answer.status == 409 else after)


@pytest.mark.parametrize("status", STATUSES)
async def test_only_an_admin_moves_an_order(shop: Shop, buyer: Person, status: str) -> None:
    placed = await shop.order(buyer, shipping_address="here")
    path = f"/orders/{placed['id']}"
    for body in ({"status": status}, {"status": status, "shipping_address": "there"}):
        answer = await buyer.api.patch(path, body)
        assert (answer.status, answer.json()["code"]) == (403, "FORBIDDEN")
    assert (await buyer.api.get(path)).data == placed


@pytest.mark.parametrize("status", ["PENDING", "Shipped", "returned", "", None, 1, ["shipped"]])
async def test_what_is_no_status_is_refused(shop: Shop, buyer: Person, admin: Api, status: Any) -> None:
    """R23: one written form, and it is in lower case."""
    placed = await shop.order(buyer)
    answer = await admin.patch(f"/orders/{placed['id']}", {"status": status})
    assert (answer.status, answer.violations) == (422, {"status"})


@pytest.mark.parametrize("status", STATUSES)
async def test_an_address_can_change_until_the_order_is_shipped(
    shop: Shop, buyer: Person, admin: Api, status: str
) -> None:
    placed = await shop.order_that_is(status, buyer)
    path = f"/orders/{placed['id']}"
    for caller, address in ((buyer.api, "2 Main Street"), (admin, "3 Main Street")):
        answer = await caller.patch(path, {"shipping_address": address})
        if status in ("pending", "processing"):
            assert (answer.status, answer.data["shipping_address"]) == (200, address)
            assert answer.data["status"] == status
        else:
            assert (answer.status, answer.json()["code"]) == (409, "CONFLICT")
            assert (await buyer.api.get(path)).data == placed


async def test_an_admin_sets_both_at_once_or_neither(shop: Shop, buyer: Person, admin: Api) -> None:
    placed = await shop.order_that_is("processing", buyer)
    path = f"/orders/{placed['id']}"
    refused = await admin.patch(path, {"status": "delivered", "shipping_address": "there"})
    assert refused.status == 409
    assert (await admin.get(path)).data == placed
    both = await admin.patch(path, {"status": "shipped", "shipping_address": "there"})
    assert (both.data["status"], both.data["shipping_address"]) == ("shipped", "there")


@pytest.mark.parametrize("headers", [{}, MERGE])
async def test_a_merge_patch_changes_what_is_there_and_null_removes(
    shop: Shop, buyer: Person, headers: dict[str, str]
) -> None:
    """R6: RFC 7396. Null removes what may be missing, an empty patch changes nothing."""
    placed = await shop.order(buyer, shipping_address="here")
    path = f"/orders/{placed['id']}"
    nothing = await buyer.api.patch(path, {}, headers=headers)
    assert (nothing.status, nothing.data, nothing.headers["ETag"]) == (200, placed, '"v1"')
    removed = await buyer.api.patch(path, {"shipping_address": None}, headers=headers)
    assert (removed.status, removed.data["shipping_address"]) == (200, None)
    unchanged = {"id", "user_id", "status", "total", "currency", "created_at", "items"}
    assert {name for name in placed if removed.data[name] == placed[name]} == unchanged


@pytest.mark.parametrize(
    "field", ["id", "user_id", "total", "currency", "items", "created_at", "updated_at", "version", "unit_price"]
)
async def test_nothing_else_of_an_order_can_be_changed(shop: Shop, buyer: Person, admin: Api, field: str) -> None:
    placed = await shop.order(buyer)
    for caller in (buyer.api, admin):
        answer = await caller.patch(f"/orders/{placed['id']}", {field: placed.get(field, 1)})
        assert (answer.status, answer.violations) == (422, {field})


async def test_a_patch_of_another_media_type_is_told_those_that_are_read(shop: Shop, buyer: Person) -> None:
    placed = await shop.order(buyer)
    for content_type in ("application/json-patch+json", "text/plain"):
        answer = await buyer.api.patch(f"/orders/{placed['id']}", {}, headers={"Content-Type": content_type})
        assert answer.status == 415
        assert answer.headers["Accept-Patch"] == "application/merge-patch+json, application/json"


async def test_what_is_not_there_cannot_be_changed(admin: Api, buyer: Person) -> None:
    for caller in (admin, buyer.api):
        answer = await caller.patch(f"/orders/{NOWHERE}", {"shipping_address": "here"})
        assert (answer.status, answer.json()["code"]) == (404, "NOT_FOUND")
