"""The decisions of the gateway's own service."""

from msgspec import UNSET

from services.chassis.callers import Caller
from services.chassis.clock import Clock
from services.chassis.listing import read_page
from services.chassis.pages import Pager
from services.chassis.replies import Json
from services.gateway.generated.models import GetUsageQuery, ListUsageClientsQuery, UsageClientPage, UsageReport
from services.gateway.store import CLIENTS, Days, Usage


class Gateway:
    """Implements `GatewayApi`."""

    def __init__(self, usage: Usage, pager: Pager, clock: Clock) -> None:
        self._usage = usage
        self._pager = pager
        self._clock = clock

    async def get_usage(self, caller: Caller, query: GetUsageQuery) -> Json[UsageReport]:
        version = None if query.api_version is UNSET else query.api_version
        client_id = None if query.client_id is UNSET else query.client_id
        return Json(await self._usage.report(self._days(query.days), version, client_id))

    async def list_usage_clients(self, caller: Caller, query: ListUsageClientsQuery) -> Json[UsageClientPage]:
        return await read_page(self._pager, CLIENTS, query, (), self._days(query.days).parameters)

    def _days(self, count: int) -> Days:
        return Days.last(count, self._clock().date())
