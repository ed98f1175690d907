"""A filter input as an OData `$filter` expression, which is what the change feed takes."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from gateway.graphql.errors import BadInput

COMPARATORS = {"eq": "eq", "ne": "ne", "gt": "gt", "gte": "ge", "lt": "lt", "lte": "le"}
FUNCTIONS = {"contains": "contains", "starts_with": "startswith", "ends_with": "endswith"}


def expression(filter: msgspec.Struct) -> str | None:
    """None where everything passes. Raises `BadInput` for a list of nothing, which nothing can be in."""
    parts = list(_conditions(filter))
    return " and ".join(parts) if parts else None


def _conditions(filter: msgspec.Struct) -> Iterator[str]:
    """All of these hold."""
    for name in filter.__struct_fields__:
        value = getattr(filter, name)
        if value is UNSET or value is None:
            continue
        if name == "and_":
            yield from (f"({part})" for part in map(expression, value) if part is not None)
        elif name == "or_":
            if not value:
                raise BadInput("filter.or", "or takes at least one filter.")
            parts = [expression(part) for part in value]
            # One that lets everything pass does so for all.
            if None not in parts:
                yield "(" + " or ".join(f"({part})" for part in parts) + ")"
        else:
            for operator in value.__struct_fields__:
                operand = getattr(value, operator)
                if operand is not UNSET:
                    yield _condition(name, operator.rstrip("_"), operand)


def _condition(name: str, operator: str, operand: Any) -> str:
    if operator in COMPARATORS:
        return f"{name} {COMPARATORS[operator]} {_literal(operand)}"
    if operand is None:
        raise BadInput(f"filter.{name}", f"{operator} takes no null.")
    if operator in FUNCTIONS:
        return f"{FUNCTIONS[operator]}({name},{_literal(operand)})"
    if operator == "between":
        return f"{name} ge {_literal(operand.from_)} and {name} le {_literal(operand.to)}"
    if not operand:
        raise BadInput(f"filter.{name}", f"{operator} takes at least one value.")
    member = f"{name} in ({','.join(map(_literal, operand))})"
    return f"not ({member})" if operator == "nin" else member


def _literal(value: Any) -> str:
    match value:
        case None:
            return "null"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case UUID() | datetime():
            return str(msgspec.to_builtins(value))
        case float():
            return format(Decimal(repr(value)), "f")
    return str(value)
