"""The SQL of usage. Writes take the transaction and never commit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.chassis.database import Database, Transaction
from services.chassis.listing import Collection
from services.chassis.queries import Queries
from services.gateway.generated import filters

QUERIES = Queries("gateway.sql")

CLIENTS = Collection(
    QUERIES["page_of_clients"],
    QUERIES["count_clients"],
    filters.LIST_USAGE_CLIENTS_FIELDS,
    filters.LIST_USAGE_CLIENTS_PARAMETERS,
    ("-deprecated_requests",),
)


@dataclass(frozen=True, slots=True)
class Days:
    """Some days up to one, both ends inside."""

    since: date
    until: date

    @classmethod
    def last(cls, days: int, today: date) -> "Days":
        return cls(today - timedelta(days=days - 1), today)

    @property
    def parameters(self) -> dict[str, object]:
        return {"since": self.since, "until": self.until}


class Usage:
    """Reads and writes `gateway.usage`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, transaction: Transaction, batch: UUID, day: date, seen: datetime, counts: bytes) -> None:
        """Adds a JSON array of counts to a day, once, however often the same batch is given."""
        if await transaction.run(QUERIES["note_batch"], {"id": batch}) == 0:
            return
        await transaction.rows(QUERIES["open_usage_day"], {"day": day})
        await transaction.run(QUERIES["add_usage"], {"day": day, "seen": seen, "counts": counts.decode()})

    async def report(self, days: Days, version: str | None, client_id: UUID | None) -> bytes:
        """A UsageReport as JSON; of one version or one client, where they are given."""
        parameters = {**days.parameters, "version": version, "client_id": client_id}
        row = await self._database.row(QUERIES["usage_report"], parameters)
        assert row is not None
        body: str = row[0]
        return body.encode()
