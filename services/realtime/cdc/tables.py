"""A table of the stream, compiled: from the bytes of a row straight to JSON, without a value in between."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from services.realtime.cdc.pgoutput import FULL, Relation
from services.realtime.cdc.schemas import ColumnType, value_schema
from services.realtime.cdc.values import Kind, encoder, unavailable

Values = list[bytes]
# Takes a message and where a row begins in it; gives each column's JSON and where the row ends.
ReadRow = Callable[[bytes, int], tuple[Values, int]]

_NULL, _TEXT = b"n"[0], b"t"[0]
_INDEX = "i"
# What brokers do not take in the name of a topic.
_UNNAMEABLE = re.compile(r"[^A-Za-z0-9._-]")


class HiddenKey(Exception):
    """A column that must not leave is part of the table's key, without which no event can be told apart."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the catalog knows about a table and the stream does not say. `kinds` is by oid of the column's type; the
    modifier is a domain's own, which wins over the column's, or -1. `required` are the columns that are never null."""

    kinds: Mapping[int, tuple[Kind, int]]
    primary_key: tuple[str, ...]
    required: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """`row` and `key` are templates for the values that `read` gives, `key_values` picks the key's among them; a table
    without a key has neither."""

    schema: str
    name: str
    topic: str
    full: bool
    columns: tuple[str, ...]
    key_columns: tuple[str, ...]
    read: ReadRow
    row: bytes
    _absent: tuple[bytes, ...]
    _schema: bytes
    _key: bytes
    _key_values: Callable[[Values], object]

    def key(self, values: Values) -> bytes | None:
        """The event key of a row, as JSON."""
        return self._key % self._key_values(values) if self._key else None

    def fill(self, after: Values, before: Values) -> Values:
        """Large values that an update left alone, from the whole old row."""
        return [old if new is absent else new for new, old, absent in zip(after, before, self._absent, strict=True)]

    def described(self, value: bytes) -> bytes:
        """An envelope with its schema beside it, where that is wanted."""
        return b'{"schema":%b,"payload":%b}' % (self._schema, value) if self._schema else value


def compile_table(
    relation: Relation, facts: Facts, prefix: str, excluded: frozenset[str], *, schemas: bool = False
) -> Table:
    """`prefix` is what topics begin with; `excluded` are column names that never leave; with `schemas` events describe
    their types. Raises `HiddenKey`."""
    names = [column.name for column in relation.columns]
    shown = [index for index, name in enumerate(names) if name not in excluded]
    key = _key_of(relation, facts)
    if hidden := excluded.intersection(key):
        raise HiddenKey(f"{relation.schema}.{relation.table}: {', '.join(sorted(hidden))} is excluded, but is the key")
    columns = tuple(names[index] for index in shown)
    topic = _UNNAMEABLE.sub("_", f"{prefix}.{relation.schema}.{relation.table}")
    types = [_column_type(relation, facts, index) for index in range(len(names))]
    absent = [unavailable(one.kind) for one in types]
    return Table(
        schema=relation.schema,
        name=relation.table,
        topic=topic,
        full=relation.identity == FULL,
        columns=columns,
        key_columns=key,
        read=_reader(types, absent, shown),
        row=_template(columns),
        _absent=tuple(absent[index] for index in shown),
        _schema=value_schema(topic, [types[index] for index in shown]) if schemas else b"",
        _key=_template(key) if key else b"",
        _key_values=_picker([columns.index(name) for name in key]),
    )


def _key_of(relation: Relation, facts: Facts) -> tuple[str, ...]:
    """The primary key, in its own order. When another index identifies rows and does not hold it, that index's columns:
    a delete could not name the primary key."""
    names = {column.name for column in relation.columns}
    identity = tuple(column.name for column in relation.columns if column.identifies)
    known = facts.primary_key and names.issuperset(facts.primary_key)
    if relation.identity == _INDEX:
        return facts.primary_key if known and set(identity).issuperset(facts.primary_key) else identity
    if known:
        return facts.primary_key
    # A key that has been renamed or dropped since is still in the stream, unless all columns identify.
    return () if relation.identity == FULL else identity


def _column_type(relation: Relation, facts: Facts, index: int) -> ColumnType:
    column = relation.columns[index]
    kind, modifier = facts.kinds[column.type]
    modifier = modifier if modifier >= 0 else column.modifier
    return ColumnType(column.name, kind, modifier, column.name in facts.required)


def _template(names: tuple[str, ...]) -> bytes:
    members = (msgspec.json.encode(name).replace(b"%", b"%%") + b":%b" for name in names)
    return b"{" + b",".join(members) + b"}"


def _picker(indexes: list[int]) -> Callable[[Values], object]:
    """The values at these places, in a form that `%` takes."""
    if not indexes:
        return tuple
    return operator.itemgetter(*indexes)


def _reader(types: list[ColumnType], absent: list[bytes], shown: list[int]) -> ReadRow:
    encoders = [encoder(one.kind, one.modifier) if index in shown else None for index, one in enumerate(types)]
    steps = tuple(zip(encoders, absent, strict=True))
    number = int.from_bytes

    def read(payload: bytes, at: int) -> tuple[Values, int]:
        at += 2
        values = []
        for encode, absent in steps:
            kind = payload[at]
            if kind == _TEXT:
                begin = at + 5
                at = begin + number(payload[at + 1 : begin], "big")
                text = payload[begin:at]
                values.append(text if encode is None else encode(text))
            else:
                values.append(b"null" if kind == _NULL else absent)
                at += 1
        return values, at

    if len(shown) == len(steps):
        return read

    def read_shown(payload: bytes, at: int) -> tuple[Values, int]:
        values, at = read(payload, at)
        return [values[index] for index in shown], at

    return read_shown
