"""Relay connections: from a field's arguments to what a service is asked for, and from its slice to edges."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from gateway.graphql.errors import BadInput
from gateway.graphql.fields import Wanted
from gateway.graphql.generated.enums import SortOrder
from gateway.graphql.generated.inputs import (
    DateTimeRange,
    FloatRange,
    IntRange,
    OrderSortInput,
    PaginationInput,
    ProductSortInput,
    UserSortInput,
)

DEFAULT_PAGE = 20
LARGEST_PAGE = 100
CURSORS = frozenset({"edges.cursor", "pageInfo.startCursor", "pageInfo.endCursor"})


class Slice(msgspec.Struct):
    """A slice of the contracts; rows stay what JSON says."""

    items: list[dict[str, Any]]
    more: bool
    cursors: list[str] = []
    total: int = 0
    aggregate: list[dict[str, Any]] = []


slice_of = msgspec.json.Decoder(Slice).decode
slices_of = msgspec.json.Decoder(list[Slice]).decode


def page_size(pagination: PaginationInput) -> tuple[int, bool]:
    """How many rows, and whether from the end. Raises `BadInput`."""
    first, last = _given(pagination.first), _given(pagination.last)
    if first is not None and last is not None:
        raise BadInput("pagination", "first and last do not go together.")
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= LARGEST_PAGE:
            raise BadInput(f"pagination.{name}", f"{name} must be from 0 to {LARGEST_PAGE}.")
    return (last, True) if last is not None else (DEFAULT_PAGE if first is None else first, False)


def stretch(arguments: Any, wanted: Wanted) -> dict[str, Any]:
    """The members that all connection requests share. What is not wanted is not read."""
    pagination = _given(arguments.pagination) or PaginationInput()
    limit, backward = page_size(pagination)
    rows = any(name.startswith(("edges", "pageInfo")) for name in wanted)
    members = {
        "limit": limit if rows else 0,
        "backward": backward,
        "cursors": not wanted.isdisjoint(CURSORS),
        "total": "totalCount" in wanted,
    }
    for name, cursor in (("after", _given(pagination.after)), ("before", _given(pagination.before))):
        if cursor is not None:
            if len(cursor) > 2000:
                raise BadInput(f"pagination.{name}", "The cursor was not made here.")
            members[name] = cursor
    document = filter_document(_given(getattr(arguments, "filter", None)))
    return members | ({"filter": document} if document else {})


def sort_key(sort: UserSortInput | OrderSortInput | ProductSortInput | None | UnsetType) -> str | None:
    """A sort input as the contracts write it: `-created_at`."""
    given = _given(sort)
    if given is None:
        return None
    return f"-{given.field_.value}" if given.order is SortOrder.DESC else str(given.field_.value)


def filter_document(filter: msgspec.Struct | None) -> dict[str, Any]:
    """A filter input as the contracts write it. A field that is null is not filtered by; an operator's null is."""
    document: dict[str, Any] = {}
    if filter is None:
        return document
    for name in filter.__struct_fields__:
        value = _given(getattr(filter, name))
        if value is None:
            continue
        if name in ("and_", "or_"):
            document[name.rstrip("_")] = [filter_document(part) for part in value]
        else:
            document[name] = _operators(value)
    return document


def _operators(operators: msgspec.Struct) -> dict[str, Any]:
    given = {name.rstrip("_"): getattr(operators, name) for name in operators.__struct_fields__}
    return {name: _plain(value) for name, value in given.items() if value is not UNSET}


def _plain(value: Any) -> Any:
    match value:
        case DateTimeRange() | FloatRange() | IntRange():
            return [_plain(value.from_), _plain(value.to)]
        case list():
            return [_plain(item) for item in value]
        case UUID() | datetime():
            return msgspec.to_builtins(value)
    return value


def connection(slice: Slice, arguments: Any, wanted: Wanted) -> dict[str, Any]:
    """The connection object. There are pages in the other direction where a cursor says where this one begins."""
    pagination = _given(arguments.pagination) or PaginationInput()
    backward = _given(pagination.last) is not None
    after, before = _given(pagination.after) is not None, _given(pagination.before) is not None
    cursors: Sequence[str | None] = slice.cursors or [None] * len(slice.items)
    return {
        "edges": [{"cursor": cursor, "node": row} for cursor, row in zip(cursors, slice.items, strict=True)],
        "page_info": {
            "has_next_page": before if backward else slice.more,
            "has_previous_page": slice.more if backward else after,
            "start_cursor": cursors[0] if cursors else None,
            "end_cursor": cursors[-1] if cursors else None,
        },
        "total_count": slice.total,
        "aggregate": _aggregate(slice.aggregate) if "aggregate" in wanted else None,
    }


def _aggregate(figures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Over all currencies; amounts only where there is just one."""
    only: Mapping[str, Any] = figures[0] if len(figures) == 1 else {}
    amounts = {name: only.get(name) for name in ("sum", "avg", "min", "max")}
    return {"count": sum(one["count"] for one in figures), **amounts, "by_currency": figures}


def _given(value: Any) -> Any:
    """What was given, or None."""
    return None if value is UNSET else value
