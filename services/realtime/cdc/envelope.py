"""The envelope around a change: Debezium's members, in Debezium's order.

Source: Debezium documentation, connector for PostgreSQL, "Data change events".
"""

from dataclasses import dataclass
from importlib.metadata import version
from typing import NamedTuple

import msgspec

from services.realtime.cdc.tables import Table

_encode = msgspec.json.encode
VERSION = version("trellis")


class Record(NamedTuple):
    """One event for a sink. `id` is the same whenever the same event is delivered again. Key and value are JSON; a
    value of None is a tombstone: all earlier events of the key may be forgotten."""

    topic: str
    id: str
    key: bytes | None
    value: bytes | None


def as_json(record: Record) -> bytes:
    """The whole event as one JSON object."""
    topic, identity, key, value = record
    return b'{"topic":"%b","id":"%b","key":%b,"value":%b}' % (
        topic.encode(),
        identity.encode(),
        key or b"null",
        value or b"null",
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Which database the events are from; `name` is the prefix of topics."""

    name: str
    database: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of `source` that all events of a table in one transaction share; the position goes between them."""

    head: bytes
    middle: bytes
    tail: bytes

    def source(self, lsn: int) -> bytes:
        at = b"%d" % lsn
        return b"".join((self.head, at, self.middle, at, self.tail))


def frame(
    origin: Origin,
    table: Table,
    *,
    microseconds: int,
    xid: int | None,
    last_commit: int | None,
    snapshot: str = "false",
    replicated: tuple[int, str] | None = None,
) -> Frame:
    """`microseconds` since 1970 is when the transaction committed, `last_commit` the end of the one before it,
    `replicated` position and name of the origin that it came from."""
    head = {
        "version": VERSION,
        "connector": "postgresql",
        "name": origin.name,
        "ts_ms": microseconds // 1000,
        "snapshot": snapshot,
        "db": origin.database,
    }
    last = b"null" if last_commit is None else b'\\"%d\\"' % last_commit
    middle = {"ts_us": microseconds, "ts_ns": microseconds * 1000, "schema": table.schema, "table": table.name}
    origin_lsn, origin_name = replicated or (None, None)
    tail = {"xmin": None, "origin": origin_name, "origin_lsn": origin_lsn}
    return Frame(
        head=b'%b,"sequence":"[%b,\\"' % (_encode(head)[:-1], last),
        middle=b'\\"]",%b,"txId":%b,"lsn":' % (_encode(middle)[1:-1], _encode(xid)),
        tail=b",%b" % _encode(tail)[1:],
    )


def stamp(nanoseconds: int) -> bytes:
    """The members that say when the connector saw a change, and the end of the envelope."""
    return b',"ts_ms":%d,"ts_us":%d,"ts_ns":%d}' % (nanoseconds // 1_000_000, nanoseconds // 1000, nanoseconds)


def change(op: bytes, before: bytes, after: bytes, source: bytes, transaction: bytes, stamped: bytes) -> bytes:
    """The value of an event: one byte of operation, rows and source as JSON, what `stamp` gave."""
    return b"".join(
        (
            b'{"before":',
            before,
            b',"after":',
            after,
            b',"source":',
            source,
            b',"transaction":',
            transaction,
            b',"op":"',
            op,
            b'"',
            stamped,
        )
    )
