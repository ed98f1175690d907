"""Generated from specs/openapi/gateway.yaml by `make generate`. DO NOT EDIT."""

from datetime import date as date_aliased
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field


class VersionUsage(Struct, kw_only=True):
    version: str
    requests: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    deprecated_requests: Annotated[
        int, Meta(description="Those made while the version was deprecated.", ge=0, le=9223372036854775807)
    ]
    refused: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    failed: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    clients: Annotated[int, Meta(description="Users with credentials.", ge=0)]
    average_ms: Decimal


class DayUsage(Struct, kw_only=True):
    date: date_aliased
    version: str
    requests: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    refused: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    failed: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    clients: Annotated[int, Meta(ge=0)]
    average_ms: Decimal


class OperationUsage(Struct, kw_only=True):
    """One operation. Requests to paths that do not exist stand together under an empty path."""

    version: str
    method: str
    path: str
    operation_id: str
    requests: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    clients: Annotated[int, Meta(ge=0)]


class VersionCount(Struct, kw_only=True):
    version: str
    requests: Annotated[int, Meta(ge=0, le=9223372036854775807)]


class Violation(Struct, kw_only=True):
    """One rule that one field breaks."""

    field_: Annotated[str, Meta(description="Path of the field; empty for the whole body.")] = field(name="field")
    message: str


class ListUsageClientsSort(StrEnum):
    REQUESTS = "requests"
    REQUESTS_DESC = "-requests"
    DEPRECATED_REQUESTS = "deprecated_requests"
    DEPRECATED_REQUESTS_DESC = "-deprecated_requests"
    DEPRECATED_SHARE = "deprecated_share"
    DEPRECATED_SHARE_DESC = "-deprecated_share"
    LAST_SEEN = "last_seen"
    LAST_SEEN_DESC = "-last_seen"


class GetUsageQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    days: Annotated[int, Meta(ge=1, le=400)] = 30
    api_version: Annotated[str, Meta(max_length=10, min_length=2, pattern="^v[0-9]+\\Z")] | UnsetType = UNSET
    client_id: UUID | UnsetType = UNSET


class ListUsageClientsQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    days: Annotated[int, Meta(ge=1, le=400)] = 30
    sort: Annotated[list[ListUsageClientsSort], Meta(max_length=4, min_length=1)] | UnsetType = UNSET
    id: UUID | UnsetType = UNSET
    id_ne: UUID | UnsetType = field(name="id[ne]", default=UNSET)
    id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[in]", default=UNSET)
    id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[nin]", default=UNSET)
    requests: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = UNSET
    requests_ne: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="requests[ne]", default=UNSET
    )
    requests_gt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="requests[gt]", default=UNSET
    )
    requests_gte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="requests[gte]", default=UNSET
    )
    requests_lt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="requests[lt]", default=UNSET
    )
    requests_lte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="requests[lte]", default=UNSET
    )
    requests_in: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="requests[in]", default=UNSET)
    requests_nin: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="requests[nin]", default=UNSET)
    requests_between: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=2, min_length=2)]
        | UnsetType
    ) = field(name="requests[between]", default=UNSET)
    deprecated_requests: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = UNSET
    deprecated_requests_ne: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="deprecated_requests[ne]", default=UNSET
    )
    deprecated_requests_gt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="deprecated_requests[gt]", default=UNSET
    )
    deprecated_requests_gte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="deprecated_requests[gte]", default=UNSET
    )
    deprecated_requests_lt: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="deprecated_requests[lt]", default=UNSET
    )
    deprecated_requests_lte: Annotated[int, Meta(ge=-2147483648, le=2147483647)] | UnsetType = field(
        name="deprecated_requests[lte]", default=UNSET
    )
    deprecated_requests_in: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="deprecated_requests[in]", default=UNSET)
    deprecated_requests_nin: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=50, min_length=1)]
        | UnsetType
    ) = field(name="deprecated_requests[nin]", default=UNSET)
    deprecated_requests_between: (
        Annotated[list[Annotated[int, Meta(ge=-2147483648, le=2147483647)]], Meta(max_length=2, min_length=2)]
        | UnsetType
    ) = field(name="deprecated_requests[between]", default=UNSET)
    deprecated_share: Decimal | UnsetType = UNSET
    deprecated_share_ne: Decimal | UnsetType = field(name="deprecated_share[ne]", default=UNSET)
    deprecated_share_gt: Decimal | UnsetType = field(name="deprecated_share[gt]", default=UNSET)
    deprecated_share_gte: Decimal | UnsetType = field(name="deprecated_share[gte]", default=UNSET)
    deprecated_share_lt: Decimal | UnsetType = field(name="deprecated_share[lt]", default=UNSET)
    deprecated_share_lte: Decimal | UnsetType = field(name="deprecated_share[lte]", default=UNSET)
    deprecated_share_in: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="deprecated_share[in]", default=UNSET
    )
    deprecated_share_nin: Annotated[list[Decimal], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="deprecated_share[nin]", default=UNSET
    )
    deprecated_share_between: Annotated[list[Decimal], Meta(max_length=2, min_length=2)] | UnsetType = field(
        name="deprecated_share[between]", default=UNSET
    )
    last_seen: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    last_seen_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="last_seen[ne]", default=UNSET)
    last_seen_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="last_seen[gt]", default=UNSET)
    last_seen_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="last_seen[gte]", default=UNSET)
    last_seen_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="last_seen[lt]", default=UNSET)
    last_seen_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="last_seen[lte]", default=UNSET)
    last_seen_in: Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType = (
        field(name="last_seen[in]", default=UNSET)
    )
    last_seen_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="last_seen[nin]", default=UNSET)
    last_seen_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="last_seen[between]", default=UNSET)
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if isinstance(self.deprecated_share, Decimal) and not (
            self.deprecated_share.is_finite()
            and self.deprecated_share >= Decimal("-9999999999.99")
            and self.deprecated_share <= Decimal("9999999999.99")
        ):
            raise ValueError("`deprecated_share`: expected a number, at least -9999999999.99, at most 9999999999.99")
        if isinstance(self.deprecated_share_ne, Decimal) and not (
            self.deprecated_share_ne.is_finite()
            and self.deprecated_share_ne >= Decimal("-9999999999.99")
            and self.deprecated_share_ne <= Decimal("9999999999.99")
        ):
            raise ValueError(
                "`deprecated_share[ne]`: expected a number, at least -9999999999.99, at most 9999999999.99"
            )
        if isinstance(self.deprecated_share_gt, Decimal) and not (
            self.deprecated_share_gt.is_finite()
            and self.deprecated_share_gt >= Decimal("-9999999999.99")
            and self.deprecated_share_gt <= Decimal("9999999999.99")
        ):
            raise ValueError(
                "`deprecated_share[gt]`: expected a number, at least -9999999999.99, at most 9999999999.99"
            )
        if isinstance(self.deprecated_share_gte, Decimal) and not (
            self.deprecated_share_gte.is_finite()
            and self.deprecated_share_gte >= Decimal("-9999999999.99")
            and self.deprecated_share_gte <= Decimal("9999999999.99")
        ):
            raise ValueError(
                "`deprecated_share[gte]`: expected a number, at least -9999999999.99, at most 9999999999.99"
            )
        if isinstance(self.deprecated_share_lt, Decimal) and not (
            self.deprecated_share_lt.is_finite()
            and self.deprecated_share_lt >= Decimal("-9999999999.99")
            and self.deprecated_share_lt <= Decimal("9999999999.99")
        ):
            raise ValueError(
                "`deprecated_share[lt]`: expected a number, at least -9999999999.99, at most 9999999999.99"
            )
        if isinstance(self.deprecated_share_lte, Decimal) and not (
            self.deprecated_share_lte.is_finite()
            and self.deprecated_share_lte >= Decimal("-9999999999.99")
            and self.deprecated_share_lte <= Decimal("9999999999.99")
        ):
            raise ValueError(
                "`deprecated_share[lte]`: expected a number, at least -9999999999.99, at most 9999999999.99"
            )
        if isinstance(self.deprecated_share_in, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.deprecated_share_in
        ):
            raise ValueError(
                "`deprecated_share[in]`: expected a number, at least -9999999999.99, at most 9999999999.99"
            )
        if isinstance(self.deprecated_share_nin, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.deprecated_share_nin
        ):
            raise ValueError(
                "`deprecated_share[nin]`: expected a number, at least -9999999999.99, at most 9999999999.99"
            )
        if isinstance(self.deprecated_share_between, list) and not all(
            item.is_finite() and item >= Decimal("-9999999999.99") and item <= Decimal("9999999999.99")
            for item in self.deprecated_share_between
        ):
            raise ValueError(
                "`deprecated_share[between]`: expected a number, at least -9999999999.99, at most 9999999999.99"
            )


class UsageReport(Struct, kw_only=True):
    """Requests of some days. `refused` are answers of 400 to 499, `failed` those of 500 and above."""

    since: date_aliased
    until: date_aliased
    versions: list[VersionUsage]
    days: list[DayUsage]
    operations: list[OperationUsage]


class UsageClient(Struct, kw_only=True):
    """What one user asked for in those days."""

    id: Annotated[UUID, Meta(description="The user's id.")]
    requests: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    deprecated_requests: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    deprecated_share: Decimal
    versions: list[VersionCount]
    last_seen: Annotated[datetime, Meta(tz=True)]


class UsageClientPage(Struct, kw_only=True):
    items: Annotated[list[UsageClient], Meta(max_length=100)]
    next_cursor: str | None
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class Error(Struct, kw_only=True):
    """Why a request was refused."""

    code: str
    message: str
    details: list[Violation]
    request_id: str
