"""Generated from specs/openapi/gateway.yaml by `make generate`. DO NOT EDIT.

What each listing of the gateway service can be filtered by, and what each parameter of a query compares.
"""

from typing import Final

from services.chassis.filtering import Field, Filterable, Kind, Operator

LIST_USAGE_CLIENTS_FIELDS: Final[Filterable] = {
    "id": Field("id", Kind.UUID),
    "requests": Field("requests", Kind.INTEGER),
    "deprecated_requests": Field("deprecated_requests", Kind.INTEGER),
    "deprecated_share": Field("deprecated_share", Kind.DECIMAL),
    "last_seen": Field("last_seen", Kind.TIMESTAMP),
}

LIST_USAGE_CLIENTS_PARAMETERS: Final[tuple[tuple[str, str, Operator], ...]] = (
    ("id", "id", Operator.EQ),
    ("id_ne", "id", Operator.NE),
    ("id_in", "id", Operator.IN),
    ("id_nin", "id", Operator.NIN),
    ("requests", "requests", Operator.EQ),
    ("requests_ne", "requests", Operator.NE),
    ("requests_gt", "requests", Operator.GT),
    ("requests_gte", "requests", Operator.GTE),
    ("requests_lt", "requests", Operator.LT),
    ("requests_lte", "requests", Operator.LTE),
    ("requests_in", "requests", Operator.IN),
    ("requests_nin", "requests", Operator.NIN),
    ("requests_between", "requests", Operator.BETWEEN),
    ("deprecated_requests", "deprecated_requests", Operator.EQ),
    ("deprecated_requests_ne", "deprecated_requests", Operator.NE),
    ("deprecated_requests_gt", "deprecated_requests", Operator.GT),
    ("deprecated_requests_gte", "deprecated_requests", Operator.GTE),
    ("deprecated_requests_lt", "deprecated_requests", Operator.LT),
    ("deprecated_requests_lte", "deprecated_requests", Operator.LTE),
    ("deprecated_requests_in", "deprecated_requests", Operator.IN),
    ("deprecated_requests_nin", "deprecated_requests", Operator.NIN),
    ("deprecated_requests_between", "deprecated_requests", Operator.BETWEEN),
    ("deprecated_share", "deprecated_share", Operator.EQ),
    ("deprecated_share_ne", "deprecated_share", Operator.NE),
    ("deprecated_share_gt", "deprecated_share", Operator.GT),
    ("deprecated_share_gte", "deprecated_share", Operator.GTE),
    ("deprecated_share_lt", "deprecated_share", Operator.LT),
    ("deprecated_share_lte", "deprecated_share", Operator.LTE),
    ("deprecated_share_in", "deprecated_share", Operator.IN),
    ("deprecated_share_nin", "deprecated_share", Operator.NIN),
    ("deprecated_share_between", "deprecated_share", Operator.BETWEEN),
    ("last_seen", "last_seen", Operator.EQ),
    ("last_seen_ne", "last_seen", Operator.NE),
    ("last_seen_gt", "last_seen", Operator.GT),
    ("last_seen_gte", "last_seen", Operator.GTE),
    ("last_seen_lt", "last_seen", Operator.LT),
    ("last_seen_lte", "last_seen", Operator.LTE),
    ("last_seen_in", "last_seen", Operator.IN),
    ("last_seen_nin", "last_seen", Operator.NIN),
    ("last_seen_between", "last_seen", Operator.BETWEEN),
)
