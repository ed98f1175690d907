"""Waiting for a job: everybody who waits in this process asks in one statement."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.batch.store import QUERIES
from services.chassis.coalesce import Coalescer
from services.chassis.database import Database

# What is done soon is told soon; what takes long is not asked after all the time.
SHORTEST, LONGEST = 0.02, 0.25


@dataclass(frozen=True, slots=True)
class State:
    """What of a job is worth waiting for."""

    version: int
    ended: bool


class Watch:
    """Looks at jobs until they are as somebody wants them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._states: Coalescer[UUID, State] = Coalescer(self._fetch)

    async def _fetch(self, ids: Sequence[UUID]) -> dict[UUID, State]:
        rows = await self._database.rows(QUERIES["job_states"], {"ids": list(ids)})
        return {row[0]: State(row[1], row[2]) for row in rows}

    async def until(self, job_id: UUID, seconds: float, wanted: Callable[[State], bool]) -> bool:
        """Whether the job got there within so many seconds; also true for one that is gone."""
        pause = SHORTEST
        try:
            async with asyncio.timeout(seconds):
                while (state := await self._states.load(job_id)) is not None and not wanted(state):
                    await asyncio.sleep(pause)
                    pause = min(pause * 1.2, LONGEST)
        except TimeoutError:
            return False
        return True
