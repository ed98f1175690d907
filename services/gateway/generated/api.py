"""Generated from specs/openapi/gateway.yaml by `make generate`. DO NOT EDIT.

What services/gateway/handlers.py implements: one method per operation.
"""

from typing import Protocol

from services.chassis.callers import Caller
from services.chassis.replies import Json
from services.gateway.generated.models import GetUsageQuery, ListUsageClientsQuery, UsageClientPage, UsageReport


class GatewayApi(Protocol):
    """Operations of the gateway service."""

    async def get_usage(self, caller: Caller, query: GetUsageQuery) -> Json[UsageReport]:
        """How much each version is used. `GET /admin/usage`"""
        ...

    async def list_usage_clients(self, caller: Caller, query: ListUsageClientsQuery) -> Json[UsageClientPage]:
        """Who uses the API, and how much of it is deprecated. `GET /admin/usage/clients`"""
        ...
