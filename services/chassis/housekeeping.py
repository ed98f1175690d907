"""What a service throws away by the clock."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import structlog

from services.chassis.background import background
from services.chassis.database import Database, Transaction
from services.chassis.problems import DatabaseUnavailable

EVERY_SECONDS = 3600.0

log = structlog.get_logger("housekeeping")


async def tidy(database: Database, statements: Mapping[str, str]) -> None:
    """Runs each DELETE in a transaction of its own; `statements` is by what they throw away."""

    for what, statement in statements.items():

        async def work(transaction: Transaction, statement: str = statement) -> int:
            return await transaction.run(statement)

        count = await database.transaction(work)
        if count:
            log.info("thrown away", what=what, count=count)


@asynccontextmanager
async def tidying(database: Database, statements: Mapping[str, str]) -> AsyncIterator[None]:
    """Tidies now and then while the context is open. Several processes may do so: a DELETE finds what is left."""

    async def forever() -> None:
        while True:
            try:
                await tidy(database, statements)
            except DatabaseUnavailable as error:
                log.warning("put off", reason=str(error))
            await asyncio.sleep(EVERY_SECONDS)

    async with background(forever()):
        yield
