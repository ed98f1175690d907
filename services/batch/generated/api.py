"""Generated from specs/openapi/batch.yaml by `make generate`. DO NOT EDIT.

What services/batch/handlers.py implements: one method per operation.
"""

from typing import Protocol
from uuid import UUID

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


class BatchApi(Protocol):
    """Operations of the batch service."""

    async def batch_users(
        self, caller: Caller, body: BatchUsersRequest, idempotency: Idempotency, prefer: Prefer
    ) -> Json[BatchResult] | Json[BatchAccepted]:
        """Create, change or remove many users. `POST /batch/users`"""
        ...

    async def batch_orders(
        self, caller: Caller, body: BatchOrdersRequest, idempotency: Idempotency, prefer: Prefer
    ) -> Json[BatchResult] | Json[BatchAccepted]:
        """Place, change or cancel many orders. `POST /batch/orders`"""
        ...

    async def list_batch_jobs(self, caller: Caller, query: ListBatchJobsQuery) -> Json[BatchJobPage]:
        """List jobs. `GET /batch/jobs`"""
        ...

    async def get_batch_job(self, caller: Caller, job_id: UUID, prefer: Prefer) -> Json[BatchJobDetail]:
        """Get a job. `GET /batch/jobs/{id}`"""
        ...

    async def list_batch_results(
        self, caller: Caller, job_id: UUID, query: ListBatchResultsQuery
    ) -> Json[BatchItemPage]:
        """What became of each item. `GET /batch/jobs/{id}/results`"""
        ...

    async def download_batch_results(self, caller: Caller, job_id: UUID) -> FileStream:
        """All results as one CSV file. `GET /batch/jobs/{id}/download`"""
        ...

    async def cancel_batch_job(self, caller: Caller, job_id: UUID, idempotency: Idempotency) -> Json[BatchJobDetail]:
        """Cancel a job. `POST /batch/jobs/{id}/cancel`"""
        ...
