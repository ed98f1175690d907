"""Generated from specs/openapi/gateway.yaml by `make generate`. DO NOT EDIT.

The gateway service for its callers: the same methods as its handlers, over a transport.
"""

from typing import TYPE_CHECKING

from services.chassis.callers import Caller
from services.chassis.replies import Json
from services.chassis.transport import Transport
from services.gateway.generated import operations
from services.gateway.generated.api import GatewayApi
from services.gateway.generated.models import GetUsageQuery, ListUsageClientsQuery, UsageClientPage, UsageReport


class GatewayClient:
    """`GatewayApi` for other services and for tests."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def get_usage(self, caller: Caller, query: GetUsageQuery) -> Json[UsageReport]:
        """How much each version is used. `GET /admin/usage`"""
        return await self._transport.json(operations.GET_USAGE, caller, query=query)

    async def list_usage_clients(self, caller: Caller, query: ListUsageClientsQuery) -> Json[UsageClientPage]:
        """Who uses the API, and how much of it is deprecated. `GET /admin/usage/clients`"""
        return await self._transport.json(operations.LIST_USAGE_CLIENTS, caller, query=query)


if TYPE_CHECKING:
    _: type[GatewayApi] = GatewayClient
