"""What the stream does not say about a table, from the catalog."""

from services.chassis.queries import Queries
from services.realtime.cdc.pgoutput import Relation
from services.realtime.cdc.postgres import Session
from services.realtime.cdc.tables import Facts
from services.realtime.cdc.values import Kind

QUERIES = Queries("cdc.sql")
# A type that has been dropped since its rows were written; they are told as text.
_GONE = (Kind("text"), -1)


class Catalog:
    """Remembers types: their oids are never used again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[int, tuple[str, int, int, int, tuple[str, ...]]] = {}

    async def facts(self, relation: Relation) -> Facts:
        types = {column.type for column in relation.columns}
        await self._load(types)
        key = await self._session.row(QUERIES["primary_key"], {"oid": relation.oid})
        required = await self._session.rows(QUERIES["required"], {"oid": relation.oid})
        kinds = {oid: self._kind(oid) for oid in types}
        return Facts(kinds, tuple(key[0]) if key else (), frozenset(row[0] for row in required))

    async def _load(self, wanted: set[int]) -> None:
        """Reads types, then the types they stand on."""
        missing = wanted - self._rows.keys()
        while missing:
            rows = await self._session.rows(QUERIES["types"], {"oids": sorted(missing)})
            found = {
                oid: (name, stem, modifier, element, tuple(labels or ()))
                for oid, name, stem, modifier, element, labels in rows
            }
            self._rows.update(found)
            further = {oid for row in found.values() for oid in (row[1], row[3]) if oid}
            missing = further - self._rows.keys()

    def _kind(self, oid: int) -> tuple[Kind, int]:
        if oid not in self._rows:
            return _GONE
        name, stem, modifier, element, labels = self._rows[oid]
        if stem:
            kind, deeper = self._kind(stem)
            return kind, modifier if modifier >= 0 else deeper
        return Kind(name, labels, self._kind(element)[0] if element else None), -1
