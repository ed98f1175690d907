"""Change events as consumers read them: Debezium's envelope, typed, with the place of each in the order of all.

An event's id is `<commit position>.<number of the change><part>` in the stream; in a snapshot it begins with the
position that the row was read at.
"""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

import msgspec

UNAVAILABLE = "__debezium_unavailable_value"
_STREAMED = re.compile(r"([0-9A-F]+)\.(\d+)(c|\.\d+)?")
_PARTS = {"": 0, "c": 1}
Operation = Literal["c", "u", "d", "r", "t"]


class UnreadableEvent(Exception):
    """A line or message is not a change event."""


class Offset(NamedTuple):
    """Where an event of the stream stands: its transaction's commit record, which change, which part of it."""

    commit: int = 0
    ordinal: int = 0
    part: int = 0


class Line(msgspec.Struct):
    """An event as a sink wrote it; `value` is JSON `null` for a tombstone."""

    topic: str
    id: str
    key: msgspec.Raw
    value: msgspec.Raw


class Source(msgspec.Struct):
    """`ts_us` is when the transaction committed, in microseconds since 1970."""

    schema: str
    table: str
    snapshot: str
    ts_us: int


class Field(msgspec.Struct):
    """A type in the words of Kafka Connect; `name` is the meaning that Debezium gives it."""

    type: str
    field: str = ""
    name: str | None = None
    parameters: dict[str, str] = msgspec.field(default_factory=dict)
    fields: list["Field"] = msgspec.field(default_factory=list)
    items: "Field | None" = None


class _Change(msgspec.Struct):
    op: Operation
    before: msgspec.Raw
    after: msgspec.Raw
    source: Source


class _Described(msgspec.Struct):
    schema: msgspec.Raw
    payload: _Change


@dataclass(frozen=True, slots=True)
class Event:
    """A change of one row, or a truncated table. Rows and key are JSON, `null` for none; `schema` describes the value,
    when the connector was asked for that (CDC_SCHEMAS)."""

    id: str
    op: Operation
    source: Source
    offset: Offset
    key: bytes
    before: bytes
    after: bytes
    schema: bytes | None

    @property
    def begins(self) -> bool:
        """Whether it is of a first snapshot: there is a new slot, and what was known from before it may be gone."""
        return self.op == "r" and self.source.snapshot != "incremental"


_change = msgspec.json.Decoder(_Change).decode
_described = msgspec.json.Decoder(_Described).decode


def read_event(line: Line) -> Event | None:
    """None for what changes no row: tombstones, and the borders of transactions. Raises `UnreadableEvent`."""
    value = bytes(line.value)
    if value == b"null" or line.id[-1:] in ("b", "e"):
        return None
    schema = None
    try:
        if value.startswith(b'{"schema"'):
            described = _described(value)
            schema, change = bytes(described.schema), described.payload
        else:
            change = _change(value)
    except msgspec.MsgspecError as error:
        raise UnreadableEvent(f"{line.topic}, event {line.id}: {error}") from error
    before, after = bytes(change.before), bytes(change.after)
    return Event(line.id, change.op, change.source, _offset(line.id, change.op), bytes(line.key), before, after, schema)


def _offset(identity: str, op: Operation) -> Offset:
    if op == "r":
        return Offset(int(identity.partition(".")[0], 16))
    found = _STREAMED.fullmatch(identity)
    if found is None:
        raise UnreadableEvent(f"{identity!r} is not the id of a change")
    commit, ordinal, part = found.groups(default="")
    # Tables that were truncated together are numbered from the second on.
    place = int(part[1:]) if part.startswith(".") else _PARTS[part]
    return Offset(int(commit, 16), int(ordinal), place)
