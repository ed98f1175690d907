"""Generated from specs/openapi/realtime.yaml by `make generate`. DO NOT EDIT.

What services/realtime/handlers.py implements: one method per operation.
"""

from typing import Protocol

from services.chassis.callers import Caller
from services.chassis.events import EventStream
from services.realtime.generated.models import (
    StreamChangesQuery,
)


class RealtimeApi(Protocol):
    """Operations of the realtime service."""

    async def stream_changes(self, caller: Caller, query: StreamChangesQuery, last_event_id: str | None) -> EventStream:
        """Follow changes as Server-Sent Events. `GET /changes`"""
        ...
