"""`fields=`: the members that were asked for, of what one may see anyway."""

from typing import Any

import pytest

from tests.api import Api
from tests.query.listings import LISTINGS, Listing
from tests.query.shelf import Shelf

VERSIONS = ["v1", "v2", "v3"]


@pytest.mark.parametrize(
    ("listing", "version"),
    [(listing, version) for listing in LISTINGS.values() if listing.projectable for version in listing.versions],
    ids=lambda value: getattr(value, "id", value),
)
async def test_every_member_of_every_list_can_be_asked_for_alone(shelf: Shelf, listing: Listing, version: str) -> None:
    rows = await shelf.rows(listing.id, version, limit=3)
    assert rows
    for name in rows[0]:
        assert await shelf.rows(listing.id, version, limit=3, fields=name) == [{name: row[name]} for row in rows]


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_member_of_a_single_resource_can_be_asked_for_alone(shelf: Shelf, version: str) -> None:
    product = (await shelf.rows("listProducts"))[0]["id"]
    caller = shelf.admin.version(version)
    for name, path in (
        ("user", shelf.buyer.path),
        ("order", f"/orders/{shelf.order}"),
        ("product", f"/products/{product}"),
    ):
        whole = _item(await caller.get(path), version, name)
        for field in whole:
            one = await caller.get(path, query={"fields": field})
            assert _item(one, version, name) == {field: whole[field]}
            assert one.headers["ETag"]


def _item(answer: Any, version: str, name: str) -> Any:
    assert answer.status == 200, answer.body
    return answer.json()["response"][name] if version == "v1" else answer.data


async def test_several_come_together_each_once(shelf: Shelf) -> None:
    for asked in ("id,total", "total,id", "id,total,id"):
        assert all(row.keys() == {"id", "total"} for row in await shelf.rows("listOrders", fields=asked))


@pytest.mark.parametrize("version", ["v2", "v3"])
@pytest.mark.parametrize(
    "hidden", ["password_hash", "password", "version", "user.id", "items.id", "__class__", "'", "id "]
)
async def test_what_is_hidden_or_unknown_is_no_field(shelf: Shelf, version: str, hidden: str) -> None:
    """R26: nothing comes out that a plain read would not show."""
    for path in ("/users", shelf.buyer.path, "/orders", f"/orders/{shelf.order}"):
        answer = await shelf.admin.version(version).get(path, query={"fields": f"id,{hidden}"})
        assert (answer.status, answer.violations) == (400, {"fields"})
        assert repr(hidden) in answer.json()["details"][0]["message"]


async def test_figures_of_a_user_are_no_field_of_a_list(shelf: Shelf) -> None:
    assert (await shelf.admin.get(shelf.buyer.path, query={"fields": "order_count"})).data == {"order_count": 7}
    assert (await shelf.admin.get("/users", query={"fields": "order_count"})).status == 400


async def test_sorting_and_filtering_need_not_be_shown(shelf: Shelf) -> None:
    names = await shelf.rows("listProducts", sort="-price,name", fields="name", **{"price[gt]": "19.90"})
    assert [row["name"] for row in names] == ["Ünï😀", "null", " space "]


async def test_a_cursor_goes_on_whatever_is_shown(shelf: Shelf) -> None:
    listing = LISTINGS["listProducts"]
    first = await shelf.ask(listing, "v3", sort="price,name", limit=3, fields="name")
    cursor = first.json()["pagination"]["cursor"]
    rest = await shelf.ask(listing, "v3", sort="price,name", fields="id,name", cursor=cursor)
    whole = await shelf.rows("listProducts", sort="price,name")
    assert [row["name"] for row in [*first.data, *rest.data]] == [row["name"] for row in whole]


async def test_another_users_fields_are_no_more_visible_one_by_one(shelf: Shelf, alice: Api) -> None:
    for path in (shelf.buyer.path, f"/orders/{shelf.order}"):
        assert (await alice.get(path, query={"fields": "id"})).status == 404
