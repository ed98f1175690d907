"""Generated from specs/openapi/realtime.yaml by `make generate`. DO NOT EDIT.

The realtime service for its callers: the same methods as its handlers, over a transport.
"""

from typing import TYPE_CHECKING

from services.chassis.callers import Caller
from services.chassis.events import EventStream
from services.chassis.idempotency import Idempotency
from services.chassis.replies import Json
from services.chassis.transport import Transport
from services.realtime.generated import operations
from services.realtime.generated.api import RealtimeApi
from services.realtime.generated.models import CdcReport, CdcSignal, CreateCdcSignalRequest, StreamChangesQuery


class RealtimeClient:
    """`RealtimeApi` for other services and for tests."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def stream_changes(self, caller: Caller, query: StreamChangesQuery, last_event_id: str | None) -> EventStream:
        """Follow changes as Server-Sent Events. `GET /changes`"""
        return await self._transport.events(operations.STREAM_CHANGES, caller, query=query, last_event_id=last_event_id)

    async def get_cdc(self, caller: Caller) -> Json[CdcReport]:
        """How far change data capture is. `GET /admin/cdc`"""
        return await self._transport.json(operations.GET_CDC, caller)

    async def create_cdc_signal(
        self, caller: Caller, body: CreateCdcSignalRequest, idempotency: Idempotency
    ) -> Json[CdcSignal]:
        """Tell tables again. `POST /admin/cdc/signals`"""
        return await self._transport.json(operations.CREATE_CDC_SIGNAL, caller, body=body, idempotency=idempotency)


if TYPE_CHECKING:
    _: type[RealtimeApi] = RealtimeClient
