"""A worker's turn: a chunk of one job, then the job queues up again behind everybody else's.

A turn may die at any point, and be taken over by another worker. What keeps that from doing anything twice: the
owning service does a chunk once for its key; items are written only with the highest fence, and only those that are
pending; the next entry of the queue comes in the transaction that writes them.
"""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import structlog

from services.batch.grants import Grants
from services.batch.owners import Owners
from services.batch.store import Claim, Fenced, Idle, Jobs, Pending
from services.chassis.bulk import Outcome
from services.chassis.database import Database, Transaction
from services.chassis.idempotency import Idempotency
from services.chassis.problems import Problem, ServiceUnavailable
from services.chassis.queue import Queue
from services.chassis.replies import Json

TURN, DELIVER = "turn", "deliver"
# A chunk that fails as often fails for a reason that does not go away.
MOST_TRIES = 40
# A turn gives up some time before its lease does.
PART_OF_LEASE = 0.8
LONGEST_TURN = 1.0

log = structlog.get_logger("batch")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a whole job ends before its items do."""

    status: str
    rest: str
    error: str | None = None


CANCELLED = Verdict("CANCELLED", "CANCELLED")


def failed(error: str) -> Verdict:
    return Verdict("FAILED", "FAILED", error)


@dataclass(frozen=True, slots=True)
class Held:
    """A lease and the items it is for. `until` is when to give up, by the event loop's clock."""

    claim: Claim
    items: list[Pending]
    until: float


def _now() -> float:
    return asyncio.get_running_loop().time()


class Turns:
    """Does the work of jobs."""

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        queue: Queue,
        owners: Owners,
        grants: Grants,
        *,
        lease: float,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._queue = queue
        self._owners = owners
        self._grants = grants
        self._lease = lease

    async def take(self, job: str) -> None:
        """One turn: a chunk, and more of them as long as nobody else waits and it does not take long. Raises what says
        that something is away: then it is tried again."""
        enough = _now() + LONGEST_TURN
        job_id = UUID(job)
        held = await self._database.transaction(lambda transaction: self._hold(transaction, job_id))
        # Where there is none somebody else holds the lease, and will queue the job up again; or the job has ended.
        while held is not None:
            claim = held.claim
            try:
                held = await self._do(held, enough)
            except Fenced:
                log.warning("turn was taken over", job=job, chunk=claim.chunk)
                return
            except Exception:
                await self._release(claim)
                raise

    async def _release(self, claim: Claim) -> None:
        """Whoever tries next need not wait for the lease to run out."""
        await self._database.transaction(lambda transaction: self._jobs.release(transaction, claim))

    async def _hold(self, transaction: Transaction, job_id: UUID) -> Held | None:
        until = _now() + self._lease * PART_OF_LEASE
        claim = await self._jobs.claim(transaction, job_id, self._lease)
        return None if claim is None else Held(claim, await self._jobs.pending(transaction, claim), until)

    async def _do(self, held: Held, enough: float) -> Held | None:
        """One chunk; the next one, where the turn goes on."""
        if not held.claim.under_way:
            await self._end(held.claim, CANCELLED)
            return None
        if held.claim.tries > MOST_TRIES:
            await self._end(held.claim, failed("The items could not be done; tried too often."))
            return None
        result = await self._outcomes(held)
        if isinstance(result, Verdict):
            await self._end(held.claim, result)
            return None
        return await self._record(held, result, enough)

    async def _outcomes(self, held: Held) -> list[Outcome] | Verdict:
        """What the owning service made of the items, or why the job ends here."""
        if not held.items:
            return []
        claim = held.claim
        try:
            # After a pause of the whole process the lease may have gone to another: then nothing is sent at all.
            async with asyncio.timeout_at(held.until):
                caller = await self._grants.caller(claim.id, claim.access)
                rows = [item.input for item in held.items]
                return await self._owners.do(claim.resource, claim.operation, caller, claim.key, rows)
        except TimeoutError as error:
            raise ServiceUnavailable(f"{claim.resource} took too long") from error
        except Problem as problem:
            if problem.code == "IDEMPOTENCY_KEY_IN_FLIGHT":
                raise ServiceUnavailable("the chunk is being done already") from problem
            if problem.status == 401:
                return failed("Whoever asked for the job has no access any more.")
            return failed(problem.message)

    async def _record(self, held: Held, outcomes: list[Outcome], enough: float) -> Held | None:
        claim, lock = held.claim, str(held.claim.created_by)

        async def work(transaction: Transaction) -> tuple[bool, Held | None]:
            progress = await self._jobs.record(transaction, claim, held.items, outcomes)
            if progress.last or progress.cancel_requested:
                verdict = Verdict("COMPLETED", "FAILED") if progress.last else CANCELLED
                # The lease is given back already; its fence is still the highest.
                await self._finish(transaction, claim.id, claim.fence, verdict)
                return True, None
            if _now() < enough and not await self._queue.others_wait(transaction, lock):
                return False, await self._hold(transaction, claim.id)
            await self._queue.defer(transaction, TURN, lock=lock, job=str(claim.id))
            return False, None

        ended, following = await self._database.transaction(work)
        if ended:
            await self._grants.end(claim.id, claim.access)
        return following

    async def _end(self, claim: Claim, verdict: Verdict) -> None:
        """The whole job, before all of its items are done."""
        await self._database.transaction(lambda transaction: self._finish(transaction, claim.id, claim.fence, verdict))
        await self._grants.end(claim.id, claim.access)

    async def _finish(self, transaction: Transaction, job_id: UUID, fence: int, verdict: Verdict) -> None:
        wants_call = await self._jobs.finish(
            transaction, job_id, fence, verdict.status, rest=verdict.rest, error=verdict.error
        )
        if wants_call:
            await self._queue.defer(transaction, DELIVER, job=str(job_id))

    async def cancel(self, job_id: UUID, idempotency: Idempotency) -> bool:
        """Has a job end: at once where nobody works on it, else after the chunk under way. Says whether an earlier
        request with this key did so. Raises `JobEnded`."""
        idle: Idle | None = None

        async def work(transaction: Transaction) -> Json[None]:
            nonlocal idle
            idle = await self._jobs.ask_to_cancel(transaction, job_id)
            if idle is not None:
                await self._finish(transaction, job_id, idle.fence, CANCELLED)
            return Json(b"null")

        reply = await idempotency.once(self._database, work)
        if idle is not None:
            await self._grants.end(job_id, idle.access)
        return reply.replayed

    async def adopt(self) -> None:
        """Gives jobs that fell out of the queue a place in it again."""

        async def work(transaction: Transaction) -> None:
            if not await self._jobs.may_adopt(transaction):
                return
            for job_id, lock, task in await self._jobs.orphans(transaction):
                await self._queue.defer(transaction, task, lock=lock, job=str(job_id))

        await self._database.transaction(work)
