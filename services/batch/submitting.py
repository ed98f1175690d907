"""Taking a batch in: checked item by item, passwords hashed, then job, items and queue entry in one transaction."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec

from services.batch.generated.models import BatchAccepted, BatchStatus
from services.batch.grants import Grants
from services.batch.items import Item, Row, check, new_ids
from services.batch.problems import CallbackRefused, too_many_jobs
from services.batch.sealing import Seal
from services.batch.store import Jobs, NewJob
from services.batch.turns import TURN
from services.chassis.callers import Caller
from services.chassis.database import Database, Transaction
from services.chassis.idempotency import Idempotency, KeyInFlight
from services.chassis.passwords import Passwords
from services.chassis.queue import Queue
from services.chassis.replies import Json
from services.chassis.webhooks import Forbidden, Webhooks

# After so many items others get a turn on the event loop.
BREATH = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """A batch as it was asked for."""

    resource: str
    operation: str
    items: Sequence[Item]
    callback_url: str | None


class Submissions:
    """Takes batches in. `most` is how many unfinished jobs a caller may have."""

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        queue: Queue,
        grants: Grants,
        passwords: Passwords,
        webhooks: Webhooks,
        seal: Seal,
        *,
        most: int,
        chunk: int,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._queue = queue
        self._grants = grants
        self._passwords = passwords
        self._webhooks = webhooks
        self._seal = seal
        self._most = most
        self._chunk = chunk
        self._keys: set[str] = set()
        self._callers: dict[UUID, int] = {}

    async def take(self, caller: Caller, wanted: Wanted, idempotency: Idempotency) -> Json[BatchAccepted]:
        """The job, or that of an earlier request with the same key. Raises `CallbackRefused`, `KeyInFlight`,
        `KeyReused`, or a 429."""
        if wanted.callback_url is not None:
            try:
                self._webhooks.check(wanted.callback_url)
            except Forbidden as refusal:
                raise CallbackRefused(str(refusal)) from refusal
        stored = await idempotency.stored(self._database)
        if stored is not None:
            return stored
        assert caller.user_id is not None
        async with self._alone(idempotency), self._in_turn(caller.user_id):
            rows = await self._checked(caller, wanted)
            return await self._keep(caller, wanted, rows, idempotency)

    @asynccontextmanager
    async def _alone(self, idempotency: Idempotency) -> AsyncIterator[None]:
        """Hashing takes its time; a request that is repeated meanwhile need not have it done twice."""
        if idempotency.scope is None:
            yield
            return
        if idempotency.scope in self._keys:
            raise KeyInFlight
        self._keys.add(idempotency.scope)
        try:
            yield
        finally:
            self._keys.remove(idempotency.scope)

    @asynccontextmanager
    async def _in_turn(self, caller: UUID) -> AsyncIterator[None]:
        """Refuses more at a time than there may be jobs, before any of the work is done."""
        under_way = self._callers.get(caller, 0)
        waiting = await self._database.transaction(lambda transaction: self._jobs.unfinished(transaction, caller))
        if under_way + waiting >= self._most:
            raise too_many_jobs(self._most)
        self._callers[caller] = self._callers.get(caller, 0) + 1
        try:
            yield
        finally:
            self._callers[caller] -= 1
            if not self._callers[caller]:
                del self._callers[caller]

    async def _checked(self, caller: Caller, wanted: Wanted) -> list[Row]:
        rows = [Row(index, id) for index, id in enumerate(new_ids(len(wanted.items)))]
        for row, item in zip(rows, wanted.items, strict=True):
            check(wanted.resource, wanted.operation, item, row, caller)
            if row.index % BREATH == 0:
                await asyncio.sleep(0)
        secret = [row for row in rows if row.password is not None]
        hashes = await self._passwords.hash_all([row.password for row in secret if row.password is not None])
        for row, password_hash in zip(secret, hashes, strict=True):
            row.work.password_hash, row.password = password_hash, None
        return rows

    async def _keep(
        self, caller: Caller, wanted: Wanted, rows: Sequence[Row], idempotency: Idempotency
    ) -> Json[BatchAccepted]:
        job_id = uuid4()
        access = await self._grants.open(caller, job_id)
        assert caller.user_id is not None
        new = NewJob(
            job_id, wanted.resource, wanted.operation, caller.user_id, access, wanted.callback_url, self._chunk
        )

        async def work(transaction: Transaction) -> Json[BatchAccepted]:
            if await self._jobs.unfinished(transaction, new.created_by) >= self._most:
                raise too_many_jobs(self._most)
            await self._jobs.add(transaction, new, rows)
            await self._queue.defer(transaction, TURN, lock=str(new.created_by), job=str(job_id))
            return self._accepted(new, len(rows))

        kept = None
        try:
            kept = await idempotency.once(self._database, work)
        finally:
            if kept is None or kept.replayed:
                await self._grants.end(job_id, access)
        return kept

    def _accepted(self, job: NewJob, count: int) -> Json[Any]:
        location = f"/batch/jobs/{job.id}"
        body = BatchAccepted(job_id=job.id, status=BatchStatus.PENDING, total_count=count, status_url=location)
        if job.callback_url is not None:
            body.callback_secret = self._seal.callback_secret(job.id)
        return Json(msgspec.json.encode(body), location=location, status=202)
