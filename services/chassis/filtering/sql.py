"""A filter as a condition of a WHERE clause, its values bound and never part of the text."""

from collections.abc import Iterable, Mapping
from typing import assert_never
from uuid import UUID

from services.chassis.filtering.ast import And, Comparison, Filter, Not, Or
from services.chassis.filtering.fields import Kind, Operator

# A bound value is cast, so that it has its type whatever the driver writes: a text is never an unknown literal.
CASTS: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.ENUM: "text",
    Kind.UUID: "uuid",
    Kind.INTEGER: "bigint",
    Kind.DECIMAL: "numeric",
    Kind.TIMESTAMP: "timestamptz",
    Kind.BOOLEAN: "boolean",
}
SYMBOLS: Mapping[Operator, str] = {
    Operator.EQ: "=",
    Operator.NE: "<>",
    Operator.GT: ">",
    Operator.GTE: ">=",
    Operator.LT: "<",
    Operator.LTE: "<=",
}
# No LIKE: its % and _ would be more than characters.
PARTS_OF_TEXT: Mapping[Operator, str] = {
    Operator.CONTAINS: "strpos({column}, {value}) > 0",
    Operator.STARTS_WITH: "starts_with({column}, {value})",
    Operator.ENDS_WITH: "right({column}, length({value})) = {value}",
}


class _Binder:
    """Names values `f0`, `f1`, … and collects them."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.parameters: dict[str, object] = {}

    def bind(self, value: object) -> str:
        name = f"{self._prefix}{len(self.parameters)}"
        # psycopg2 knows no UUID unless it is told, once per process, and we would not rely on who tells it.
        self.parameters[name] = str(value) if isinstance(value, UUID) else value
        return f"%({name})s"


def to_sql(filter: Filter, prefix: str = "f") -> tuple[str, dict[str, object]]:
    """A condition for psycopg2 with named parameters, and the parameters: `prefix` and a number each.

    The condition can stand anywhere among others that AND joins. All parameters are hashable.
    """
    binder = _Binder(prefix)
    return _condition(filter, binder), binder.parameters


def _condition(filter: Filter, binder: _Binder) -> str:
    match filter:
        case Comparison(value=None):
            return f"{filter.field.sql} IS {'' if filter.operator is Operator.EQ else 'NOT '}NULL"
        case Comparison():
            return _comparison(filter, binder)
        case And():
            return f"({' AND '.join(_condition(part, binder) for part in filter.parts) or 'TRUE'})"
        case Or():
            return f"({' OR '.join(_condition(part, binder) for part in filter.parts) or 'FALSE'})"
        case Not():
            return f"NOT ({_condition(filter.part, binder)})"
        case _:
            assert_never(filter)


def _comparison(comparison: Comparison, binder: _Binder) -> str:
    column, operator, value = comparison.field.sql, comparison.operator, comparison.value
    cast = CASTS[comparison.field.kind]
    if isinstance(value, tuple):
        return _tuple_comparison(column, operator, value, cast, binder)
    # In brackets, since -9223372036854775808::bigint is the negation of a number that does not fit.
    bound = f"({binder.bind(value)})::{cast}"
    if operator in PARTS_OF_TEXT:
        return PARTS_OF_TEXT[operator].format(column=column, value=bound)
    if comparison.field.kind is Kind.TEXT and operator not in (Operator.EQ, Operator.NE):
        # Code points, as Python and every client can order them, not the collation of this database.
        column = f'{column} COLLATE "C"'
    return f"{column} {SYMBOLS[operator]} {bound}"


def _tuple_comparison(column: str, operator: Operator, values: Iterable[object], cast: str, binder: _Binder) -> str:
    bound = [binder.bind(value) for value in values]
    if operator is Operator.BETWEEN:
        low, high = bound
        return f"{column} BETWEEN ({low})::{cast} AND ({high})::{cast}"
    # Item by item rather than as one list: a list cannot be hashed, and counts are shared by their parameters.
    quantified = "<> ALL" if operator is Operator.NIN else "= ANY"
    return f"{column} {quantified} (ARRAY[{', '.join(bound)}]::{cast}[])"
