"""Generated from specs/openapi/batch.yaml by `make generate`. DO NOT EDIT.

Every operation of the batch contract as data.
"""

from typing import Final
from uuid import UUID

from services.batch.generated.models import (
    BatchOrdersRequest,
    BatchUsersRequest,
    ListBatchJobsQuery,
    ListBatchResultsQuery,
)
from services.chassis.operations import Access, Body, Lexical, Operation, PathParameter, Query, Scope

BATCH_USERS: Final = Operation(
    name="batch_users",
    operation_id="batchUsers",
    method="POST",
    path="/batch/users",
    status=201,
    access=Access(admin=Scope.ANY),
    body=Body(type=BatchUsersRequest, media_types=("application/json",)),
    takes_idempotency_key=True,
    takes_prefer=True,
    largest_body=33554432,
    deadline=600,
)

BATCH_ORDERS: Final = Operation(
    name="batch_orders",
    operation_id="batchOrders",
    method="POST",
    path="/batch/orders",
    status=201,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    body=Body(type=BatchOrdersRequest, media_types=("application/json",)),
    takes_idempotency_key=True,
    takes_prefer=True,
    largest_body=33554432,
    deadline=600,
)

LIST_BATCH_JOBS: Final = Operation(
    name="list_batch_jobs",
    operation_id="listBatchJobs",
    method="GET",
    path="/batch/jobs",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    query=Query(
        type=ListBatchJobsQuery,
        lists=frozenset(
            {
                "sort",
                "id[in]",
                "id[nin]",
                "resource[in]",
                "resource[nin]",
                "operation[in]",
                "operation[nin]",
                "status[in]",
                "status[nin]",
                "created_by[in]",
                "created_by[nin]",
                "created_at[in]",
                "created_at[nin]",
                "created_at[between]",
            }
        ),
        lexical={
            "page": Lexical.INTEGER,
            "limit": Lexical.INTEGER,
            "id": Lexical.UUID,
            "id[ne]": Lexical.UUID,
            "id[in]": Lexical.UUID,
            "id[nin]": Lexical.UUID,
            "created_by": Lexical.UUID,
            "created_by[ne]": Lexical.UUID,
            "created_by[in]": Lexical.UUID,
            "created_by[nin]": Lexical.UUID,
            "created_at": Lexical.DATE_TIME,
            "created_at[ne]": Lexical.DATE_TIME,
            "created_at[gt]": Lexical.DATE_TIME,
            "created_at[gte]": Lexical.DATE_TIME,
            "created_at[lt]": Lexical.DATE_TIME,
            "created_at[lte]": Lexical.DATE_TIME,
            "created_at[in]": Lexical.DATE_TIME,
            "created_at[nin]": Lexical.DATE_TIME,
            "created_at[between]": Lexical.DATE_TIME,
        },
    ),
)

GET_BATCH_JOB: Final = Operation(
    name="get_batch_job",
    operation_id="getBatchJob",
    method="GET",
    path="/batch/jobs/{id}",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    path_parameters=(PathParameter(name="id", argument="job_id", type=UUID, lexical=Lexical.UUID),),
    takes_prefer=True,
    conditional=True,
    deadline=90,
)

LIST_BATCH_RESULTS: Final = Operation(
    name="list_batch_results",
    operation_id="listBatchResults",
    method="GET",
    path="/batch/jobs/{id}/results",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    path_parameters=(PathParameter(name="id", argument="job_id", type=UUID, lexical=Lexical.UUID),),
    query=Query(
        type=ListBatchResultsQuery,
        lists=frozenset({"sort", "index[in]", "index[nin]", "index[between]", "status[in]", "status[nin]"}),
        lexical={
            "page": Lexical.INTEGER,
            "limit": Lexical.INTEGER,
            "index": Lexical.INTEGER,
            "index[ne]": Lexical.INTEGER,
            "index[gt]": Lexical.INTEGER,
            "index[gte]": Lexical.INTEGER,
            "index[lt]": Lexical.INTEGER,
            "index[lte]": Lexical.INTEGER,
            "index[in]": Lexical.INTEGER,
            "index[nin]": Lexical.INTEGER,
            "index[between]": Lexical.INTEGER,
        },
    ),
)

DOWNLOAD_BATCH_RESULTS: Final = Operation(
    name="download_batch_results",
    operation_id="downloadBatchResults",
    method="GET",
    path="/batch/jobs/{id}/download",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    path_parameters=(PathParameter(name="id", argument="job_id", type=UUID, lexical=Lexical.UUID),),
)

CANCEL_BATCH_JOB: Final = Operation(
    name="cancel_batch_job",
    operation_id="cancelBatchJob",
    method="POST",
    path="/batch/jobs/{id}/cancel",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    path_parameters=(PathParameter(name="id", argument="job_id", type=UUID, lexical=Lexical.UUID),),
    takes_idempotency_key=True,
    deadline=30,
)

OPERATIONS: Final[tuple[Operation, ...]] = (
    BATCH_USERS,
    BATCH_ORDERS,
    LIST_BATCH_JOBS,
    GET_BATCH_JOB,
    LIST_BATCH_RESULTS,
    DOWNLOAD_BATCH_RESULTS,
    CANCEL_BATCH_JOB,
)
