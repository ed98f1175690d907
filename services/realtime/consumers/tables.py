"""The warehouse: for each table of the source the rows as they are, and beside it every change there ever was.

`orders.products` has the rows, `orders_history.products` the changes. Tables without a key have only the history.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from services.realtime.consumers.columns import Column, column, is_left_alone
from services.realtime.consumers.events import Event, Field, UnreadableEvent
from services.realtime.consumers.following import Bookmark
from services.realtime.consumers.ledger import Ledger

Row = list[str | None]
_HISTORY = (
    Column("_lsn", "UBIGINT", "CAST({} AS UBIGINT)", str),
    Column("_ordinal", "BIGINT", "CAST({} AS BIGINT)", str),
    Column("_part", "BIGINT", "CAST({} AS BIGINT)", str),
    Column("_op", "VARCHAR", "{}", str),
    Column("_at", "TIMESTAMPTZ", "make_timestamptz(CAST({} AS BIGINT))", str),
)


class UnfittingType(Exception):
    """A column's type changed into one that its values cannot have."""


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@dataclass
class _Copy:
    """A table of the source with the columns and key its events have now, and the events that are not in it yet."""

    schema: str
    name: str
    described: bytes
    columns: list[Column]
    key: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)

    @property
    def current(self) -> str:
        return f"{quoted(self.schema)}.{quoted(self.name)}"

    @property
    def history(self) -> str:
        return f"{quoted(self.schema + '_history')}.{quoted(self.name)}"


