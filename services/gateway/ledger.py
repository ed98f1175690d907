"""Where the counts of the gateway are kept."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.database import Database, Transaction
from services.gateway.store import Usage


class Ledger:
    """Takes what was counted, in bulk."""

    def __init__(self, database: Database, usage: Usage) -> None:
        self._database = database
        self._usage = usage

    async def write(self, batch: UUID, day: date, seen: datetime, counts: bytes) -> None:
        """Adds a JSON array of counts to a day. The same batch may be written again when it is not known whether it
        has been: it counts once. Raises `DatabaseUnavailable`."""

        async def work(transaction: Transaction) -> None:
            await self._usage.add(transaction, batch, day, seen, counts)

        await self._database.transaction(work)

    async def reachable(self) -> None:
        """Raises `DatabaseUnavailable` where the database is not."""
        await self._database.row("SELECT 1")
