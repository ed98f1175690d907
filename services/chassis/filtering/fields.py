"""What may be filtered by: the fields of a resource, their kinds, and the operators that fit each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum


class Kind(Enum):
    """The type of a field, as far as comparing it goes."""

    TEXT = "text"
    ENUM = "enum"
    UUID = "uuid"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TIMESTAMP = "timestamp"
    BOOLEAN = "boolean"


class Operator(StrEnum):
    """The operators of the contract ("Query parameters"), as they are written in brackets."""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    IN = "in"
    NIN = "nin"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a resource. `choices` are the texts of an ENUM.

    `column` is SQL that stands for the field, the name itself when empty. It is put into statements as it is,
    so it comes from generated code and never from a client.
    """

    name: str
    kind: Kind
    nullable: bool = False
    choices: tuple[str, ...] = ()
    column: str = ""

    @property
    def sql(self) -> str:
        return self.column or self.name


Filterable = Mapping[str, Field]

_SAME = frozenset({Operator.EQ, Operator.NE, Operator.IN, Operator.NIN})
_ORDER = frozenset({Operator.GT, Operator.GTE, Operator.LT, Operator.LTE})
_PARTS_OF_TEXT = frozenset({Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH})
_QUANTITY = _SAME | _ORDER | {Operator.BETWEEN}

OPERATORS: Mapping[Kind, frozenset[Operator]] = {
    Kind.TEXT: _SAME | _ORDER | _PARTS_OF_TEXT,
    Kind.ENUM: _SAME,
    Kind.UUID: _SAME,
    Kind.INTEGER: _QUANTITY,
    Kind.DECIMAL: _QUANTITY,
    Kind.TIMESTAMP: _QUANTITY,
    Kind.BOOLEAN: _SAME,
}
