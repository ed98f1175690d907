"""Generated from specs/openapi/realtime.yaml by `make generate`. DO NOT EDIT.

Every operation of the realtime contract as data.
"""

from typing import Final

from services.chassis.operations import Access, Operation, Query, Scope
from services.realtime.generated.models import StreamChangesQuery

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

OPERATIONS: Final[tuple[Operation, ...]] = (STREAM_CHANGES,)
