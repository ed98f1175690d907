"""A filter as a JSON object: operators by field, `and` and `or` with lists of filters.

`{"status": {"in": ["active", "inactive"]}, "or": [{"email": {"ends_with": "@example.com"}}, …]}`; all members hold.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from services.chassis.filtering.ast import And, Comparison, Filter, Or
from services.chassis.filtering.checks import checked
from services.chassis.filtering.fields import Field, Filterable, Kind, Operator
from services.chassis.filtering.refusals import InvalidFilter, shown
from services.chassis.filtering.tokens import MAX_COMPARISONS, MAX_DEPTH

OPERATORS = {operator.value: operator for operator in Operator}
SEVERAL = (Operator.IN, Operator.NIN, Operator.BETWEEN)
# From JSON's value to the kind's; TypeError and ValueError for one that is none.
READERS: Mapping[Kind, Callable[[Any], object]] = {
    Kind.UUID: lambda value: msgspec.convert(value, UUID),
    Kind.DECIMAL: lambda value: Decimal(repr(msgspec.convert(value, int | float))),
    Kind.TIMESTAMP: lambda value: msgspec.convert(value, datetime),
    Kind.TEXT: lambda value: msgspec.convert(value, str),
    Kind.ENUM: lambda value: msgspec.convert(value, str),
    Kind.INTEGER: lambda value: msgspec.convert(value, int),
    Kind.BOOLEAN: lambda value: msgspec.convert(value, bool),
}


def read_filter(document: Mapping[str, Any], fields: Filterable) -> Filter:
    """The filter that an object means, its values typed and checked.

    Raises `InvalidFilter`, and nothing else, for what is not a filter over these fields, and for one that is deeper
    than 8 levels, or has more than 50 comparisons or 100 items in a list.
    """
    return _Reader(fields).filter(document, 1)


class _Reader:
    def __init__(self, fields: Filterable) -> None:
        self._fields = fields
        self._compared = 0

    def filter(self, document: Any, depth: int) -> Filter:
        if not isinstance(document, Mapping):
            raise InvalidFilter("", "A filter is an object of fields.")
        if depth > MAX_DEPTH:
            raise InvalidFilter("", f"The filter is nested deeper than {MAX_DEPTH} levels.")
        parts: list[Filter] = []
        for name, value in document.items():
            if name in ("and", "or"):
                if not isinstance(value, list):
                    raise InvalidFilter(name, f"{name} takes a list of filters.")
                alternatives = tuple(self.filter(part, depth + 1) for part in value)
                parts.append(And(alternatives) if name == "and" else Or(alternatives))
            else:
                parts += self._field(name, value)
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _field(self, name: str, operators: Any) -> Iterator[Comparison]:
        field = self._fields.get(name)
        if field is None:
            raise InvalidFilter(
                name, f"There is no field {shown(name)} to filter by; there are {', '.join(self._fields)}."
            )
        if not isinstance(operators, Mapping):
            raise InvalidFilter(name, "A field takes an object of operators.")
        for word, value in operators.items():
            operator = OPERATORS.get(word)
            if operator is None:
                raise InvalidFilter(name, f"There is no operator {shown(word)}.")
            self._compared += 1
            if self._compared > MAX_COMPARISONS:
                raise InvalidFilter("", f"The filter has more than {MAX_COMPARISONS} comparisons.")
            yield checked(field, operator, _value(field, operator, value))


def _value(field: Field, operator: Operator, value: Any) -> object:
    if operator in SEVERAL:
        if not isinstance(value, list):
            raise InvalidFilter(field.name, f"{operator.value} takes a list.")
        return tuple(_item(field, item) for item in value)
    return _item(field, value)


def _item(field: Field, value: Any) -> object:
    if value is None:
        return None
    try:
        return READERS[field.kind](value)
    except msgspec.ValidationError as error:
        raise InvalidFilter(field.name, f"{shown(str(value))} is no {field.kind.value}.") from error
