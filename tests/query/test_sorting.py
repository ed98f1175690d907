"""`sort=`: every declared key of every list, both ways, with the id as the last word."""

from itertools import pairwise
from typing import Any

import pytest

from tests.query.listings import LISTINGS, Listing, comparable
from tests.query.shelf import Shelf

KEYS = [(listing.id, key) for listing in LISTINGS.values() for key in listing.sortable]
SEVERAL = [listing for listing in LISTINGS.values() if len(listing.sortable) > 1]


def _ordered(rows: list[dict[str, Any]], key: str, *, descending: bool) -> bool:
    pairs = list(pairwise([comparable(row[key]) for row in rows]))
    return all(left >= right if descending else left <= right for left, right in pairs)


@pytest.mark.parametrize(("listing", "key"), KEYS)
async def test_rows_come_by_every_declared_key_both_ways(shelf: Shelf, listing: str, key: str) -> None:
    """R12: an allow-list, and equal ones always in the same order."""
    for sort in (key, f"-{key}"):
        rows = await shelf.rows(listing, sort=sort)
        assert len(rows) >= 3
        if key.endswith(("_at", "_id")) or not isinstance(rows[0][key], str):
            # Texts are ordered as the database's language has it.
            assert _ordered(rows, key, descending=sort.startswith("-"))
        ids = [row["id"] for row in rows]
        for version in LISTINGS[listing].versions:
            assert [row["id"] for row in await shelf.rows(listing, version, sort=sort)] == ids
    assert [row["id"] for row in await shelf.rows(listing, sort=key)] == ids[::-1]


@pytest.mark.parametrize("listing", SEVERAL, ids=lambda listing: listing.id)
async def test_several_keys_order_within_each_other(shelf: Shelf, listing: Listing) -> None:
    first, second = listing.sortable[0], listing.sortable[-1]
    rows = await shelf.rows(listing.id, sort=f"-{first},{second}")
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        groups.setdefault(comparable(row[first]), []).append(row)
    assert [row for group in groups.values() for row in group] == rows
    if not isinstance(rows[0][second], str):
        assert all(_ordered(group, second, descending=False) for group in groups.values())


async def test_equal_rows_are_told_apart_by_their_id(shelf: Shelf) -> None:
    """R13: offset pages neither repeat nor leave out."""
    whole = [row["id"] for row in await shelf.rows("listProducts", sort="inventory")]
    pages = [await shelf.rows("listProducts", sort="inventory", limit=2, page=page) for page in range(1, 7)]
    assert [row["id"] for page in pages for row in page] == whole


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=lambda listing: listing.id)
async def test_a_key_that_is_not_declared_is_refused(shelf: Shelf, listing: Listing) -> None:
    rows = await shelf.rows(listing.id, limit=1)
    for key in (rows[0].keys() - set(listing.sortable)) | {"password_hash", "1", "ctid"}:
        answer = await shelf.ask(listing, sort=key)
        assert (answer.status, {field.partition(".")[0] for field in answer.violations}) == (400, {"sort"})
