"""Bracket parameters (`created_at[gte]=…`) as a filter."""

from collections.abc import Iterable

from services.chassis.filtering.ast import And, Filter
from services.chassis.filtering.checks import checked
from services.chassis.filtering.fields import Field, Operator


def comparisons(values: Iterable[tuple[Field, Operator, object]]) -> Filter | None:
    """All of the comparisons together, None when there are none. Values are as msgspec decoded them.

    Raises `InvalidFilter` for a value out of bounds (what a schema could not say), such as a between without
    exactly two values.
    """
    parts = tuple(checked(field, operator, value) for field, operator, value in values)
    if len(parts) > 1:
        return And(parts)
    return parts[0] if parts else None
