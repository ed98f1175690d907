"""The schema part of an event: what Kafka Connect calls the types, and what Debezium says they mean.

Source: Debezium documentation, connector for PostgreSQL, "Data type mappings". Defaults of columns are not told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from services.realtime.cdc.values import Kind

Schema = dict[str, Any]
_MILLISECONDS = 3
_SNAPSHOT = "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental"


@dataclass(frozen=True, slots=True)
class ColumnType:
    """`modifier` is the type's atttypmod, -1 for none."""

    name: str
    kind: Kind
    modifier: int
    required: bool


def value_schema(topic: str, columns: Sequence[ColumnType]) -> bytes:
    """The schema of all values of a topic, as JSON."""
    fields = [{**_type(one.kind, one.modifier), "optional": not one.required, "field": one.name} for one in columns]
    row = {"type": "struct", "fields": fields, "optional": True, "name": f"{topic}.Value"}
    members = [{**row, "field": "before"}, {**row, "field": "after"}, _SOURCE, _BLOCK, _field("string", "op")]
    members += [_field("int64", name, optional=True) for name in ("ts_ms", "ts_us", "ts_ns")]
    envelope = {"type": "struct", "fields": members, "optional": False, "name": f"{topic}.Envelope", "version": 2}
    return msgspec.json.encode(envelope)


def _type(kind: Kind, modifier: int) -> Schema:
    if kind.element is not None:
        return {"type": "array", "items": {**_type(kind.element, modifier), "optional": True}}
    if kind.labels:
        return _meaning("string", "io.debezium.data.Enum", parameters={"allowed": ",".join(kind.labels)})
    if kind.name == "numeric":
        return _numeric(modifier)
    if kind.name in ("time", "timestamp"):
        short = 0 <= modifier <= _MILLISECONDS
        name = ("" if short else "Micro") + kind.name.capitalize()
        return _meaning("int32" if name == "Time" else "int64", f"io.debezium.time.{name}")
    if kind.name in ("bit", "varbit"):
        if modifier == 1 and kind.name == "bit":
            return {"type": "boolean"}
        length = modifier if modifier >= 0 else 2**31 - 1
        return _meaning("bytes", "io.debezium.data.Bits", parameters={"length": str(length)})
    return _TYPES.get(kind.name, {"type": "string"})


def _numeric(modifier: int) -> Schema:
    if modifier < 0:
        parts = [_field("int32", "scale"), _field("bytes", "value")]
        named = _meaning("struct", "io.debezium.data.VariableScaleDecimal", doc="Variable scaled decimal")
        return {**named, "fields": parts}
    # Precision above, scale in the low eleven bits, with a sign.
    precision, scale = modifier - 4 >> 16, ((modifier - 4 & 0x7FF) ^ 1024) - 1024
    return _decimal(scale, {"connect.decimal.precision": str(precision)})


def _decimal(scale: int, further: dict[str, str]) -> Schema:
    parameters = {"scale": str(max(scale, 0)), **further}
    return _meaning("bytes", "org.apache.kafka.connect.data.Decimal", parameters=parameters)


def _meaning(kind: str, name: str, **further: Any) -> Schema:
    return {"type": kind, "name": name, "version": 1, **further}


def _field(kind: str, name: str, *, optional: bool = False) -> Schema:
    return {"type": kind, "optional": optional, "field": name}


_TYPES: dict[str, Schema] = {
    "int2": {"type": "int16"},
    "int4": {"type": "int32"},
    "int8": {"type": "int64"},
    "oid": {"type": "int64"},
    "float4": {"type": "float"},
    "float8": {"type": "double"},
    "bool": {"type": "boolean"},
    "bytea": {"type": "bytes"},
    "money": _decimal(2, {}),
    "date": _meaning("int32", "io.debezium.time.Date"),
    "timetz": _meaning("string", "io.debezium.time.ZonedTime"),
    "timestamptz": _meaning("string", "io.debezium.time.ZonedTimestamp"),
    "interval": _meaning("int64", "io.debezium.time.MicroDuration"),
    "json": _meaning("string", "io.debezium.data.Json"),
    "jsonb": _meaning("string", "io.debezium.data.Json"),
    "uuid": _meaning("string", "io.debezium.data.Uuid"),
    "tsvector": _meaning("string", "io.debezium.data.Tsvector"),
    "point": {
        **_meaning("struct", "io.debezium.data.geometry.Point", doc="Geometry (POINT)"),
        "fields": [
            _field("double", "x"),
            _field("double", "y"),
            _field("bytes", "wkb", optional=True),
            _field("int32", "srid", optional=True),
        ],
    },
}
_SOURCE = {
    "type": "struct",
    "fields": [
        _field("string", "version"),
        _field("string", "connector"),
        _field("string", "name"),
        _field("int64", "ts_ms"),
        {
            **_meaning("string", "io.debezium.data.Enum", parameters={"allowed": _SNAPSHOT}),
            "optional": True,
            "default": "false",
            "field": "snapshot",
        },
        _field("string", "db"),
        _field("string", "sequence", optional=True),
        _field("int64", "ts_us", optional=True),
        _field("int64", "ts_ns", optional=True),
        _field("string", "schema"),
        _field("string", "table"),
        _field("int64", "txId", optional=True),
        _field("int64", "lsn", optional=True),
        _field("int64", "xmin", optional=True),
        _field("string", "origin", optional=True),
        _field("int64", "origin_lsn", optional=True),
    ],
    "optional": False,
    "name": "io.debezium.connector.postgresql.Source",
    "version": 1,
    "field": "source",
}
_BLOCK = {
    "type": "struct",
    "fields": [_field("string", "id"), _field("int64", "total_order"), _field("int64", "data_collection_order")],
    "optional": True,
    "name": "event.block",
    "version": 1,
    "field": "transaction",
}
