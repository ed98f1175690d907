"""Generated from specs/openapi/batch.yaml by `make generate`. DO NOT EDIT.

The batch service for its callers: the same methods as its handlers, over a transport.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from services.batch.generated import operations
from services.batch.generated.api import BatchApi
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
from services.chassis.callers import Caller
from services.chassis.events import FileStream
from services.chassis.idempotency import Idempotency
from services.chassis.preferences import Prefer
from services.chassis.replies import Json
from services.chassis.transport import Transport


class BatchClient:
    """`BatchApi` for other services and for tests."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def batch_users(
        self, caller: Caller, body: BatchUsersRequest, idempotency: Idempotency, prefer: Prefer
    ) -> Json[BatchResult] | Json[BatchAccepted]:
        """Create, change or remove many users. `POST /batch/users`"""
        return await self._transport.json(
            operations.BATCH_USERS, caller, body=body, idempotency=idempotency, prefer=prefer
        )

    async def batch_orders(
        self, caller: Caller, body: BatchOrdersRequest, idempotency: Idempotency, prefer: Prefer
    ) -> Json[BatchResult] | Json[BatchAccepted]:
        """Place, change or cancel many orders. `POST /batch/orders`"""
        return await self._transport.json(
            operations.BATCH_ORDERS, caller, body=body, idempotency=idempotency, prefer=prefer
        )

    async def list_batch_jobs(self, caller: Caller, query: ListBatchJobsQuery) -> Json[BatchJobPage]:
        """List jobs. `GET /batch/jobs`"""
        return await self._transport.json(operations.LIST_BATCH_JOBS, caller, query=query)

    async def get_batch_job(self, caller: Caller, job_id: UUID, prefer: Prefer) -> Json[BatchJobDetail]:
        """Get a job. `GET /batch/jobs/{id}`"""
        return await self._transport.json(operations.GET_BATCH_JOB, caller, path={"id": job_id}, prefer=prefer)

    async def list_batch_results(
        self, caller: Caller, job_id: UUID, query: ListBatchResultsQuery
    ) -> Json[BatchItemPage]:
        """What became of each item. `GET /batch/jobs/{id}/results`"""
        return await self._transport.json(operations.LIST_BATCH_RESULTS, caller, path={"id": job_id}, query=query)

    async def download_batch_results(self, caller: Caller, job_id: UUID) -> FileStream:
        """All results as one CSV file. `GET /batch/jobs/{id}/download`"""
        return await self._transport.file(operations.DOWNLOAD_BATCH_RESULTS, caller, path={"id": job_id})

    async def cancel_batch_job(self, caller: Caller, job_id: UUID, idempotency: Idempotency) -> Json[BatchJobDetail]:
        """Cancel a job. `POST /batch/jobs/{id}/cancel`"""
        return await self._transport.json(
            operations.CANCEL_BATCH_JOB, caller, path={"id": job_id}, idempotency=idempotency
        )


if TYPE_CHECKING:
    _: type[BatchApi] = BatchClient
