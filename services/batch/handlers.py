"""The decisions of the batch service: what the documents and the SQL cannot say."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from services.batch.generated.models import (
    BatchAccepted,
    BatchItemPage,
    BatchJobDetail,
    BatchJobPage,
    BatchOrdersRequest,
    BatchResult,
    BatchUsersRequest,
    ListBatchJobsQuery,
    ListBatchResultsQuery,
)
from services.batch.items import Item
from services.batch.problems import JobNotEnded
from services.batch.sheet import sheet
from services.batch.store import ITEMS, JOBS, Job, Jobs
from services.batch.submitting import Submissions, Wanted
from services.batch.turns import Turns
from services.batch.watching import State, Watch
from services.chassis.callers import Caller
from services.chassis.conditions import entity_tag, unchanged
from services.chassis.events import FileStream
from services.chassis.idempotency import Idempotency
from services.chassis.listing import read_page
from services.chassis.pages import Pager
from services.chassis.preferences import Prefer
from services.chassis.replies import Json

MOST_AT_ONCE = 1000
# How long a small batch, and one that is being cancelled, is waited for.
PATIENCE, CANCEL_PATIENCE = 60.0, 5.0
MEMBER = {"create": "created", "update": "updated", "delete": "deleted"}


def _owner(caller: Caller) -> UUID | None:
    """Whose jobs the caller is confined to; an admin to nobody's."""
    return None if caller.is_admin else caller.user_id


def _patience(count: int, prefer: Prefer) -> float:
    """How long an answer may wait for the end, in seconds."""
    if count > MOST_AT_ONCE:
        return 0.0
    if prefer.respond_async:
        return float(prefer.wait or 0)
    return PATIENCE if prefer.wait is None else float(prefer.wait)


def _shown(job: Job, **more: Any) -> Json[Any]:
    return Json(job.body, version=job.version, **more)


class Batch:
    """Implements `BatchApi`."""

    def __init__(self, jobs: Jobs, submissions: Submissions, turns: Turns, watch: Watch, pager: Pager) -> None:
        self._jobs = jobs
        self._submissions = submissions
        self._turns = turns
        self._watch = watch
        self._pager = pager

    async def batch_users(
        self, caller: Caller, body: BatchUsersRequest, idempotency: Idempotency, prefer: Prefer
    ) -> Json[BatchResult] | Json[BatchAccepted]:
        return await self._submit(caller, "users", body, body.users, idempotency, prefer)

    async def batch_orders(
        self, caller: Caller, body: BatchOrdersRequest, idempotency: Idempotency, prefer: Prefer
    ) -> Json[BatchResult] | Json[BatchAccepted]:
        return await self._submit(caller, "orders", body, body.orders, idempotency, prefer)

    async def _submit(
        self,
        caller: Caller,
        resource: str,
        body: BatchUsersRequest | BatchOrdersRequest,
        items: Sequence[Item],
        idempotency: Idempotency,
        prefer: Prefer,
    ) -> Json[BatchResult] | Json[BatchAccepted]:
        operation = "create" if body.operation is UNSET else body.operation.value
        callback_url = None if body.callback_url is UNSET else body.callback_url
        wanted = Wanted(resource, operation, items, callback_url)
        accepted = await self._submissions.take(caller, wanted, idempotency)
        job = msgspec.json.decode(accepted.body, type=BatchAccepted)
        patience = _patience(len(items), prefer)
        if patience and await self._watch.until(job.job_id, patience, lambda state: state.ended):
            return await self._result(job, operation, accepted)
        applied = (("Preference-Applied", "respond-async"),) if prefer.respond_async else ()
        return Json(accepted.body, location=accepted.location, replayed=accepted.replayed, status=202, headers=applied)

    async def _result(self, job: BatchAccepted, operation: str, accepted: Json[BatchAccepted]) -> Json[BatchResult]:
        done: list[Any] = []
        errors: list[dict[str, Any]] = []
        for index, status, resource_id, output, error in await self._jobs.results(job.job_id):
            if status == "COMPLETED":
                done.append(resource_id if output is None else msgspec.Raw(output.encode()))
            else:
                errors.append({"index": index, "error": error or "Cancelled."})
        body: dict[str, Any] = {"job_id": job.job_id, "created": [], MEMBER[operation]: done, "errors": errors}
        if job.callback_secret is not UNSET:
            body["callback_secret"] = job.callback_secret
        return Json(msgspec.json.encode(body), location=accepted.location, replayed=accepted.replayed, status=201)

    async def list_batch_jobs(self, caller: Caller, query: ListBatchJobsQuery) -> Json[BatchJobPage]:
        owner = _owner(caller)
        if owner is None:
            return await read_page(self._pager, JOBS, query)
        return await read_page(self._pager, JOBS, query, ["created_by = %(owner)s"], {"owner": owner})

    async def get_batch_job(self, caller: Caller, job_id: UUID, prefer: Prefer) -> Json[BatchJobDetail]:
        job = await self._jobs.get(job_id, _owner(caller))
        if prefer.wait is None:
            return _shown(job)
        known = prefer.known

        def wanted(state: State) -> bool:
            # The client has seen this much: it wants to know what is new.
            if known is not None:
                return not unchanged(known, entity_tag(state.version))
            return state.ended

        await self._watch.until(job_id, prefer.wait, wanted)
        job = await self._jobs.get(job_id, _owner(caller))
        return _shown(job, headers=(("Preference-Applied", f"wait={prefer.wait}"),))

    async def list_batch_results(
        self, caller: Caller, job_id: UUID, query: ListBatchResultsQuery
    ) -> Json[BatchItemPage]:
        await self._ended(caller, job_id)
        return await read_page(self._pager, ITEMS, query, ["job_id = %(job)s"], {"job": job_id})

    async def download_batch_results(self, caller: Caller, job_id: UUID) -> FileStream:
        await self._ended(caller, job_id)
        return sheet(job_id, self._jobs.portion)

    async def _ended(self, caller: Caller, job_id: UUID) -> None:
        if not (await self._jobs.get(job_id, _owner(caller))).ended:
            raise JobNotEnded

    async def cancel_batch_job(self, caller: Caller, job_id: UUID, idempotency: Idempotency) -> Json[BatchJobDetail]:
        await self._jobs.get(job_id, _owner(caller))
        replayed = await self._turns.cancel(job_id, idempotency)
        await self._watch.until(job_id, CANCEL_PATIENCE, lambda state: state.ended)
        return _shown(await self._jobs.get(job_id, _owner(caller)), replayed=replayed)
