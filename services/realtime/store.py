"""The change log as rows: windows for the feed, what a client missed, and what is kept."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from services.chassis.database import Database, Transaction
from services.chassis.queries import Queries
from services.realtime.changes import Logged
from services.realtime.positions import Position, Resume

QUERIES = Queries("realtime.sql")
PAGE = 1_000
LARGE_PAGE = 10_000


class ChangeLog:
    """Reads `realtime.change_log`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def horizon(self) -> int:
        """Every transaction below it has ended."""
        row = await self._database.row(QUERIES["horizon"])
        assert row is not None
        return int(row[0])

    async def after(self, position: Position) -> tuple[list[Logged], Position]:
        """The next changes in order, and how far they lead. None left: the list is empty."""
        if position.low < position.high:
            return await self._more(position)
        parameters = {"low": str(position.low), "limit": PAGE}
        rows = await self._database.rows(QUERIES["next_changes"], parameters)
        high = int(rows[0][0])
        changes = [_logged(row[1:]) for row in rows if row[1] is not None]
        if len(changes) < PAGE:
            return changes, Position.at(high)
        return changes, Position(position.low, high, changes[-1].seq)

    async def _more(self, position: Position) -> tuple[list[Logged], Position]:
        parameters = {
            "low": str(position.low),
            "high": str(position.high),
            "after": position.seq,
            "limit": LARGE_PAGE,
        }
        changes = [_logged(row) for row in await self._database.rows(QUERIES["more_changes"], parameters)]
        if len(changes) < LARGE_PAGE:
            return changes, Position.at(position.high)
        return changes, Position(position.low, position.high, changes[-1].seq)

    async def missed(self, channel: str, resume: Resume, until: Position) -> AsyncIterator[Logged]:
        """What may be new to a client that saw `resume`, as far as the feed has come."""
        after = 0
        while True:
            parameters = {
                "seq": resume.seq,
                "xid": str(resume.xid),
                "low": str(until.low),
                "high": str(until.high),
                "until": until.seq,
                "channel": channel,
                "after": after,
                "limit": PAGE,
            }
            rows = await self._database.rows(QUERIES["missed_changes"], parameters)
            for row in rows:
                yield _logged(row)
            if len(rows) < PAGE:
                return
            after = rows[-1][0]

    async def keeps(self, resume: Resume) -> bool:
        """Whether all that followed is still there."""
        row = await self._database.row(QUERIES["log_floor"])
        assert row is not None
        return resume.seq >= row[0] and resume.xid >= int(row[1])

    async def keep_partitions(self, days: int) -> None:
        """Makes the partitions of the days ahead and drops what is older than `days`."""

        async def work(transaction: Transaction) -> None:
            await transaction.rows(QUERIES["keep_partitions"], {"days": days})

        await self._database.transaction(work)


def _logged(row: Sequence[Any]) -> Logged:
    seq, xid, at, channel, op, key, before, after = row
    return Logged(seq, int(xid), at, channel, op, key, before, after)
