"""Generated from specs/openapi/batch.yaml by `make generate`. DO NOT EDIT."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field


class BatchResource(StrEnum):
    USERS = "users"
    ORDERS = "orders"


class BatchOperation(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class BatchStatus(StrEnum):
    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    COMPLETED_WITH_ERRORS = "COMPLETED_WITH_ERRORS"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class BatchItemStatus(StrEnum):
    PENDING = "PENDING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class CallbackStatus(StrEnum):
    """
    WAITING for the job, PENDING until it is delivered, then DELIVERED; DISABLED after a 410, FAILED when tried in
    vain.

    """

    WAITING = "WAITING"
    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    DISABLED = "DISABLED"
    FAILED = "FAILED"


class BatchUsersRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    users: Annotated[list[dict[str, Any]], Meta(max_length=10000, min_length=1)]
    operation: BatchOperation | UnsetType = UNSET
    callback_url: (
        Annotated[
            str,
            Meta(
                description="Told when the job has ended; https, and no private address.",
                max_length=2000,
                min_length=1,
                pattern="^https?://[!-~]+\\Z",
            ),
        ]
        | UnsetType
    ) = UNSET


class BatchOrdersRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    orders: Annotated[list[dict[str, Any]], Meta(max_length=10000, min_length=1)]
    operation: BatchOperation | UnsetType = UNSET
    callback_url: (
        Annotated[
            str,
            Meta(
                description="Told when the job has ended; https, and no private address.",
                max_length=2000,
                min_length=1,
                pattern="^https?://[!-~]+\\Z",
            ),
        ]
        | UnsetType
    ) = UNSET


class BatchAccepted(Struct, kw_only=True):
    job_id: UUID
    status: BatchStatus
    total_count: Annotated[int, Meta(ge=1)]
    status_url: str
    callback_secret: Annotated[str, Meta(description="Verifies the signature of the callback.")] | UnsetType = UNSET


class BatchError(Struct, kw_only=True):
    index: Annotated[int, Meta(ge=0)]
    error: str


class BatchResult(Struct, kw_only=True):
    job_id: UUID
    created: Annotated[list[dict[str, Any]], Meta(description="The new resources.")]
    errors: list[BatchError]
    updated: Annotated[list[dict[str, Any]], Meta(description="The changed resources.")] | UnsetType = UNSET
    deleted: Annotated[list[UUID], Meta(description="The ids of those that are gone.")] | UnsetType = UNSET
    callback_secret: Annotated[str, Meta(description="Verifies the signature of the callback.")] | UnsetType = UNSET


class BatchJob(Struct, kw_only=True):
    id: UUID
    resource: BatchResource
    operation: BatchOperation
    status: BatchStatus
    total_count: Annotated[int, Meta(ge=1)]
    processed_count: Annotated[int, Meta(ge=0)]
    success_count: Annotated[int, Meta(ge=0)]
    failure_count: Annotated[int, Meta(ge=0)]
    progress: Annotated[int, Meta(description="Per cent; 100 when nothing is left.", ge=0, le=100)]
    cancel_requested: bool
    error: Annotated[str, Meta(description="Why the whole job failed.")] | None
    created_by: UUID
    created_at: Annotated[datetime, Meta(tz=True)]
    started_at: Annotated[datetime, Meta(tz=True)] | None
    completed_at: Annotated[datetime, Meta(tz=True)] | None
    results_url: Annotated[str, Meta(description="Null until there are any.")] | None
    download_url: Annotated[str, Meta(description="Null until there are any.")] | None


class CallbackAttempt(Struct, kw_only=True):
    attempted_at: Annotated[datetime, Meta(tz=True)]
    status_code: int | None
    error: str | None


class BatchJobPage(Struct, kw_only=True):
    items: Annotated[list[BatchJob], Meta(max_length=100)]
    next_cursor: str | None
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class BatchItem(Struct, kw_only=True):
    id: UUID
    index: Annotated[int, Meta(ge=0, le=9999)]
    status: BatchItemStatus
    resource_id: Annotated[UUID, Meta(description="The user or order it is about.")] | None
    output: Annotated[dict[str, Any], Meta(description="The resource as it was then.")] | None
    error: str | None
    processed_at: Annotated[datetime, Meta(tz=True)] | None


class BatchItemPage(Struct, kw_only=True):
    items: Annotated[list[BatchItem], Meta(max_length=100)]
    next_cursor: str | None
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class Violation(Struct, kw_only=True):
    """One rule that one field breaks."""

    field_: Annotated[str, Meta(description="Path of the field; empty for the whole body.")] = field(name="field")
    message: str


class ListBatchJobsSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"


class ListBatchResultsSort(StrEnum):
    INDEX = "index"
    INDEX_DESC = "-index"


class ListBatchJobsQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    sort: Annotated[list[ListBatchJobsSort], Meta(max_length=1, min_length=1)] | UnsetType = UNSET
    id: UUID | UnsetType = UNSET
    id_ne: UUID | UnsetType = field(name="id[ne]", default=UNSET)
    id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[in]", default=UNSET)
    id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[nin]", default=UNSET)
    resource: BatchResource | UnsetType = UNSET
    resource_ne: BatchResource | UnsetType = field(name="resource[ne]", default=UNSET)
    resource_in: Annotated[list[BatchResource], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="resource[in]", default=UNSET
    )
    resource_nin: Annotated[list[BatchResource], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="resource[nin]", default=UNSET
    )
    operation: BatchOperation | UnsetType = UNSET
    operation_ne: BatchOperation | UnsetType = field(name="operation[ne]", default=UNSET)
    operation_in: Annotated[list[BatchOperation], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="operation[in]", default=UNSET
    )
    operation_nin: Annotated[list[BatchOperation], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="operation[nin]", default=UNSET
    )
    status: BatchStatus | UnsetType = UNSET
    status_ne: BatchStatus | UnsetType = field(name="status[ne]", default=UNSET)
    status_in: Annotated[list[BatchStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[in]", default=UNSET
    )
    status_nin: Annotated[list[BatchStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[nin]", default=UNSET
    )
    created_by: UUID | UnsetType = UNSET
    created_by_ne: UUID | UnsetType = field(name="created_by[ne]", default=UNSET)
    created_by_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="created_by[in]", default=UNSET
    )
    created_by_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="created_by[nin]", default=UNSET
    )
    created_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    created_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[ne]", default=UNSET)
    created_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gt]", default=UNSET)
    created_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gte]", default=UNSET)
    created_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lt]", default=UNSET)
    created_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lte]", default=UNSET)
    created_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[in]", default=UNSET)
    created_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[nin]", default=UNSET)
    created_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="created_at[between]", default=UNSET)
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET


class ListBatchResultsQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    sort: Annotated[list[ListBatchResultsSort], Meta(max_length=1, min_length=1)] | UnsetType = UNSET
    index: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = UNSET
    index_ne: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(name="index[ne]", default=UNSET)
    index_gt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(name="index[gt]", default=UNSET)
    index_gte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(name="index[gte]", default=UNSET)
    index_lt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(name="index[lt]", default=UNSET)
    index_lte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(name="index[lte]", default=UNSET)
    index_in: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="index[in]", default=UNSET)
    index_nin: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="index[nin]", default=UNSET)
    index_between: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=2, min_length=2)]
        | UnsetType
    ) = field(name="index[between]", default=UNSET)
    status: BatchItemStatus | UnsetType = UNSET
    status_ne: BatchItemStatus | UnsetType = field(name="status[ne]", default=UNSET)
    status_in: Annotated[list[BatchItemStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[in]", default=UNSET
    )
    status_nin: Annotated[list[BatchItemStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[nin]", default=UNSET
    )
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET


class BatchCallback(Struct, kw_only=True):
    url: str
    status: CallbackStatus
    attempts: Annotated[list[CallbackAttempt], Meta(description="The newest ten, newest first.", max_length=10)]


class Error(Struct, kw_only=True):
    """Why a request was refused."""

    code: str
    message: str
    details: list[Violation]
    request_id: str


class BatchJobDetail(BatchJob, kw_only=True):
    """A job with its first errors, and what became of its callback."""

    sample_errors: Annotated[list[BatchError], Meta(max_length=5)]
    callback: BatchCallback | None
