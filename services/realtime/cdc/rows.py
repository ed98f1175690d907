"""Rows of a table as it stands, in chunks by key, told as events of a snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.realtime.cdc.catalog import QUERIES, Catalog
from services.realtime.cdc.decoding import Rules
from services.realtime.cdc.envelope import Frame, Record, change
from services.realtime.cdc.pgoutput import FULL, Column, Relation
from services.realtime.cdc.postgres import Row, Session
from services.realtime.cdc.tables import Table, compile_table

Key = tuple[str, ...]
_TID = "ctid"


class UnknownTable(Exception):
    """There is no such table."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table that can be read. `order` are the columns that put its rows in order, with their types: its key, or the
    place where a row is, for a table that has none. `types` are the oids of all columns."""

    table: Table
    select: str
    order: tuple[str, ...]
    order_types: tuple[str, ...]
    width: int
    types: tuple[int, ...]

    @property
    def keyed(self) -> bool:
        return self.order != (_TID,)


def quoted(name: str) -> str:
    """An identifier for a statement with parameters, where % is written twice."""
    return '"' + name.replace('"', '""').replace("%", "%%") + '"'


async def describe(session: Session, catalog: Catalog, name: str, rules: Rules) -> Source:
    """The table `schema.table`. Raises `UnknownTable`."""
    schema, _, bare = name.partition(".")
    columns = await session.rows(QUERIES["columns"], {"schema": schema, "table": bare})
    if not columns:
        raise UnknownTable(name)
    oid, identity = columns[0][:2]
    told = tuple(Column(column, kind, modifier, identity == FULL) for _, _, column, kind, modifier, _ in columns)
    relation = Relation(oid, schema, bare, identity, told)
    excluded = rules.excluded.get(name, frozenset())
    table = compile_table(relation, await catalog.facts(relation), rules.origin.name, excluded, schemas=rules.schemas)
    written = {row[2]: row[5] for row in columns}
    order = table.key_columns or (_TID,)
    selected = ", ".join([*(quoted(column.name) for column in told), *(f"{_name(one)}::text" for one in order)])
    return Source(
        table=table,
        select=f"SELECT {selected} FROM {quoted(schema)}.{quoted(bare)} AS source",
        order=order,
        order_types=tuple(written.get(one, "tid") for one in order),
        width=len(told),
        types=tuple({column.type for column in told}),
    )


def _name(column: str) -> str:
    return f"source.{column if column == _TID else quoted(column)}"


async def read_chunk(session: Session, source: Source, after: Key | None, size: int) -> list[tuple[bytes, Key]]:
    """The next rows in the order of the key: each as the output plugin would write it, and its key as text."""
    order = ", ".join(_name(column) for column in source.order)
    where, parameters = "", dict[str, object](size=size)
    if after is not None:
        bounds = ", ".join(f"%(key{n})s::text::{kind}" for n, kind in enumerate(source.order_types))
        where = f"WHERE ({order}) > ({bounds})"
        parameters |= {f"key{n}": text for n, text in enumerate(after)}
    statement = f"{source.select} {where} ORDER BY {order} LIMIT %(size)s"
    rows = await session.raw_rows(statement, parameters, source.types)
    return [(_written(row[: source.width]), row[source.width :]) for row in rows]


def _written(row: Row) -> bytes:
    """Text columns in the form of a row of the stream."""
    parts = [len(row).to_bytes(2, "big")]
    for text in row:
        if text is None:
            parts.append(b"n")
        else:
            raw = text.encode()
            parts.append(b"t%b%b" % (len(raw).to_bytes(4, "big"), raw))
    return b"".join(parts)


def tell(
    source: Source, rows: Sequence[bytes], frames: Sequence[Frame], lsn: int, name: str, stamped: bytes
) -> list[Record]:
    """Rows as events of operation r, each with its own frame. `name` tells chunks apart, for the ids."""
    records = []
    for number, (row, framed) in enumerate(zip(rows, frames, strict=True)):
        values, _ = source.table.read(row, 0)
        after = source.table.row % tuple(values)
        value = change(b"r", b"null", after, framed.source(lsn), b"null", stamped)
        records.append(
            Record(source.table.topic, f"{name}.{number}", source.table.key(values), source.table.described(value))
        )
    return records
