"""Which comparisons are right: the operator fits the field's kind, and each value is one the kind can have."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from services.chassis.filtering.ast import Comparison
from services.chassis.filtering.fields import OPERATORS, Field, Kind, Operator
from services.chassis.filtering.refusals import InvalidFilter, shown

LIST_ITEMS = 100
INT8 = range(-(2**63), 2**63)
# Far beyond any amount, and far below what makes PostgreSQL or us spend time on one number.
DECIMAL_DIGITS = 100

TYPES: Mapping[Kind, type] = {
    Kind.TEXT: str,
    Kind.ENUM: str,
    Kind.UUID: UUID,
    Kind.INTEGER: int,
    Kind.DECIMAL: Decimal,
    Kind.TIMESTAMP: datetime,
    Kind.BOOLEAN: bool,
}


def checked(field: Field, operator: Operator, value: object) -> Comparison:
    """The comparison, its values exact: plain str for enum members, Decimal for an int against a DECIMAL.

    Raises `InvalidFilter` for an operator or a value that does not fit; TypeError for a value whose Python type
    is not the kind's, since that is a defect of the caller and not of the client.
    """
    if operator not in OPERATORS[field.kind]:
        fitting = ", ".join(known for known in Operator if known in OPERATORS[field.kind])
        raise InvalidFilter(field.name, f"The operator {operator.value} does not fit this field; {fitting} do.")
    if operator in (Operator.IN, Operator.NIN, Operator.BETWEEN):
        return Comparison(field, operator, _items(field, operator, value))
    if value is None:
        return _null(field, operator)
    return Comparison(field, operator, _value(field, value))


def _null(field: Field, operator: Operator) -> Comparison:
    if operator not in (Operator.EQ, Operator.NE):
        raise InvalidFilter(field.name, f"null goes with eq and ne only, not with {operator.value}.")
    if not field.nullable:
        raise InvalidFilter(field.name, "This field is never null.")
    return Comparison(field, operator, None)


def _items(field: Field, operator: Operator, value: object) -> tuple[object, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError(f"{operator} of {field.name} takes a list")
    if operator is Operator.BETWEEN and len(value) != 2:
        raise InvalidFilter(field.name, f"between takes exactly two values, not {len(value)}.")
    if not 1 <= len(value) <= LIST_ITEMS:
        raise InvalidFilter(field.name, f"{operator.value} takes 1 to {LIST_ITEMS} values, not {len(value)}.")
    if None in value:
        raise InvalidFilter(field.name, f"null goes with eq and ne only, not with {operator.value}.")
    return tuple(_value(field, item) for item in value)


def _value(field: Field, value: object) -> object:
    if field.kind is Kind.DECIMAL and type(value) is int:
        value = Decimal(value)
    # bool is an int to isinstance, but true is not a number.
    if not isinstance(value, TYPES[field.kind]) or (field.kind is Kind.INTEGER and isinstance(value, bool)):
        raise TypeError(f"{field.name} takes {TYPES[field.kind].__name__}, not {type(value).__name__}")
    match value:
        case str():
            return _text(field, str(value))
        case Decimal():
            _check_decimal(field, value)
        case datetime() if value.utcoffset() is None:
            raise InvalidFilter(field.name, f"The timestamp {value.isoformat()} needs its zone.")
        case datetime():
            return _instant(field, value)
        case int() if value not in INT8:
            raise InvalidFilter(field.name, f"{shown(str(value))} is beyond 64 bits.")
    return value


def _instant(field: Field, moment: datetime) -> datetime:
    """The moment in UTC: PostgreSQL refuses zones of 16 hours and more, which RFC 3339 can write."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise InvalidFilter(field.name, f"{moment.isoformat()} is not within the years 1 to 9999.") from error


def _text(field: Field, text: str) -> str:
    if field.kind is Kind.ENUM and text not in field.choices:
        raise InvalidFilter(field.name, f"{shown(text)} is not one of {', '.join(field.choices)}.")
    if "\0" in text:
        raise InvalidFilter(field.name, f"{shown(text)} holds a NUL character.")
    # A lone surrogate, which JSON can write, is no text: nothing stored equals it.
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidFilter(field.name, f"{shown(text)} is not valid Unicode.")
    return text


def _check_decimal(field: Field, value: Decimal) -> None:
    if not value.is_finite():
        raise InvalidFilter(field.name, f"{value} is not a number.")
    if len(value.as_tuple().digits) > DECIMAL_DIGITS or abs(value.adjusted()) > DECIMAL_DIGITS:
        raise InvalidFilter(field.name, f"{shown(str(value))} has more than {DECIMAL_DIGITS} digits.")
