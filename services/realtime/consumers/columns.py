"""Which type of DuckDB a type of the envelope becomes, and how its values get there: exact, never through a float."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from services.realtime.consumers.events import UNAVAILABLE, Field

_WIDEST = 38  # digits of a DECIMAL
_RAW = UNAVAILABLE.encode()
_UNAVAILABLE = (
    UNAVAILABLE,
    base64.b64encode(_RAW).decode(),
    [UNAVAILABLE],
    list(_RAW),
    [str(UUID(bytes=hashlib.md5(_RAW, usedforsecurity=False).digest(), version=3))],
)
Text = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Column:
    """`sql` makes a value of the type from the text that `text` gives, which stands in it as {}."""

    name: str
    type: str
    sql: str
    text: Text


def is_left_alone(value: object) -> bool:
    """Whether it stands for a large value that an update did not touch, which the log does not hold."""
    return value in _UNAVAILABLE


def column(field: Field) -> Column:
    """Types without a rule of their own keep the envelope's text, or are JSON when it has parts."""
    kind, sql, text = _plan(field)
    return Column(field.field, kind, sql or f"CAST({{}} AS {kind})", text)


def _plan(field: Field) -> tuple[str, str | None, Text]:
    if field.name == "org.apache.kafka.connect.data.Decimal":
        return _decimal(field)
    if field.name == "io.debezium.data.VariableScaleDecimal":
        return "VARCHAR", None, lambda value: _number(value["value"], value["scale"])
    if field.name in _MEANINGS:
        kind, sql = _MEANINGS[field.name]
        return kind, sql, _plain
    if field.items is not None:
        return "JSON", None, _list(field.items)
    if field.type == "struct":
        return "JSON", None, lambda value: msgspec.json.encode(value).decode()
    kind, sql = _TYPES.get(field.type, ("VARCHAR", None))
    return kind, sql, _plain


def _list(items: Field) -> Text:
    """JSON as the envelope has it, but for numbers, which are told by their digits."""
    _, _, text = _plan(items)
    told = text if "Decimal" in (items.name or "") else None

    def write(values: list[Any]) -> str:
        if told is not None:
            values = [value if value is None else told(value) for value in values]
        return msgspec.json.encode(values).decode()

    return write


def _decimal(field: Field) -> tuple[str, str | None, Text]:
    scale = int(field.parameters["scale"])
    digits = int(field.parameters.get("connect.decimal.precision", _WIDEST))
    kind = f"DECIMAL({max(digits, scale)}, {scale})" if max(digits, scale) <= _WIDEST else "VARCHAR"
    return kind, None, lambda value: _number(value, scale)


def _number(unscaled: str, scale: int) -> str:
    number = int.from_bytes(base64.b64decode(unscaled), "big", signed=True)
    # Not by arithmetic, which rounds.
    sign, digits, _ = Decimal(number).as_tuple()
    return f"{Decimal((sign, digits, -scale)):f}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _endless(kind: str, least: int, most: int, sql: str) -> str:
    ends = f"WHEN '{most}' THEN CAST('infinity' AS {kind}) WHEN '{least}' THEN CAST('-infinity' AS {kind})"
    return f"CASE {{}} {ends} ELSE {sql} END"


# What stands for an endless date or time is Debezium's.
_MOMENTS = ("TIMESTAMP", -9_223_372_036_832_400_000, 9_223_372_036_825_200_000)
_MEANINGS: dict[str | None, tuple[str, str | None]] = {
    "io.debezium.time.ZonedTimestamp": ("TIMESTAMPTZ", None),
    "io.debezium.time.MicroTimestamp": ("TIMESTAMP", _endless(*_MOMENTS, "make_timestamp(CAST({} AS BIGINT))")),
    "io.debezium.time.Timestamp": ("TIMESTAMP", "make_timestamp(CAST({} AS BIGINT) * 1000)"),
    "io.debezium.time.Date": (
        "DATE",
        _endless("DATE", -106_751_991_167, 106_751_991_167, "DATE '1970-01-01' + CAST(CAST({} AS BIGINT) AS INTEGER)"),
    ),
    "io.debezium.time.MicroTime": (
        "TIME",
        "CASE {} WHEN '86400000000' THEN TIME '24:00:00' "
        "ELSE TIME '00:00:00' + to_microseconds(CAST({} AS BIGINT)) END",
    ),
    "io.debezium.time.Time": ("TIME", "TIME '00:00:00' + to_milliseconds(CAST({} AS BIGINT))"),
    "io.debezium.time.MicroDuration": ("INTERVAL", "to_microseconds(CAST({} AS BIGINT))"),
    "io.debezium.data.Uuid": ("UUID", None),
    "io.debezium.data.Json": ("JSON", None),
}
_TYPES: dict[str, tuple[str, str | None]] = {
    "int16": ("SMALLINT", None),
    "int32": ("INTEGER", None),
    "int64": ("BIGINT", None),
    "float": ("FLOAT", None),
    "double": ("DOUBLE", None),
    "boolean": ("BOOLEAN", None),
    "bytes": ("BLOB", "from_base64({})"),
}
