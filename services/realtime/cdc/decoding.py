"""From the messages of a replication stream to records: pure, one message at a time."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from services.realtime.cdc import pgoutput
from services.realtime.cdc.envelope import Frame, Origin, Record, change, frame
from services.realtime.cdc.pgoutput import Begin, Message, Relation
from services.realtime.cdc.tables import Facts, Table, Values, compile_table

_encode = msgspec.json.encode
_KEY_ONLY, _WHOLE = b"K"[0], b"O"[0]
_ROW = 6  # where the first row of a message begins, after its kind, the table's oid, and the row's kind
_ALL = 1 << 63
RECENT = 10_000


@dataclass(frozen=True, slots=True)
class Position:
    """How far events have come: the transaction, by its commit record, and how many of its changes. `end` is where the
    last whole transaction ends, which is what a slot may be confirmed to; 0 for none."""

    commit: int = 0
    ordinal: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What the stream is told as. `excluded` are the columns that never leave, by `schema.table`; `tombstones` after
    deletes, `transactions` (the borders of transactions as events) and `schemas` (the types of rows beside each event)
    are Debezium's options of such names."""

    origin: Origin
    excluded: dict[str, frozenset[str]] = field(default_factory=dict)
    tombstones: bool = True
    transactions: bool = False
    schemas: bool = False


@dataclass(slots=True)
class _Transaction:
    """The transaction at hand. The first `skip` changes have been delivered before; ids begin with `name`."""

    begin: Begin
    skip: int
    name: str = ""
    ordinal: int = 0
    replicated: tuple[int, str] | None = None
    frames: dict[int, Frame] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Watch:
    """Which keys of a topic are told about while it is set."""

    topic: str
    keys: set[bytes | None] = field(default_factory=set)
    truncated: bool = False


