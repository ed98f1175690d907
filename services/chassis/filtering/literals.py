"""Literals of OData as the values of our kinds, exactly: no float, no guess at a zone, no text for a number."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import msgspec
from odata_query import ast as odata

from services.chassis.filtering.fields import Field, Kind
from services.chassis.filtering.refusals import InvalidFilter, shown

WANTED: Mapping[Kind, str] = {
    Kind.TEXT: "a text in single quotes",
    Kind.ENUM: "a text in single quotes",
    Kind.UUID: "a UUID without quotes",
    Kind.INTEGER: "a whole number",
    Kind.DECIMAL: "a number",
    Kind.TIMESTAMP: "a timestamp without quotes, such as 2026-01-31T00:00:00Z",
    Kind.BOOLEAN: "true or false",
}
# OData allows to leave out the seconds, RFC 3339 does not; the library also reads `::` before them.
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def literal(field: Field, node: Any) -> object:
    """The value of a literal of odata-query's tree for a field; None for null. Numbers may be out of bounds.

    Raises `InvalidFilter` for anything else than a literal of the field's kind.
    """
    match field.kind, node:
        case _, odata.Null():
            return None
        case ((Kind.TEXT | Kind.ENUM), odata.String(val)):
            return val
        case Kind.UUID, odata.GUID(val):
            return UUID(val)
        case Kind.INTEGER, odata.Integer(val):
            return int(val)
        case Kind.DECIMAL, odata.Integer(val) | odata.Float(val):
            return _decimal(field, val)
        case Kind.TIMESTAMP, odata.DateTime(val):
            return _timestamp(field, val)
        case Kind.TIMESTAMP, odata.Date(val):
            raise InvalidFilter(field.name, f"The date {val} needs a time and a zone: {val}T00:00:00Z.")
        case Kind.BOOLEAN, odata.Boolean(val):
            return bool(val.lower() == "true")
        case _, odata.Identifier():
            raise InvalidFilter(field.name, f"{shown(name_of(node))} is not a value; a text needs single quotes.")
    raise InvalidFilter(field.name, f"This field takes {WANTED[field.kind]}, not {described(node)}.")


def _decimal(field: Field, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        # Only an exponent beyond the machine's integers is no Decimal; others are checked with the rest of the bounds.
        raise InvalidFilter(field.name, f"{shown(text)} is out of bounds.") from error


def _timestamp(field: Field, text: str) -> datetime:
    found = MOMENT.fullmatch(text.upper())
    if found is not None:
        minute, seconds, zone = found.groups()
        try:
            # The decoder of bracket parameters and bodies: digits beyond microseconds are rounded, as PostgreSQL does.
            return msgspec.convert(f"{minute}{seconds or ':00'}{zone}", datetime)
        except msgspec.ValidationError:
            pass
    raise InvalidFilter(field.name, f"There is no such moment as {text}.")


def name_of(identifier: Any) -> str:
    """The name of an `Identifier` of odata-query's tree, with its namespace if it has one."""
    return ".".join((*identifier.namespace, identifier.name))


def described(node: Any) -> str:
    """A node of odata-query's tree in words, for messages."""
    match node:
        case odata.Null():
            return "null"
        case odata.String(val):
            return f"the text {shown(val)}"
        case odata.List():
            return "a list"
        case odata.Identifier():
            return f"the name {shown(name_of(node))}"
        case odata.Call(odata.Identifier(name)):
            return f"the function {name}"
        case odata.Compare() | odata.BoolOp() | odata.UnaryOp():
            return "a condition"
    return shown(str(node.val))
