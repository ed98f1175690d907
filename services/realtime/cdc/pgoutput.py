"""The messages of PostgreSQL's output plugin `pgoutput`, protocol version 1, from bytes.

Layouts: PostgreSQL documentation, "Logical Replication Message Formats". Rows are not taken apart here: their columns
are encoded where they stand, by `relations`.
"""

from dataclasses import dataclass
from struct import Struct

BEGIN, COMMIT, RELATION, TYPE, ORIGIN = b"B"[0], b"C"[0], b"R"[0], b"Y"[0], b"O"[0]
INSERT, UPDATE, DELETE, TRUNCATE, MESSAGE = b"I"[0], b"U"[0], b"D"[0], b"T"[0], b"M"[0]
FULL = "f"

# PostgreSQL counts microseconds from 2000-01-01, everyone else from 1970-01-01.
EPOCH_MICROSECONDS = 946_684_800_000_000

_BEGIN = Struct(">cQqI")
_COMMIT = Struct(">cBQQq")
_WORD = Struct(">I")
_COLUMN = Struct(">Ii")
_MESSAGE = Struct(">cBQ")


class UnreadableMessage(Exception):
    """The server sent a message that this version of the protocol does not know."""


@dataclass(frozen=True, slots=True)
class Begin:
    """A transaction that has committed: `lsn` of its commit record, and when, in microseconds since 1970."""

    lsn: int
    microseconds: int
    xid: int


@dataclass(frozen=True, slots=True)
class Commit:
    """`end` is where the next transaction may begin: the position that may be confirmed once all before it is safe."""

    lsn: int
    end: int


@dataclass(frozen=True, slots=True)
class Column:
    """`modifier` is the type's atttypmod; -1 for none. `identifies`: part of the replica identity."""

    name: str
    type: int
    modifier: int
    identifies: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A table as it was when the rows that follow were written. `identity` is its relreplident: d, n, f or i."""

    oid: int
    schema: str
    table: str
    identity: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What `pg_logical_emit_message` wrote."""

    prefix: str
    content: bytes


def begin(payload: bytes) -> Begin:
    _, lsn, at, xid = _BEGIN.unpack(payload)
    return Begin(lsn, at + EPOCH_MICROSECONDS, xid)


def commit(payload: bytes) -> Commit:
    _, _, lsn, end, _ = _COMMIT.unpack(payload)
    return Commit(lsn, end)


def relation(payload: bytes) -> Relation:
    (oid,) = _WORD.unpack_from(payload, 1)
    schema, at = _text(payload, 5)
    table, at = _text(payload, at)
    identity, count = chr(payload[at]), int.from_bytes(payload[at + 1 : at + 3], "big")
    at += 3
    columns = []
    for _ in range(count):
        identifies = bool(payload[at] & 1)
        name, at = _text(payload, at + 1)
        kind, modifier = _COLUMN.unpack_from(payload, at)
        at += _COLUMN.size
        columns.append(Column(name, kind, modifier, identifies))
    # The server leaves the schema of its own catalog empty.
    return Relation(oid, schema or "pg_catalog", table, identity, tuple(columns))


def relation_of(payload: bytes) -> int:
    """The oid of the table that an insert, update or delete is about."""
    return int.from_bytes(payload[1:5], "big")


def truncate(payload: bytes) -> list[int]:
    """The oids of the tables that were truncated together."""
    (count,) = _WORD.unpack_from(payload, 1)
    return [oid for (oid,) in _WORD.iter_unpack(payload[6 : 6 + 4 * count])]


def origin(payload: bytes) -> tuple[int, str]:
    """Where a transaction that was replicated to this server came from: position there, and name."""
    name, _ = _text(payload, 9)
    return int.from_bytes(payload[1:9], "big"), name


def message(payload: bytes) -> Message:
    prefix, at = _text(payload, _MESSAGE.size)
    (size,) = _WORD.unpack_from(payload, at)
    return Message(prefix, payload[at + 4 : at + 4 + size])


def _text(payload: bytes, at: int) -> tuple[str, int]:
    end = payload.index(0, at)
    return payload[at:end].decode(), end + 1
