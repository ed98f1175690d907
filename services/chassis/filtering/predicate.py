"""A filter as a function over rows in memory. It selects exactly the rows that its SQL selects."""

import operator as compare
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias, assert_never

from services.chassis.filtering.ast import And, Comparison, Filter, Not, Or
from services.chassis.filtering.fields import Kind, Operator

Predicate: TypeAlias = Callable[[Mapping[str, object]], bool]
Test: TypeAlias = Callable[[Any, Any], bool]


def _uuid(value: Any) -> str:
    return str(value).lower()


def _decimal(value: Any) -> Decimal | int:
    # The shortest text of a float is what JSON said; its binary expansion is not.
    if isinstance(value, float):
        return Decimal(repr(value))
    return value if isinstance(value, Decimal | int) else Decimal(value)


def _timestamp(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


# From a row's value, typed or as JSON has it, to one that can be compared. Other kinds are compared as they are.
READERS: Mapping[Kind, Callable[[Any], object]] = {
    Kind.UUID: _uuid,
    Kind.DECIMAL: _decimal,
    Kind.TIMESTAMP: _timestamp,
}

# For each operator what makes it true and what makes it false; null makes it neither.
TESTS: Mapping[Operator, tuple[Test, Test]] = {
    Operator.EQ: (compare.eq, compare.ne),
    Operator.NE: (compare.ne, compare.eq),
    Operator.GT: (compare.gt, compare.le),
    Operator.GTE: (compare.ge, compare.lt),
    Operator.LT: (compare.lt, compare.ge),
    Operator.LTE: (compare.le, compare.gt),
    Operator.IN: (lambda value, wanted: value in wanted, lambda value, wanted: value not in wanted),
    Operator.NIN: (lambda value, wanted: value not in wanted, lambda value, wanted: value in wanted),
    Operator.CONTAINS: (lambda value, part: part in value, lambda value, part: part not in value),
    Operator.STARTS_WITH: (str.startswith, lambda value, part: not value.startswith(part)),
    Operator.ENDS_WITH: (str.endswith, lambda value, part: not value.endswith(part)),
    Operator.BETWEEN: (
        lambda value, bounds: bounds[0] <= value <= bounds[1],
        lambda value, bounds: not bounds[0] <= value <= bounds[1],
    ),
}


def to_predicate(filter: Filter) -> Predicate:
    """Whether a row is selected. Rows have the fields by name, typed or as JSON gives them: timestamps as
    RFC 3339 text, UUIDs as text, decimals as numbers or text. Text is ordered by code points.

    The predicate raises KeyError for a row that lacks a field, ValueError for a value that is not of its kind.
    """
    return _when(filter, True)


def _when(filter: Filter, truth: bool) -> Predicate:
    """Tells whether the filter is `truth` for a row.

    Of the three values of a filter only two are asked for, "is it true" and, inside a `not`, "is it false". Each
    answers no for unknown, so that rows are looked at with plain booleans and need no third value.
    """
    match filter:
        case Comparison(value=None):
            return _when_null(filter.field.name, (filter.operator is Operator.EQ) is truth)
        case Comparison(value=()):
            # As in SQL: in nothing is false and not in nothing is true, for null too.
            return _every(()) if (filter.operator is Operator.NIN) is truth else _some(())
        case Comparison():
            return _when_compared(filter, truth)
        case And():
            parts = tuple(_when(part, truth) for part in filter.parts)
            return _every(parts) if truth else _some(parts)
        case Or():
            parts = tuple(_when(part, truth) for part in filter.parts)
            return _some(parts) if truth else _every(parts)
        case Not():
            return _when(filter.part, not truth)
        case _:
            assert_never(filter)


def _every(parts: tuple[Predicate, ...]) -> Predicate:
    def every(row: Mapping[str, object]) -> bool:
        for part in parts:  # noqa: SIM110 - all() with a generator takes twice as long
            if not part(row):
                return False
        return True

    return every


def _some(parts: tuple[Predicate, ...]) -> Predicate:
    def some(row: Mapping[str, object]) -> bool:
        for part in parts:  # noqa: SIM110 - as above
            if part(row):
                return True
        return False

    return some


def _when_null(name: str, null: bool) -> Predicate:
    if null:
        return lambda row: row[name] is None
    return lambda row: row[name] is not None


def _when_compared(comparison: Comparison, truth: bool) -> Predicate:
    name = comparison.field.name
    test = TESTS[comparison.operator][0 if truth else 1]
    read = READERS.get(comparison.field.kind)
    wanted = _wanted(comparison)

    if read is None:

        def as_it_is(row: Mapping[str, object]) -> bool:
            value = row[name]
            return value is not None and test(value, wanted)

        return as_it_is

    def as_read(row: Mapping[str, object]) -> bool:
        value = row[name]
        return value is not None and test(read(value), wanted)

    return as_read


def _wanted(comparison: Comparison) -> object:
    """The value of a comparison in the form its reader gives to a row's."""
    read = READERS.get(comparison.field.kind)
    if not isinstance(comparison.value, tuple):
        return read(comparison.value) if read else comparison.value
    values = tuple(map(read, comparison.value)) if read else comparison.value
    return values if comparison.operator is Operator.BETWEEN else frozenset(values)


def equalities(filter: Filter) -> Mapping[str, frozenset[object]]:
    """For each field that must equal one of some values, or no row is selected, those values.

    They are in the form that `READERS` gives to a row's value, so a UUID is its text. An empty set says that
    nothing can match. Being null is not a value.
    """
    match filter:
        case Comparison(operator=Operator.EQ) if filter.value is not None:
            return {filter.field.name: frozenset((_wanted(filter),))}
        case Comparison(operator=Operator.IN):
            wanted = _wanted(filter)
            assert isinstance(wanted, frozenset)
            return {filter.field.name: wanted}
        case And():
            forced: dict[str, frozenset[object]] = {}
            for part in filter.parts:
                for name, values in equalities(part).items():
                    forced[name] = forced[name] & values if name in forced else values
            return forced
        case Or(parts=(first, *others)):
            # A field is forced when every alternative forces it.
            forced = dict(equalities(first))
            for other in map(equalities, others):
                forced = {name: forced[name] | other[name] for name in forced.keys() & other.keys()}
            return forced
        case _:
            return {}
