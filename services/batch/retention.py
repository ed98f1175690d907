"""What is thrown away by the clock: jobs that ended long ago."""

import structlog

from services.batch.store import QUERIES
from services.chassis.database import Database

log = structlog.get_logger("batch")


class Retention:
    """Forgets jobs `days` after they ended, with all that belongs to them."""

    def __init__(self, database: Database, *, days: int) -> None:
        self._database = database
        self._days = days

    async def forget(self, timestamp: int) -> None:
        """A few jobs a transaction, so that none of them takes long. `timestamp` is when this was due."""
        count = 0
        while gone := await self._database.transaction(
            lambda transaction: transaction.run(QUERIES["forget_old_jobs"], {"days": self._days})
        ):
            count += gone
        if count:
            log.info("thrown away", what="jobs", count=count)
