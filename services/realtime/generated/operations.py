"""Generated from specs/openapi/realtime.yaml by `make generate`. DO NOT EDIT.

Every operation of the realtime contract as data.
"""

from typing import Final

from services.chassis.operations import Access, Body, Operation, Query, Scope
from services.realtime.generated.models import CreateCdcSignalRequest, StreamChangesQuery

STREAM_CHANGES: Final = Operation(
    name="stream_changes",
    operation_id="streamChanges",
    method="GET",
    path="/changes",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    query=Query(
        type=StreamChangesQuery,
        lists=frozenset({"fields"}),
    ),
    takes_last_event_id=True,
)

GET_CDC: Final = Operation(
    name="get_cdc",
    operation_id="getCdc",
    method="GET",
    path="/admin/cdc",
    status=200,
    access=Access(admin=Scope.ANY),
)

CREATE_CDC_SIGNAL: Final = Operation(
    name="create_cdc_signal",
    operation_id="createCdcSignal",
    method="POST",
    path="/admin/cdc/signals",
    status=201,
    access=Access(admin=Scope.ANY),
    body=Body(type=CreateCdcSignalRequest, media_types=("application/json",)),
    takes_idempotency_key=True,
)

OPERATIONS: Final[tuple[Operation, ...]] = (
    STREAM_CHANGES,
    GET_CDC,
    CREATE_CDC_SIGNAL,
)
