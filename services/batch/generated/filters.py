"""Generated from specs/openapi/batch.yaml by `make generate`. DO NOT EDIT.

What each listing of the batch service can be filtered by, and what each parameter of a query compares.
"""

from typing import Final

from services.chassis.filtering import Field, Filterable, Kind, Operator

LIST_BATCH_JOBS_FIELDS: Final[Filterable] = {
    "id": Field("id", Kind.UUID),
    "resource": Field("resource", Kind.ENUM, choices=("users", "orders")),
    "operation": Field("operation", Kind.ENUM, choices=("create", "update", "delete")),
    "status": Field(
        "status",
        Kind.ENUM,
        choices=("PENDING", "PROCESSING", "COMPLETED", "COMPLETED_WITH_ERRORS", "FAILED", "CANCELLED"),
    ),
    "created_by": Field("created_by", Kind.UUID),
    "created_at": Field("created_at", Kind.TIMESTAMP),
}

LIST_BATCH_JOBS_PARAMETERS: Final[tuple[tuple[str, str, Operator], ...]] = (
    ("id", "id", Operator.EQ),
    ("id_ne", "id", Operator.NE),
    ("id_in", "id", Operator.IN),
    ("id_nin", "id", Operator.NIN),
    ("resource", "resource", Operator.EQ),
    ("resource_ne", "resource", Operator.NE),
    ("resource_in", "resource", Operator.IN),
    ("resource_nin", "resource", Operator.NIN),
    ("operation", "operation", Operator.EQ),
    ("operation_ne", "operation", Operator.NE),
    ("operation_in", "operation", Operator.IN),
    ("operation_nin", "operation", Operator.NIN),
    ("status", "status", Operator.EQ),
    ("status_ne", "status", Operator.NE),
    ("status_in", "status", Operator.IN),
    ("status_nin", "status", Operator.NIN),
    ("created_by", "created_by", Operator.EQ),
    ("created_by_ne", "created_by", Operator.NE),
    ("created_by_in", "created_by", Operator.IN),
    ("created_by_nin", "created_by", Operator.NIN),
    ("created_at", "created_at", Operator.EQ),
    ("created_at_ne", "created_at", Operator.NE),
    ("created_at_gt", "created_at", Operator.GT),
    ("created_at_gte", "created_at", Operator.GTE),
    ("created_at_lt", "created_at", Operator.LT),
    ("created_at_lte", "created_at", Operator.LTE),
    ("created_at_in", "created_at", Operator.IN),
    ("created_at_nin", "created_at", Operator.NIN),
    ("created_at_between", "created_at", Operator.BETWEEN),
)

LIST_BATCH_RESULTS_FIELDS: Final[Filterable] = {
    "index": Field("index", Kind.INTEGER),
    "status": Field("status", Kind.ENUM, choices=("PENDING", "COMPLETED", "FAILED", "CANCELLED")),
}

LIST_BATCH_RESULTS_PARAMETERS: Final[tuple[tuple[str, str, Operator], ...]] = (
    ("index", "index", Operator.EQ),
    ("index_ne", "index", Operator.NE),
    ("index_gt", "index", Operator.GT),
    ("index_gte", "index", Operator.GTE),
    ("index_lt", "index", Operator.LT),
    ("index_lte", "index", Operator.LTE),
    ("index_in", "index", Operator.IN),
    ("index_nin", "index", Operator.NIN),
    ("index_between", "index", Operator.BETWEEN),
    ("status", "status", Operator.EQ),
    ("status_ne", "status", Operator.NE),
    ("status_in", "status", Operator.IN),
    ("status_nin", "status", Operator.NIN),
)
