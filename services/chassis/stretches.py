"""What Relay calls connections: a stretch of the rows of each of many parents, in one statement.

The rows of every parent, how many there are and what they add up to come from LATERAL subqueries, so that a parent with
many rows costs no more than its stretch of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.chassis.cursors import Cursors
from services.chassis.database import Database, Row
from services.chassis.filtering import Filterable, InvalidFilter, to_sql
from services.chassis.filtering.document import read_filter
from services.chassis.pages import SortKey, behind, sort_keys
from services.chassis.problems import Problem, Violation, bad_request

NO_PARENT = "(SELECT NULL::uuid AS id, 1 AS n) g"
PARENTS = "unnest(%(parents)s::uuid[]) WITH ORDINALITY AS g (id, n)"


class Stretch(Protocol):
    """What the connection requests of the contracts have in common."""

    filter: dict[str, Any] | UnsetType
    limit: int
    backward: bool
    after: str | UnsetType
    before: str | UnsetType
    cursors: bool
    total: bool


@dataclass(frozen=True, slots=True)
class Connected:
    """What is read: a `SELECT … FROM …`, the same as a count, what may be filtered by, the default order, and the
    column that names a row's parent. `figures` is a SELECT of one JSON text; its {where} is the filter."""

    select: str
    count: str
    fields: Filterable
    order: tuple[str, ...]
    parent: str = ""
    figures: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading asks for besides its stretch. `conditions` and `parameters` say what the caller may see."""

    order: tuple[str, ...] = ()
    parents: Sequence[UUID] | None = None
    conditions: tuple[str, ...] = ()
    parameters: Mapping[str, object] | None = None
    figures: bool = False


class Stretches:
    """Reads stretches of one service's tables."""

    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._cursors = cursors

    async def read(self, connected: Connected, stretch: Stretch, reading: Reading) -> list[bytes]:
        """A slice as the contracts have it, as JSON, for each parent in their order, or a single one. Raises a 400 for
        a filter that is none, and for a cursor that was made for something else."""
        work = _Statement(self._cursors, connected, stretch, reading)
        rows = await self._database.rows(work.text(), work.parameters)
        return [work.slice(row) for row in rows]


class _Statement:
    """One statement on its way: its subqueries share their conditions and parameters."""

    def __init__(self, cursors: Cursors, connected: Connected, stretch: Stretch, reading: Reading) -> None:
        self._cursors = cursors
        self._connected = connected
        self._stretch = stretch
        self._reading = reading
        self._order = sort_keys(reading.order, connected.order)
        self._filter = list(reading.conditions)
        self.parameters: dict[str, object] = dict(reading.parameters or {})
        if stretch.filter is not UNSET:
            condition, bound = _filtering(stretch.filter, connected.fields)
            self._filter.append(condition)
            self.parameters |= bound
        # A cursor says where in an order, and not in whose rows: it is good for every parent alike.
        self._binding = f"{[key.sql for key in self._order]}{self._filter}{sorted(self.parameters.items())}"
        if reading.parents is not None:
            self._filter.append(f"{connected.parent} = g.id")
            self.parameters["parents"] = array(reading.parents)

    def text(self) -> str:
        columns, joins = [], []
        if self._stretch.limit:
            columns.append("s.items, s.more, s.keys")
            joins.append(f"CROSS JOIN LATERAL ({self._rows()}) s")
        else:
            columns.append("NULL, false, NULL")
        where = _where(self._filter)
        columns.append("t.total" if self._stretch.total else "NULL")
        if self._stretch.total:
            joins.append(f"CROSS JOIN LATERAL ({self._connected.count}{where}) t (total)")
        columns.append("f.figures" if self._reading.figures else "NULL")
        if self._reading.figures:
            joins.append(f"CROSS JOIN LATERAL ({self._connected.figures.replace('{where}', where)}) f (figures)")
        source = NO_PARENT if self._reading.parents is None else PARENTS
        return f"SELECT {', '.join(columns)} FROM {source} {' '.join(joins)} ORDER BY g.n"

    def _rows(self) -> str:
        """The stretch of one parent; one row more than it holds tells whether there are others."""
        backward = self._stretch.backward
        opposite = tuple(SortKey(key.column, not key.descending) for key in self._order)
        conditions = list(self._filter)
        for name, cursor, order in (
            ("after", self._stretch.after, self._order),
            ("before", self._stretch.before, opposite),
        ):
            if cursor is not UNSET:
                condition, bound = behind(order, self._position(name, cursor), name)
                conditions.append(condition)
                self.parameters |= bound
        self.parameters["limit"] = self._stretch.limit
        reading_order = ", ".join(key.sql for key in (opposite if backward else self._order))
        rows = f"{self._connected.select}{_where(conditions)} ORDER BY {reading_order} LIMIT %(limit)s + 1"
        keys = ", ".join(f"r.{key.column}::text" for key in self._order)
        marks, collected = "", "NULL"
        within = f"ORDER BY place{' DESC' if backward else ''}) FILTER (WHERE place <= %(limit)s)"
        if self._stretch.cursors:
            marks, collected = f", ARRAY[{keys}] AS keys", f"array_agg(keys {within}"
        return (
            f"SELECT string_agg(body, ',' {within} AS items, count(*) > %(limit)s AS more, {collected} AS keys "
            f"FROM (SELECT row_to_json(r)::text AS body, row_number() OVER () AS place{marks} FROM ({rows}) r) placed"
        )

    def _position(self, name: str, cursor: str) -> list[str | None]:
        try:
            return self._cursors.decode(self._binding, cursor)
        except Problem as problem:
            violation = Violation(name, "The cursor was not made for this connection.")
            raise bad_request("A cursor is invalid.", violation) from problem

    def slice(self, row: Row) -> bytes:
        items, more, keys, total, figures = row
        members = [b'"items":[%s],"more":%s' % ((items or "").encode(), b"true" if more else b"false")]
        if self._stretch.cursors:
            cursors = ",".join(f'"{self._cursors.encode(self._binding, position)}"' for position in keys or ())
            members.append(b'"cursors":[%s]' % cursors.encode())
        if total is not None:
            members.append(b'"total":%d' % total)
        if figures is not None:
            members.append(b'"aggregate":%s' % figures.encode())
        return b"{%s}" % b",".join(members)


def array(ids: Sequence[UUID]) -> str:
    """Ids as one text: psycopg2 takes each UUID object by itself, in Python."""
    return f"{{{','.join(msgspec.to_builtins(ids))}}}"


def _where(conditions: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _filtering(filter: Mapping[str, Any], fields: Filterable) -> tuple[str, dict[str, object]]:
    try:
        return to_sql(read_filter(filter, fields))
    except InvalidFilter as error:
        field = f"filter.{error.field}" if error.field else "filter"
        raise bad_request("The filter is invalid.", Violation(field, error.message)) from error
