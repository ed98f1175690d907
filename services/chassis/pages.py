"""Lists: from sort keys and conditions to one statement per page, by number or by cursor."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.chassis.coalesce import Coalescer
from services.chassis.cursors import Cursors
from services.chassis.database import Database

# Pages read in one statement. More would make the first of them wait for the last.
TOGETHER = 8


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a listing in their order, and how to count them, in a form that can be a key."""

    select: str
    count: str
    parameters: tuple[tuple[str, object], ...]


# Rows, and which of them: limit and offset.
Place = tuple[int, int]
Numbered = tuple[Rows, Place]


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column to order by. `column` comes from an allow-list, never from a client's text."""

    column: str
    descending: bool = False

    @property
    def sql(self) -> str:
        return f"{self.column} {'DESC' if self.descending else 'ASC'}"


def sort_keys(names: Sequence[str], default: Sequence[str]) -> tuple[SortKey, ...]:
    """`-created_at` style names, checked against the spec's enum before, with the id as the last word."""
    keys: dict[str, SortKey] = {}
    for name in (*(names or default), "id"):
        column = name.removeprefix("-")
        keys.setdefault(column, SortKey(column, name.startswith("-")))
    *first, last = keys.values()
    if last.column == "id" and first:
        # In the direction of the key before it, so that one index serves both ways.
        last = SortKey("id", first[-1].descending)
    return (*first, last)


@dataclass(frozen=True, slots=True)
class Listing:
    """What to list: a `SELECT … FROM …`, conditions over its columns, and their parameters."""

    select: str
    count: str
    conditions: tuple[str, ...]
    parameters: Mapping[str, object]
    order: tuple[SortKey, ...]

    @property
    def where(self) -> str:
        return f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""

    @property
    def order_by(self) -> str:
        return ", ".join(key.sql for key in self.order)

    @property
    def binding(self) -> str:
        """What a cursor is bound to: the order, the conditions and their values."""
        return f"{[key.sql for key in self.order]}{self.conditions}{sorted(self.parameters.items())}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a JSON array, all matching rows counted when asked by number, the cursor to the next page."""

    items: bytes
    total: int | None
    next_cursor: str | None

    def json(self) -> bytes:
        """The page schema of the service contracts: items, total, next_cursor."""
        total = b"" if self.total is None else b',"total":%d' % self.total
        cursor = b"null" if self.next_cursor is None else b'"%s"' % self.next_cursor.encode()
        return b'{"items":%s%s,"next_cursor":%s}' % (self.items, total, cursor)


def behind(order: Sequence[SortKey], keys: Sequence[str | None], name: str = "after") -> tuple[str, dict[str, object]]:
    """The rows behind a position; `name` is what its parameters are called. Sort columns are never null, which the
    stores' allow-lists see to."""
    parameters: dict[str, object] = {f"{name}_{n}": key for n, key in enumerate(keys)}
    if len({key.descending for key in order}) == 1:
        columns = ", ".join(key.column for key in order)
        values = ", ".join(f"%({name}_{n})s" for n in range(len(order)))
        return f"({columns}) {'<' if order[0].descending else '>'} ({values})", parameters
    alternatives = []
    for n, key in enumerate(order):
        equal = [f"{before.column} = %({name}_{m})s" for m, before in enumerate(order[:n])]
        alternatives.append(" AND ".join([*equal, f"{key.column} {'<' if key.descending else '>'} %({name}_{n})s"]))
    return f"({' OR '.join(f'({alternative})' for alternative in alternatives)})", parameters


class Pager:
    """Reads pages of one service's tables."""

    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._cursors = cursors
        self._pages: Coalescer[Numbered, Page] = Coalescer(self._read, flights=3, most=TOGETHER)

    async def by_number(self, listing: Listing, page: int, limit: int) -> Page:
        """Page `page`, from 1, with the total. Concurrent requests of one filter share its count, and the statement
        that reads their pages."""
        rows = Rows(
            f"{listing.select}{listing.where} ORDER BY {listing.order_by}",
            listing.count + listing.where,
            tuple(sorted(listing.parameters.items())),
        )
        found = await self._pages.load((rows, (limit, (page - 1) * limit)))
        assert found is not None
        return found

    async def _read(self, numbered: Sequence[Numbered]) -> dict[Numbered, Page]:
        places_of: dict[Rows, list[Place]] = {}
        for rows, place in numbered:
            places_of.setdefault(rows, []).append(place)
        pages = await asyncio.gather(*(self._read_together(rows, places) for rows, places in places_of.items()))
        return {key: page for found in pages for key, page in found.items()}

    async def _read_together(self, rows: Rows, places: Sequence[Place]) -> dict[Numbered, Page]:
        """Pages of the same rows. Each has a branch of its own, so that it is planned for its own limit."""
        parameters = dict(rows.parameters)
        branches = [f"SELECT -1, ({rows.count})::text"]
        for n, (limit, offset) in enumerate(places):
            parameters |= {f"limit_{n}": limit, f"offset_{n}": offset}
            branches.append(
                f"SELECT {n}, '[' || coalesce(string_agg(row_to_json(r)::text, ','), '') || ']' "
                f"FROM ({rows.select} LIMIT %(limit_{n})s OFFSET %(offset_{n})s) r"
            )
        found: dict[int, str] = dict(await self._database.rows(" UNION ALL ".join(branches), parameters))
        total = int(found.pop(-1))
        return {(rows, places[n]): Page(items.encode(), total, None) for n, items in found.items()}

    async def by_cursor(self, listing: Listing, cursor: str | None, limit: int) -> Page:
        """The page after a cursor, or the first one. One row more than the page tells whether there is another."""
        where, parameters = listing.where, dict[str, object]()
        if cursor is not None:
            condition, parameters = behind(listing.order, self._cursors.decode(listing.binding, cursor))
            where += (" AND " if where else " WHERE ") + condition
        rows = f"{listing.select}{where} ORDER BY {listing.order_by} LIMIT %(limit)s + 1"
        keys = [f"r.{key.column}::text AS key_{n}" for n, key in enumerate(listing.order)]
        last = [f"max(key_{n}) FILTER (WHERE n = %(limit)s)" for n in range(len(keys))]
        row = await self._database.row(
            f"""SELECT '[' || coalesce(string_agg(body, ',') FILTER (WHERE n <= %(limit)s), '') || ']',
                       count(*) > %(limit)s, {", ".join(last)}
                FROM (SELECT row_to_json(r)::text AS body, row_number() OVER () AS n, {", ".join(keys)}
                      FROM ({rows}) r) numbered""",
            {**listing.parameters, **parameters, "limit": limit},
        )
        assert row is not None
        items, more, *position = row
        following = self._cursors.encode(listing.binding, position) if more else None
        return Page(items.encode(), None, following)
