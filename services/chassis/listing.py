"""List operations: from the query parameters of a request to one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import UNSET

from services.chassis.filtering import (
    And,
    Field,
    Filter,
    Filterable,
    InvalidFilter,
    Operator,
    comparisons,
    parse_filter,
    to_sql,
)
from services.chassis.pages import Listing, Page, Pager, sort_keys
from services.chassis.problems import Violation, bad_request
from services.chassis.replies import Json

# Struct attribute, field, operator: what the generator says about one parameter.
Parameter = tuple[str, str, Operator]


@dataclass(frozen=True, slots=True)
class Collection:
    """What a list operation reads. `fields` and `parameters` are generated from the spec's `x-filterable`."""

    select: str
    count: str
    fields: Filterable
    parameters: Sequence[Parameter]
    order: tuple[str, ...]


def wanted(collection: Collection, query: Any) -> Filter | None:
    """The filter that the parameters and the `filter` expression of a request make together. Raises a 400."""
    given: list[tuple[Field, Operator, object]] = [
        (collection.fields[field], operator, value)
        for attribute, field, operator in collection.parameters
        if (value := getattr(query, attribute)) is not UNSET
    ]
    try:
        named = comparisons(given) if given else None
    except InvalidFilter as error:
        raise bad_request("A parameter is invalid.", Violation(error.field, error.message)) from error
    if query.filter is UNSET:
        return named
    try:
        expression = parse_filter(query.filter, collection.fields)
    except InvalidFilter as error:
        raise bad_request("A parameter is invalid.", Violation("filter", str(error))) from error
    return expression if named is None else And((named, expression))


async def read_page(
    pager: Pager,
    collection: Collection,
    query: Any,
    conditions: Sequence[str] = (),
    parameters: Mapping[str, object] | None = None,
) -> Json[Any]:
    """One page of a collection, as the page schema of the contracts. `conditions` and their `parameters` come on top
    of what the client filters by; `query` is the generated struct of the operation."""
    if query.page is not UNSET and query.cursor is not UNSET:
        raise bad_request("A parameter is invalid.", Violation("page", "Not together with cursor."))
    every = list(conditions)
    values = dict(parameters or {})
    asked = wanted(collection, query)
    if asked is not None:
        condition, bound = to_sql(asked)
        every.append(condition)
        values |= bound
    order = sort_keys(() if query.sort is UNSET else query.sort, collection.order)
    listing = Listing(collection.select, collection.count, tuple(every), values, order)
    page: Page
    if query.page is not UNSET:
        page = await pager.by_number(listing, query.page, query.limit)
    else:
        page = await pager.by_cursor(listing, None if query.cursor is UNSET else query.cursor, query.limit)
    return Json(page.json())
