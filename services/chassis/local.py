"""How a generated client reaches a service in the same process: by a plain call, with the same checks as over HTTP."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from services.chassis.callers import Caller
from services.chassis.conditions import IfMatch
from services.chassis.endpoint import Incoming
from services.chassis.idempotency import Idempotency
from services.chassis.operations import Operation
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
    ) -> tuple[bytes, Mapping[str, str]]:
        texts = {name: written(value) for name, value in (path or {}).items()}
        values = {} if query is None else msgspec.to_builtins(query)
        incoming = Incoming(
            url_path=operation.path.format(**texts),
            path=texts,
            query_string=urlencode({name: written(value) for name, value in values.items()}),
            content_type=operation.body.media_types[0] if operation.body else "",
            if_match=if_match.text,
            idempotency_key=idempotency.key,
            body=b"" if body is None else msgspec.json.encode(body),
        )
        reply = await self._service.call(operation.operation_id, caller, incoming)
        return reply.body, dict(reply.headers)
