"""The table of specimens in PostgreSQL, and its rows in every form in which a predicate may meet them."""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from services.chassis.filtering import Filter, to_predicate, to_sql
from tests.filtering.specimens import CREATE, DROP, INSERT, ROWS, SELECT_JSON

Sql = Callable[..., list[tuple[Any, ...]]]
Forms = Mapping[str, list[dict[str, Any]]]
Selection = list[int]


@pytest.fixture(scope="session")
def table(sql: Sql) -> Iterator[Sql]:
    """Runs statements; the specimens are in `filtering.rows`."""
    sql(DROP)
    sql(CREATE)
    for row in ROWS:
        sql(INSERT, **{**row, "owner": None if row["owner"] is None else str(row["owner"])})
    yield sql
    sql(DROP)


@pytest.fixture(scope="session")
def forms(table: Sql) -> Forms:
    """The rows typed, and as PostgreSQL's JSON with decimals read in each way there is, and as others may write it."""
    texts = [row[0] for row in table(SELECT_JSON)]
    table("SET timezone TO 'Asia/Kolkata'")
    elsewhere = [row[0] for row in table(SELECT_JSON)]
    table("SET timezone TO 'UTC'")
    foreign = [json.loads(text, parse_float=str) for text in elsewhere]
    for row in foreign:
        row["owner"] = row["owner"] and row["owner"].upper()
    return {
        "typed": [dict(row) for row in ROWS],
        "json with floats": [json.loads(text) for text in texts],
        "json with decimals": [json.loads(text, parse_float=Decimal) for text in texts],
        "json with decimals as text, in another zone": foreign,
    }


@pytest.fixture(scope="session")
def selected_by_sql(table: Sql) -> Callable[[Filter], Selection]:
    def selected(filter: Filter) -> Selection:
        condition, parameters = to_sql(filter)
        rows = table(f"SELECT n FROM filtering.rows AS r WHERE {condition} ORDER BY n", **parameters)
        return [row[0] for row in rows]

    return selected


@pytest.fixture(scope="session")
def selected_by_predicate(forms: Forms) -> Callable[[Filter], Selection]:
    """What the predicate selects, once it is shown that it selects the same in every form."""

    def selected(filter: Filter) -> Selection:
        predicate = to_predicate(filter)
        selections = {name: [row["n"] for row in rows if predicate(row)] for name, rows in forms.items()}
        assert len(set(map(tuple, selections.values()))) == 1, selections
        return selections["typed"]

    return selected
