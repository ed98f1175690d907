"""SQL and predicate select the same rows, whatever the filter and however it was written."""

from collections.abc import Callable
from random import Random

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from services.chassis.filtering import (
    READERS,
    Comparison,
    Filter,
    Not,
    equalities,
    parse_filter,
    to_predicate,
)
from tests.filtering.conftest import Forms, Selection
from tests.filtering.specimens import FIELDS, ROWS
from tests.filtering.strategies import compared, filters
from tests.filtering.unparsing import written

Select = Callable[[Filter], Selection]


@settings(max_examples=1000)
@given(comparison=compared(written=False))
def test_sql_and_predicate_agree_on_every_comparison_and_its_opposite(
    comparison: Comparison, selected_by_sql: Select, selected_by_predicate: Select
) -> None:
    for filter in (comparison, Not(comparison)):
        assert selected_by_predicate(filter) == selected_by_sql(filter)


@settings(max_examples=1000)
@given(filter=filters())
def test_sql_and_predicate_agree_on_every_filter(
    filter: Filter, selected_by_sql: Select, selected_by_predicate: Select
) -> None:
    selected = selected_by_sql(filter)
    event("selects nothing" if not selected else "selects all" if len(selected) == len(ROWS) else "selects some")
    assert selected_by_predicate(filter) == selected


@settings(max_examples=1000)
@given(filter=filters(written=True), seed=st.integers(0, 2**32))
def test_a_filter_written_as_odata_is_read_as_the_same_filter_and_selects_the_same_rows(
    filter: Filter, seed: int, selected_by_sql: Select, selected_by_predicate: Select
) -> None:
    text = written(filter, Random(seed))
    assume(len(text) <= 2000)
    read = parse_filter(text, FIELDS)
    assert read == filter
    assert selected_by_predicate(read) == selected_by_sql(read)


@settings(max_examples=300)
@given(filter=filters())
def test_a_selected_row_has_one_of_the_values_that_its_filter_forces(filter: Filter, forms: Forms) -> None:
    forced = equalities(filter)
    predicate = to_predicate(filter)
    for rows in forms.values():
        for row in rows:
            if predicate(row):
                assert all(_as_read(name, row[name]) in values for name, values in forced.items())


def _as_read(name: str, value: object) -> object:
    read = READERS.get(FIELDS[name].kind)
    return read(value) if read else value
