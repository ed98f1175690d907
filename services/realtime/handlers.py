"""Operations of the realtime service (`generated/api.py`)."""

from msgspec import UNSET

from services.chassis.callers import Caller
from services.chassis.database import Database, Transaction
from services.chassis.events import EventStream
from services.chassis.idempotency import Idempotency
from services.chassis.problems import Violation, bad_request
from services.chassis.replies import Json
from services.realtime.cdc.operations import Connectors
from services.realtime.generated.models import CdcReport, CdcSignal, CreateCdcSignalRequest, StreamChangesQuery
from services.realtime.node import Node
from services.realtime.plans import choose
from services.realtime.positions import BadToken, Resume
from services.realtime.streaming import Stream


class Realtime:
    """`RealtimeApi`."""

    def __init__(self, node: Node, database: Database) -> None:
        self._node = node
        self._database = database
        self._connectors = Connectors(database)

    async def stream_changes(self, caller: Caller, query: StreamChangesQuery, last_event_id: str | None) -> EventStream:
        choice = choose(caller, query.channel.value, query.filter, query.fields)
        since = None
        token = last_event_id or (None if query.since is UNSET else query.since)
        if token is not None:
            try:
                since = Resume.parse(token)
            except BadToken as error:
                name = "Last-Event-ID" if last_event_id else "since"
                raise bad_request("A parameter is invalid.", Violation(name, "No resume token.")) from error
        stream = Stream(self._node, caller, choice, since)
        await stream.begin()
        return EventStream(stream.chunks(), left=stream.leave)

    async def get_cdc(self, caller: Caller) -> Json[CdcReport]:
        return Json(await self._connectors.report())

    async def create_cdc_signal(
        self, caller: Caller, body: CreateCdcSignalRequest, idempotency: Idempotency
    ) -> Json[CdcSignal]:
        async def work(transaction: Transaction) -> Json[CdcSignal]:
            # A request has no page of its own; the report shows the latest ones.
            return Json(await self._connectors.ask(transaction, body.connector, body.tables), location="/admin/cdc")

        return await idempotency.once(self._database, work)