class Warehouse(Ledger):
    """A DuckDB file, made when it is not there; only one process can have it open."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = duckdb.connect(str(path))
        self._copies: dict[tuple[str, str], _Copy] = {}
        super().__init__(self._database.execute, "BEGIN")

    def save(self, bookmark: Bookmark) -> None:
        for copy in self._copies.values():
            self._flush(copy)
        super().save(bookmark)

    def clear(self) -> None:
        """The rows; the history stays."""
        for copy in self._copies.values():
            self._flush(copy)
        for schema, name in self.tables():
            if not schema.endswith("_history"):
                self._database.execute(f"DELETE FROM {quoted(schema)}.{quoted(name)}")

    def tables(self) -> list[tuple[str, str]]:
        """Schema and name of all tables of the source and their histories."""
        found = self._database.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() "
            "WHERE schema_name <> 'main' AND NOT temporary ORDER BY ALL"
        )
        return [(schema, name) for schema, name in found.fetchall()]

    def apply(self, event: Event) -> None:
        copy = self._copy(event)
        if event.op == "t":
            self._flush(copy)
            copy.rows.append([*_marks(event), *[None] * len(copy.columns)])
            self._flush(copy)
            if copy.key:
                self._database.execute(f"DELETE FROM {copy.current}")
            return
        values: dict[str, Any] = msgspec.json.decode(event.before if event.op == "d" else event.after)
        kept = {one.name for one in copy.columns if is_left_alone(values[one.name])}
        if kept:
            self._flush(copy)
        row = [_text(one, values[one.name]) for one in copy.columns]
        copy.rows.append([*_marks(event), *row])
        if kept:
            self._flush(copy, kept)

    def _copy(self, event: Event) -> _Copy:
        """Where an event goes; makes tables and columns that are not there."""
        place = event.source.schema, event.source.table
        known = self._copies.get(place)
        if known is not None and known.described == event.schema and (known.key or event.key == b"null"):
            return known
        if event.schema is None:
            raise UnreadableEvent(f"event {event.id} does not describe its types: the connector needs CDC_SCHEMAS=on")
        if known is not None:
            self._flush(known)
        envelope = msgspec.json.decode(event.schema, type=Field)
        after = next(member for member in envelope.fields if member.field == "after")
        key = tuple(msgspec.json.decode(event.key) or ())
        copy = _Copy(*place, event.schema, [column(one) for one in after.fields], key or (known.key if known else ()))
        self._copies[place] = copy
        self._make(copy)
        return copy

    def _make(self, copy: _Copy) -> None:
        tables = [(copy.schema + "_history", copy.history, [*_HISTORY, *copy.columns])]
        if copy.key:
            tables.append((copy.schema, copy.current, [_HISTORY[0], *copy.columns]))
        for schema, table, columns in tables:
            self._database.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}")
            first = columns[0]
            self._database.execute(f"CREATE TABLE IF NOT EXISTS {table} ({quoted(first.name)} {first.type})")
            found = self._database.execute(f"DESCRIBE {table}").fetchall()
            there = {name: kind for name, kind, *_ in found}
            for one in columns:
                self._fit(table, one, there.get(one.name))

    def _fit(self, table: str, wanted: Column, kind: str | None) -> None:
        name = quoted(wanted.name)
        if kind is None:
            self._database.execute(f"ALTER TABLE {table} ADD COLUMN {name} {wanted.type}")
        elif _told(kind) != _told(wanted.type):
            try:
                self._database.execute(f"ALTER TABLE {table} ALTER {name} SET DATA TYPE {wanted.type}")
            except duckdb.Error as error:
                raise UnfittingType(f"{table}, column {name}: {kind} cannot become {wanted.type}: {error}") from error

    def _flush(self, copy: _Copy, kept: set[str] | frozenset[str] = frozenset()) -> None:
        """Puts the rows in; `kept` are the columns whose values stay what they are."""
        if not copy.rows:
            return
        rows, copy.rows = copy.rows, []
        columns = [*_HISTORY, *copy.columns]
        sources = [
            f"old.{quoted(one.name)}" if one.name in kept and copy.key else one.sql.replace("{}", f"r[{place}]")
            for place, one in enumerate(columns, 1)
        ]
        told = ", ".join(f"{sql} AS {quoted(one.name)}" for sql, one in zip(sources, columns, strict=True))
        staged = f"SELECT {told} FROM (SELECT unnest(from_json(?, '[[\"VARCHAR\"]]')) AS r)"
        if copy.key:
            pairs = zip(columns, sources, strict=True)
            same = " AND ".join(f"old.{quoted(one.name)} = {sql}" for one, sql in pairs if one.name in copy.key)
            # A row of a snapshot may be older than what is here.
            newer = "r[4] <> 'r' OR coalesce(old._lsn <= CAST(r[1] AS UBIGINT), true)"
            staged += f" LEFT JOIN {copy.current} AS old ON {same} WHERE {newer}"
        self._database.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {staged}", [msgspec.json.encode(rows).decode()])
        self._database.execute(f"INSERT INTO {copy.history} BY NAME SELECT * FROM staged")
        if copy.key:
            self._replace(copy)

    def _replace(self, copy: _Copy) -> None:
        """The newest of what is staged, instead of what was there."""
        keys = ", ".join(map(quoted, copy.key))
        gone = " AND ".join(f"old.{quoted(name)} = staged.{quoted(name)}" for name in copy.key)
        self._database.execute(f"DELETE FROM {copy.current} AS old USING staged WHERE {gone}")
        self._database.execute(
            f"INSERT INTO {copy.current} BY NAME SELECT * EXCLUDE (_ordinal, _part, _op, _at) FROM ("
            f" SELECT * FROM staged WHERE _op <> 't' QUALIFY row_number() OVER"
            f" (PARTITION BY {keys} ORDER BY _lsn DESC, _ordinal DESC, _part DESC) = 1) WHERE _op <> 'd'"
        )

    def export(self, directory: Path) -> list[Path]:
        """Every table as a Parquet file; says which."""
        directory.mkdir(parents=True, exist_ok=True)
        paths = []
        for schema, name in self.tables():
            path = directory / f"{schema}.{name}.parquet".replace("/", "_")
            target = str(path).replace("'", "''")
            self._database.execute(f"COPY {quoted(schema)}.{quoted(name)} TO '{target}' (FORMAT parquet)")
            paths.append(path)
        return paths

    def close(self) -> None:
        self._database.close()


def _marks(event: Event) -> Row:
    commit, ordinal, part = event.offset
    return [str(commit), str(ordinal), str(part), event.op, str(event.source.ts_us)]


def _text(one: Column, value: Any) -> str | None:
    return None if value is None or is_left_alone(value) else one.text(value)


def _told(kind: str) -> str:
    """A type's name as DuckDB tells it."""
    return kind.replace(", ", ",").replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE")
