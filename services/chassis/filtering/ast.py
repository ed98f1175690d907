"""The syntax tree of a filter, the same whichever way it was written and wherever it runs.

It means what PostgreSQL means: comparing with null is unknown, `not` unknown is unknown, and a row is selected
when the whole is true.
"""

from dataclasses import dataclass
from typing import TypeAlias

from services.chassis.filtering.fields import Field, Operator


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field against a value: str, UUID, int, Decimal, aware datetime or bool, by the field's kind.

    IN, NIN and BETWEEN have a tuple of them. None goes with EQ and NE only and means IS NULL and IS NOT NULL.
    """

    field: Field
    operator: Operator
    value: object


@dataclass(frozen=True, slots=True)
class And:
    """All of its parts. Without parts it is true."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of its parts. Without parts it is false."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a part; of an unknown one, unknown."""

    part: "Filter"


Filter: TypeAlias = Comparison | And | Or | Not