class Decoder:
    """Takes messages in order and keeps records until `take`. `after` is what has been delivered already: those
    changes are not told again."""

    def __init__(self, rules: Rules, after: Position, on_message: Callable[[Message, int], None] | None = None) -> None:
        self.changes = 0
        self._records: list[Record] = []
        self._position = after
        self._rules = rules
        self._after = after
        # The transactions that were told last; the newest is at the end.
        self.recent: deque[int] = deque(maxlen=RECENT)
        self.watch: Watch | None = None
        self._on_message = on_message
        self._tables: dict[int, Table] = {}
        self._payloads: dict[int, bytes] = {}
        self._transaction = _Transaction(Begin(0, 0, 0), 0)

    def relation(self, payload: bytes) -> Relation | None:
        """What a relation message says about a table that was not known before, so that `learn` must follow."""
        relation = pgoutput.relation(payload)
        if self._payloads.get(relation.oid) == payload:
            return None
        self._payloads[relation.oid] = payload
        return relation

    def learn(self, relation: Relation, facts: Facts) -> None:
        """What the rows of a relation that follow look like. Raises `HiddenKey`."""
        excluded = self._rules.excluded.get(f"{relation.schema}.{relation.table}", frozenset())
        rules = self._rules
        table = compile_table(relation, facts, rules.origin.name, excluded, schemas=rules.schemas)
        self._tables[relation.oid] = table
        self._transaction.frames.pop(relation.oid, None)

    def take(self) -> tuple[list[Record], Position]:
        """The records since the last time, and the position once they are delivered."""
        records, self._records = self._records, []
        transaction = self._transaction
        if transaction.ordinal > transaction.skip:
            return records, Position(transaction.begin.lsn, transaction.ordinal, self._position.end)
        return records, self._position

    def __len__(self) -> int:
        return len(self._records)

    @property
    def committed(self) -> int:
        """When the transaction at hand was committed, in microseconds since 1970."""
        return self._transaction.begin.microseconds

    def add(self, records: list[Record]) -> None:
        """Records that are not from the log, between those that are."""
        self._records += records

    def feed(self, payload: bytes, lsn: int, stamped: bytes) -> None:
        """One message at its position in the log; `stamped` says when that is. Raises `UnreadableMessage`."""
        kind = payload[0]
        if kind in _CHANGES:
            transaction = self._transaction
            if transaction.skip == _ALL:
                return
            transaction.ordinal += 1
            self.changes += 1
            told = len(self._records)
            _CHANGES[kind](self, payload, lsn, stamped)
            if transaction.ordinal <= transaction.skip:
                del self._records[told:]
        elif kind == pgoutput.BEGIN:
            self._begin(pgoutput.begin(payload), lsn)
        elif kind == pgoutput.COMMIT:
            self._commit(pgoutput.commit(payload), lsn)
        elif kind == pgoutput.ORIGIN:
            self._transaction.replicated = pgoutput.origin(payload)
        elif kind == pgoutput.MESSAGE:
            if self._on_message is not None:
                self._on_message(pgoutput.message(payload), lsn)
        elif kind not in (pgoutput.RELATION, pgoutput.TYPE):
            raise pgoutput.UnreadableMessage(f"a message of kind {chr(kind)!r} at {lsn:X}")

    def _begin(self, begin: Begin, lsn: int) -> None:
        after = self._after
        skip = _ALL if begin.lsn < after.commit else after.ordinal if begin.lsn == after.commit else 0
        self._transaction = _Transaction(begin, skip, f"{begin.lsn:X}.")
        self.recent.append(begin.xid)
        if self._rules.transactions and not skip:
            self._tell_border("BEGIN", lsn)

    def _commit(self, commit: pgoutput.Commit, lsn: int) -> None:
        transaction = self._transaction
        self._transaction = _Transaction(transaction.begin, 0)
        if transaction.skip == _ALL:
            return
        if self._rules.transactions:
            self._transaction, transaction.ordinal = transaction, transaction.ordinal + 1
            if transaction.ordinal > transaction.skip:
                self._tell_border("END", lsn)
            self._transaction = _Transaction(transaction.begin, 0)
        self._position = Position(commit.lsn, transaction.ordinal, commit.end)

    def _tell_border(self, status: Literal["BEGIN", "END"], lsn: int) -> None:
        transaction = self._transaction
        counts = [{"data_collection": name, "event_count": count} for name, count in transaction.counts.items()]
        ended = status == "END"
        value = {
            "status": status,
            "id": f"{transaction.begin.xid}:{lsn}",
            "event_count": sum(transaction.counts.values()) if ended else None,
            "data_collections": counts if ended else None,
            "ts_ms": transaction.begin.microseconds // 1000,
        }
        topic = f"{self._rules.origin.name}.transaction"
        self._records.append(Record(topic, self._id(status[0].lower()), _encode({"id": value["id"]}), _encode(value)))

    def _id(self, part: str = "") -> str:
        """The same for the same event whenever it is told: its transaction's commit, which change, which part of it."""
        transaction = self._transaction
        return f"{transaction.name}{transaction.ordinal}{part}"

    def _tell(
        self, oid: int, op: bytes, before: Values | None, after: Values | None, lsn: int, stamped: bytes, part: str = ""
    ) -> None:
        table, transaction = self._tables[oid], self._transaction
        known = transaction.frames.get(oid)
        if known is None:
            known = transaction.frames[oid] = self._frame(table)
        keyed = after if after is not None else before
        key = None if keyed is None else table.key(keyed)
        watch = self.watch
        if watch is not None and watch.topic == table.topic:
            watch.keys.add(key)
            watch.truncated = watch.truncated or op == b"t"
        value = change(
            op,
            b"null" if before is None else table.row % tuple(before),
            b"null" if after is None else table.row % tuple(after),
            known.source(lsn),
            self._ordered(table, lsn) if self._rules.transactions else b"null",
            stamped,
        )
        identity = self._id(part)
        self._records.append(Record(table.topic, identity, key, table.described(value)))
        if op == b"d" and self._rules.tombstones:
            self._records.append(Record(table.topic, identity + "t", key, None))

    def _frame(self, table: Table) -> Frame:
        transaction = self._transaction
        return frame(
            self._rules.origin,
            table,
            microseconds=transaction.begin.microseconds,
            xid=transaction.begin.xid,
            last_commit=self._position.end or None,
            replicated=transaction.replicated,
        )

    def _ordered(self, table: Table, lsn: int) -> bytes:
        """The event's place in its transaction."""
        counts = self._transaction.counts
        name = f"{table.schema}.{table.name}"
        counts[name] = counts.get(name, 0) + 1
        order = {"total_order": sum(counts.values()), "data_collection_order": counts[name]}
        return _encode({"id": f"{self._transaction.begin.xid}:{lsn}", **order})

    def _insert(self, payload: bytes, lsn: int, stamped: bytes) -> None:
        oid = pgoutput.relation_of(payload)
        after, _ = self._tables[oid].read(payload, _ROW)
        self._tell(oid, b"c", None, after, lsn, stamped)

    def _update(self, payload: bytes, lsn: int, stamped: bytes) -> None:
        oid = pgoutput.relation_of(payload)
        table = self._tables[oid]
        old_kind, at, before = payload[_ROW - 1], _ROW, None
        if old_kind in (_KEY_ONLY, _WHOLE):
            before, at = table.read(payload, _ROW)
            at += 1
        after, _ = table.read(payload, at)
        if before is not None and old_kind == _WHOLE:
            after = table.fill(after, before)
        if before is not None and table.key(before) != table.key(after):
            # To consumers that keep rows by key, one row went and another came.
            self._tell(oid, b"d", before, None, lsn, stamped)
            self._tell(oid, b"c", None, after, lsn, stamped, "c")
        else:
            self._tell(oid, b"u", before if old_kind == _WHOLE else None, after, lsn, stamped)

    def _delete(self, payload: bytes, lsn: int, stamped: bytes) -> None:
        oid = pgoutput.relation_of(payload)
        before, _ = self._tables[oid].read(payload, _ROW)
        self._tell(oid, b"d", before, None, lsn, stamped)

    def _truncate(self, payload: bytes, lsn: int, stamped: bytes) -> None:
        for index, oid in enumerate(pgoutput.truncate(payload)):
            self._tell(oid, b"t", None, None, lsn, stamped, f".{index}" if index else "")


_CHANGES: dict[int, Callable[[Decoder, bytes, int, bytes], None]] = {
    pgoutput.INSERT: Decoder._insert,
    pgoutput.UPDATE: Decoder._update,
    pgoutput.DELETE: Decoder._delete,
    pgoutput.TRUNCATE: Decoder._truncate,
}
