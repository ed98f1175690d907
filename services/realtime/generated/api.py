"""Generated from specs/openapi/realtime.yaml by `make generate`. DO NOT EDIT.

What services/realtime/handlers.py implements: one method per operation.
"""

from typing import Protocol

from services.chassis.callers import Caller
from services.chassis.events import EventStream
from services.chassis.idempotency import Idempotency
from services.chassis.replies import Json
from services.realtime.generated.models import CdcReport, CdcSignal, CreateCdcSignalRequest, StreamChangesQuery


class RealtimeApi(Protocol):
    """Operations of the realtime service."""

    async def stream_changes(self, caller: Caller, query: StreamChangesQuery, last_event_id: str | None) -> EventStream:
        """Follow changes as Server-Sent Events. `GET /changes`"""
        ...

    async def get_cdc(self, caller: Caller) -> Json[CdcReport]:
        """How far change data capture is. `GET /admin/cdc`"""
        ...

    async def create_cdc_signal(
        self, caller: Caller, body: CreateCdcSignalRequest, idempotency: Idempotency
    ) -> Json[CdcSignal]:
        """Tell tables again. `POST /admin/cdc/signals`"""
        ...
