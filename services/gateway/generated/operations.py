"""Generated from specs/openapi/gateway.yaml by `make generate`. DO NOT EDIT.

Every operation of the gateway contract as data.
"""

from typing import Final

from services.chassis.operations import Access, Lexical, Operation, Query, Scope
from services.gateway.generated.models import GetUsageQuery, ListUsageClientsQuery

GET_USAGE: Final = Operation(
    name="get_usage",
    operation_id="getUsage",
    method="GET",
    path="/admin/usage",
    status=200,
    access=Access(admin=Scope.ANY),
    query=Query(
        type=GetUsageQuery,
        lexical={
            "days": Lexical.INTEGER,
            "client_id": Lexical.UUID,
        },
    ),
)

LIST_USAGE_CLIENTS: Final = Operation(
    name="list_usage_clients",
    operation_id="listUsageClients",
    method="GET",
    path="/admin/usage/clients",
    status=200,
    access=Access(admin=Scope.ANY),
    query=Query(
        type=ListUsageClientsQuery,
        lists=frozenset(
            {
                "sort",
                "id[in]",
                "id[nin]",
                "requests[in]",
                "requests[nin]",
                "requests[between]",
                "deprecated_requests[in]",
                "deprecated_requests[nin]",
                "deprecated_requests[between]",
                "deprecated_share[in]",
                "deprecated_share[nin]",
                "deprecated_share[between]",
                "last_seen[in]",
                "last_seen[nin]",
                "last_seen[between]",
            }
        ),
        lexical={
            "page": Lexical.INTEGER,
            "limit": Lexical.INTEGER,
            "days": Lexical.INTEGER,
            "id": Lexical.UUID,
            "id[ne]": Lexical.UUID,
            "id[in]": Lexical.UUID,
            "id[nin]": Lexical.UUID,
            "requests": Lexical.INTEGER,
            "requests[ne]": Lexical.INTEGER,
            "requests[gt]": Lexical.INTEGER,
            "requests[gte]": Lexical.INTEGER,
            "requests[lt]": Lexical.INTEGER,
            "requests[lte]": Lexical.INTEGER,
            "requests[in]": Lexical.INTEGER,
            "requests[nin]": Lexical.INTEGER,
            "requests[between]": Lexical.INTEGER,
            "deprecated_requests": Lexical.INTEGER,
            "deprecated_requests[ne]": Lexical.INTEGER,
            "deprecated_requests[gt]": Lexical.INTEGER,
            "deprecated_requests[gte]": Lexical.INTEGER,
            "deprecated_requests[lt]": Lexical.INTEGER,
            "deprecated_requests[lte]": Lexical.INTEGER,
            "deprecated_requests[in]": Lexical.INTEGER,
            "deprecated_requests[nin]": Lexical.INTEGER,
            "deprecated_requests[between]": Lexical.INTEGER,
            "deprecated_share": Lexical.NUMBER,
            "deprecated_share[ne]": Lexical.NUMBER,
            "deprecated_share[gt]": Lexical.NUMBER,
            "deprecated_share[gte]": Lexical.NUMBER,
            "deprecated_share[lt]": Lexical.NUMBER,
            "deprecated_share[lte]": Lexical.NUMBER,
            "deprecated_share[in]": Lexical.NUMBER,
            "deprecated_share[nin]": Lexical.NUMBER,
            "deprecated_share[between]": Lexical.NUMBER,
            "last_seen": Lexical.DATE_TIME,
            "last_seen[ne]": Lexical.DATE_TIME,
            "last_seen[gt]": Lexical.DATE_TIME,
            "last_seen[gte]": Lexical.DATE_TIME,
            "last_seen[lt]": Lexical.DATE_TIME,
            "last_seen[lte]": Lexical.DATE_TIME,
            "last_seen[in]": Lexical.DATE_TIME,
            "last_seen[nin]": Lexical.DATE_TIME,
            "last_seen[between]": Lexical.DATE_TIME,
        },
    ),
)

OPERATIONS: Final[tuple[Operation, ...]] = (
    GET_USAGE,
    LIST_USAGE_CLIENTS,
)
