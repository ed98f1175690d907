"""Arbitrary filters over the specimens."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from services.chassis.filtering import OPERATORS, And, Comparison, Field, Filter, Kind, Not, Operator, Or
from tests.filtering.specimens import FIELDS, POOLS, TEXTS

# `nin` and `between` are written otherwise in OData, and a list there is never empty.
WRITTEN = frozenset(Operator) - {Operator.NIN, Operator.BETWEEN}

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Beyond what a row holds, and in more digits than a float or Decimal's default context has.
far_decimals = st.sampled_from(
    [Decimal("1E+30"), Decimal("-1E-100"), Decimal("0.1" + "0" * 40 + "1"), Decimal("9" * 100)]
)


@st.composite
def parts_of_texts(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text)))
    return text[start : draw(st.integers(start, len(text)))]


ARBITRARY: Mapping[Kind, st.SearchStrategy[object]] = {
    Kind.TEXT: parts_of_texts() | st.text(characters, max_size=4),
    Kind.UUID: st.uuids(),
    Kind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Kind.DECIMAL: st.decimals(-(10**6), 10**6, allow_nan=False) | far_decimals,
    Kind.TIMESTAMP: st.datetimes(min_value=datetime(1000, 1, 1), timezones=zones),
}


def values(field: Field) -> st.SearchStrategy[object]:
    """Mostly what is in the rows, or nothing would ever be selected."""
    known = st.sampled_from(POOLS[field.kind])
    return st.one_of(known, known, ARBITRARY[field.kind]) if field.kind in ARBITRARY else known


@st.composite
def compared(draw: st.DrawFn, written: bool) -> Comparison:
    field = draw(st.sampled_from([*FIELDS.values()]))
    operators = OPERATORS[field.kind] & WRITTEN if written else OPERATORS[field.kind]
    operator = draw(st.sampled_from(sorted(operators)))
    if operator is Operator.BETWEEN:
        return Comparison(field, operator, (draw(values(field)), draw(values(field))))
    if operator in (Operator.IN, Operator.NIN):
        items = st.lists(values(field), min_size=1 if written else 0, max_size=4)
        return Comparison(field, operator, tuple(draw(items)))
    if field.nullable and operator in (Operator.EQ, Operator.NE) and draw(st.integers(0, 3)) == 0:
        return Comparison(field, operator, None)
    return Comparison(field, operator, draw(values(field)))


def _deeper(inner: st.SearchStrategy[Filter], fewest: int) -> st.SearchStrategy[Filter]:
    parts = st.lists(inner, min_size=fewest, max_size=3).map(tuple)
    return st.one_of(inner, parts.map(And), parts.map(Or), inner.map(Not))


def filters(*, written: bool = False) -> st.SearchStrategy[Filter]:
    """Filters of up to three levels; with `written` only those that OData has words for, as a parser gives them."""
    every: st.SearchStrategy[Filter] = compared(written)
    for _ in range(3):
        every = _deeper(every, 2 if written else 0)
    return every.map(flat) if written else every


def flat(filter: Filter) -> Filter:
    """The same with chains in one piece: an And directly in an And is no part of its own."""
    match filter:
        case And() | Or():
            parts: list[Filter] = []
            for part in map(flat, filter.parts):
                parts.extend(part.parts if isinstance(part, And | Or) and type(part) is type(filter) else [part])
            return type(filter)(tuple(parts))
        case Not():
            return Not(flat(filter.part))
        case _:
            return filter
