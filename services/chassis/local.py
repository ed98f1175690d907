"""How a generated client reaches a service in the same process: by a plain call, with the same checks as over HTTP."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from services.chassis.callers import Caller
from services.chassis.conditions import IfMatch
from services.chassis.endpoint import Incoming, Reply
from services.chassis.events import EventStream
from services.chassis.idempotency import Idempotency
from services.chassis.operations import Operation
from services.chassis.preferences import Prefer
from services.chassis.service import Service
from services.chassis.transport import Transport, written


class LocalTransport(Transport):
    """The service itself. Whoever calls has looked at the caller's credential; access is decided here as always."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def _call(
        self,
        operation: Operation,
        caller: Caller,
        path: Mapping[str, object] | None,
        query: msgspec.Struct | None,
        body: object | None,
        if_match: IfMatch,
        idempotency: Idempotency,
        prefer: Prefer,
    ) -> tuple[bytes, Mapping[str, str]]:
        url_path, texts, query_string = _url(operation, path, query)
        incoming = Incoming(
            url_path,
            texts,
            query_string,
            content_type=operation.body.media_types[0] if operation.body else "",
            if_match=if_match.text,
            idempotency_key=idempotency.key,
            prefer=prefer.text,
            body=b"" if body is None else msgspec.json.encode(body),
        )
        reply = await self._service.call(operation.operation_id, caller, incoming)
        assert isinstance(reply, Reply), f"{operation.operation_id} answers a stream"
        return reply.body, dict(reply.headers)

    async def events(
        self,
        operation: Operation,
        caller: Caller,
        *,
        query: msgspec.Struct | None = None,
        last_event_id: str | None = None,
    ) -> EventStream:
        incoming = Incoming(*_url(operation, None, query), last_event_id=last_event_id)
        stream = await self._service.call(operation.operation_id, caller, incoming)
        assert isinstance(stream, EventStream), f"{operation.operation_id} answers no stream"
        return stream


def _url(
    operation: Operation, path: Mapping[str, object] | None, query: msgspec.Struct | None
) -> tuple[str, dict[str, str], str]:
    """The path, what is in its holes, and the query."""
    query_string = ""
    if query is not None:
        values = msgspec.to_builtins(query)
        query_string = urlencode({name: written(value) for name, value in values.items()})
    if not path:
        return operation.path, {}, query_string
    texts = {name: written(value) for name, value in path.items()}
    return operation.path.format(**texts), texts, query_string
