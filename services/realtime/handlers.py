"""Operations of the realtime service (`generated/api.py`)."""

from msgspec import UNSET

from services.chassis.callers import Caller
from services.chassis.events import EventStream
from services.chassis.problems import Violation, bad_request
from services.realtime.generated.models import StreamChangesQuery
from services.realtime.node import Node
from services.realtime.plans import choose
from services.realtime.positions import BadToken, Resume
from services.realtime.streaming import Stream


class Realtime:
    """`RealtimeApi`."""

    def __init__(self, node: Node) -> None:
        self._node = node

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
