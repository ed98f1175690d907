"""The SQL of batch. Writes take the transaction and never commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from services.batch.generated import filters
from services.batch.items import Row, stored
from services.batch.problems import JobEnded, JobNotFound
from services.chassis.bulk import Outcome
from services.chassis.database import Database, Transaction
from services.chassis.listing import Collection
from services.chassis.queries import Queries

QUERIES = Queries("batch.sql")
# Items written in one statement: all ten thousand at once would hold up the event loop.
SLICE = 500
JOBS = Collection(
    QUERIES["page_of_jobs"],
    QUERIES["count_jobs"],
    filters.LIST_BATCH_JOBS_FIELDS,
    filters.LIST_BATCH_JOBS_PARAMETERS,
    ("-created_at",),
)
ITEMS = Collection(
    QUERIES["page_of_items"],
    QUERIES["count_items"],
    filters.LIST_BATCH_RESULTS_FIELDS,
    filters.LIST_BATCH_RESULTS_PARAMETERS,
    ("index",),
)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is shown: BatchJobDetail as JSON, and what decides who may see it."""

    created_by: UUID
    version: int
    ended: bool
    body: bytes


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job as it is asked for. `access` is sealed."""

    id: UUID
    resource: str
    operation: str
    created_by: UUID
    access: bytes
    callback_url: str | None
    chunk_size: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A lease on a job: what to do next, and the fence that goes with everything that is written about it."""

    id: UUID
    fence: int
    resource: str
    operation: str
    chunk: int
    chunk_size: int
    created_by: UUID
    access: bytes
    under_way: bool
    tries: int

    @property
    def first(self) -> int:
        """The index that the chunk begins with."""
        return self.chunk * self.chunk_size

    @property
    def key(self) -> str:
        """Names the chunk to the owning service, which does it once."""
        return f"batch-{self.id}-{self.chunk}"


@dataclass(frozen=True, slots=True)
class Pending:
    """An item of a chunk that is not done."""

    index: int
    id: UUID
    input: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job stands after a chunk."""

    last: bool
    cancel_requested: bool


@dataclass(frozen=True, slots=True)
class Idle:
    """A job that nobody works on."""

    fence: int
    access: bytes


class Fenced(Exception):
    """Somebody else has taken the job over; nothing was written."""


class Jobs:
    """Reads and writes `batch.jobs` and `batch.items`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, job_id: UUID, owner: UUID | None) -> Job:
        """One job; of this owner, where one is given. Raises `JobNotFound`."""
        row = await self._database.row(QUERIES["job_detail"], {"id": job_id})
        if row is None or (owner is not None and row[0] != owner):
            raise JobNotFound
        return Job(row[0], row[1], row[2], row[3].encode())

    async def unfinished(self, transaction: Transaction, caller: UUID) -> int:
        """How many jobs of the caller have not ended; nobody adds one to them until the transaction ends."""
        await transaction.run(QUERIES["lock_caller"], {"caller": caller})
        row = await transaction.row(QUERIES["count_unfinished"], {"caller": caller})
        assert row is not None
        return int(row[0])

    async def add(self, transaction: Transaction, job: NewJob, rows: Sequence[Row]) -> None:
        """A job and its items, those with errors as failed already."""
        failures = sum(row.error is not None for row in rows)
        await transaction.run(
            QUERIES["add_job"],
            {
                "id": job.id,
                "resource": job.resource,
                "operation": job.operation,
                "total_count": len(rows),
                "failure_count": failures,
                "created_by": job.created_by,
                "access": job.access,
                "callback_url": job.callback_url,
                "chunk_size": job.chunk_size,
            },
        )
        for start in range(0, len(rows), SLICE):
            items = stored(rows[start : start + SLICE]).decode()
            await transaction.run(QUERIES["add_items"], {"job_id": job.id, "items": items})

    async def claim(self, transaction: Transaction, job_id: UUID, seconds: float) -> Claim | None:
        """The lease, for so many seconds; None when somebody else holds it, or the job has ended."""
        row = await transaction.row(QUERIES["claim_job"], {"id": job_id, "seconds": seconds})
        return Claim(job_id, *row) if row is not None else None

    async def pending(self, transaction: Transaction, claim: Claim) -> list[Pending]:
        """The items of the chunk that are not done, in order."""
        parameters = {"id": claim.id, "first": claim.first, "end": claim.first + claim.chunk_size}
        return [Pending(*row) for row in await transaction.rows(QUERIES["items_of_chunk"], parameters)]

    async def record(
        self, transaction: Transaction, claim: Claim, items: Sequence[Pending], outcomes: Sequence[Outcome]
    ) -> Progress:
        """Writes what became of a chunk. Raises `Fenced`."""
        written = [
            {"index": item.index, "error": outcome.error, "output": outcome.output}
            for item, outcome in zip(items, outcomes, strict=True)
        ]
        parameters = {
            "id": claim.id,
            "fence": claim.fence,
            "first": claim.first,
            "end": claim.first + claim.chunk_size,
            "outcomes": msgspec.json.encode(written).decode(),
        }
        row = await transaction.row(QUERIES["record_chunk"], parameters)
        if row is None:
            raise Fenced
        return Progress(*row)

    async def release(self, transaction: Transaction, claim: Claim) -> None:
        """Lets somebody else try at once."""
        await transaction.run(QUERIES["release_job"], {"id": claim.id, "fence": claim.fence})

    async def finish(
        self, transaction: Transaction, job_id: UUID, fence: int, status: str, *, rest: str, error: str | None = None
    ) -> bool:
        """Ends a job as COMPLETED (with errors, where there are some), FAILED or CANCELLED; `rest` is what becomes of
        items that are left. Says whether somebody wants to be called. Raises `Fenced`."""
        parameters = {"id": job_id, "fence": fence, "status": status, "rest": rest, "error": error}
        row = await transaction.row(QUERIES["finish_job"], parameters)
        if row is None:
            raise Fenced
        return bool(row[0])

    async def ask_to_cancel(self, transaction: Transaction, job_id: UUID) -> Idle | None:
        """Has the work on a job end; tells where nobody works on it, so that it may end at once. Raises `JobEnded`."""
        row = await transaction.row(QUERIES["ask_to_cancel"], {"id": job_id})
        if row is None or row[0]:
            raise JobEnded
        return Idle(row[2], bytes(row[3])) if row[1] else None

    async def may_adopt(self, transaction: Transaction) -> bool:
        """Whether nobody else looks for orphans at the moment."""
        row = await transaction.row(QUERIES["lock_orphans"])
        return row is not None and bool(row[0])

    async def orphans(self, transaction: Transaction) -> list[tuple[UUID, str | None, str]]:
        """Jobs that wait, and have no entry in the queue any more: the job, its lock, and the task it waits for."""
        return [(row[0], row[1], row[2]) for row in await transaction.rows(QUERIES["orphans"])]

    async def results(self, job_id: UUID) -> Sequence[tuple[Any, ...]]:
        """Index, status, resource, output and error of every item, in order."""
        return await self._database.rows(QUERIES["outcomes_of"], {"id": job_id})

    async def portion(self, job_id: UUID, after: int, limit: int) -> Sequence[tuple[Any, ...]]:
        """The next results after an index, in order: index, status, resource, output, error, all as text."""
        return await self._database.rows(QUERIES["portion"], {"id": job_id, "after": after, "limit": limit})
