"""How a generated client reaches its service over HTTP."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
import msgspec

from services.chassis.callers import Caller
from services.chassis.conditions import NO_CONDITION, IfMatch
from services.chassis.events import EventStream, FileStream
from services.chassis.idempotency import NO_KEY, Idempotency
from services.chassis.operations import Operation
from services.chassis.preferences import NO_PREFERENCE, Prefer
from services.chassis.problems import ErrorBody, Problem, ServiceUnavailable
from services.chassis.replies import Json

SECONDS = 10.0
# Event streams say something at least every 15 s.
STREAM_SECONDS = 45.0


def written(value: object) -> str:
    """A parameter as it stands in a URL, before its encoding."""
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value))
    plain = msgspec.to_builtins(value)
    return str(plain).lower() if isinstance(plain, bool) else str(plain)


class Transport:
    """One pooled HTTP session to one service. The caller's own token goes along, so access is decided there."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession) -> None:
        self._base_url = base_url
        self._session = session
        self._timeout = aiohttp.ClientTimeout(total=SECONDS)

    async def json(
        self,
        operation: Operation,
        caller: Caller,
        *,
        path: Mapping[str, object] | None = None,
        query: msgspec.Struct | None = None,
        body: object | None = None,
        if_match: IfMatch = NO_CONDITION,
        idempotency: Idempotency = NO_KEY,
        prefer: Prefer = NO_PREFERENCE,
    ) -> Json[Any]:
        """Calls an operation that answers JSON. Raises the service's `Problem`, or `ServiceUnavailable`."""
        content, headers = await self._call(operation, caller, path, query, body, if_match, idempotency, prefer)
        tag = headers.get("ETag", "")
        return Json(
            content,
            location=headers.get("Location"),
            version=int(tag[2:-1].partition(".")[0]) if tag else None,
            replayed="Idempotency-Replayed" in headers,
        )

    async def empty(
        self,
        operation: Operation,
        caller: Caller,
        *,
        path: Mapping[str, object] | None = None,
        query: msgspec.Struct | None = None,
        body: object | None = None,
        if_match: IfMatch = NO_CONDITION,
        idempotency: Idempotency = NO_KEY,
        prefer: Prefer = NO_PREFERENCE,
    ) -> None:
        """Calls an operation that answers 204. Raises as `json` does."""
        await self._call(operation, caller, path, query, body, if_match, idempotency, prefer)

    async def file(
        self,
        operation: Operation,
        caller: Caller,
        *,
        path: Mapping[str, object] | None = None,
        query: msgspec.Struct | None = None,
    ) -> FileStream:
        """Calls an operation that answers a file, and reads it whole. Raises as `json` does."""
        content, headers = await self._call(operation, caller, path, query, None, NO_CONDITION, NO_KEY, NO_PREFERENCE)

        async def whole() -> AsyncIterator[bytes]:
            yield content

        return FileStream(whole(), headers.get("Content-Type", "application/octet-stream"))

    async def events(
        self,
        operation: Operation,
        caller: Caller,
        *,
        query: msgspec.Struct | None = None,
        last_event_id: str | None = None,
    ) -> EventStream:
        """Opens an operation that answers a stream of events. Raises as `json` does; the stream ends when the
        service goes away."""
        headers = _headers(caller, NO_CONDITION, NO_KEY, NO_PREFERENCE)
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        timeout = aiohttp.ClientTimeout(total=None, connect=SECONDS, sock_read=STREAM_SECONDS)
        try:
            response = await self._session.get(
                self._url(operation, None, query), headers=headers, timeout=timeout, allow_redirects=False
            )
            if response.status >= 400:
                raise _problem(response.status, await response.read())
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ServiceUnavailable(f"{operation.operation_id} at {self._base_url}") from error
        return EventStream(_chunks(response), left=response.close)

    def _url(self, operation: Operation, path: Mapping[str, object] | None, query: msgspec.Struct | None) -> str:
        url = self._base_url + operation.path
        for name, value in (path or {}).items():
            url = url.replace(f"{{{name}}}", quote(written(value), safe=""))
        if query is not None:
            # By encoded name, without what is unset.
            values = {name: written(value) for name, value in msgspec.to_builtins(query).items()}
            url += "?" + urlencode(values)
        return url

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
        url = self._url(operation, path, query)
        headers = _headers(caller, if_match, idempotency, prefer)
        timeout = self._timeout if operation.deadline is None else aiohttp.ClientTimeout(total=operation.deadline)
        content = None
        if body is not None and operation.body is not None:
            headers["Content-Type"] = operation.body.media_types[0]
            content = msgspec.json.encode(body)
        try:
            async with self._session.request(
                operation.method, url, data=content, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ServiceUnavailable(f"{operation.operation_id} at {self._base_url}") from error
        if response.status >= 400:
            raise _problem(response.status, answer)
        return answer, response.headers


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_any():
            yield chunk
    except (aiohttp.ClientError, TimeoutError):
        return
    finally:
        response.close()


def _headers(caller: Caller, if_match: IfMatch, idempotency: Idempotency, prefer: Prefer) -> dict[str, str]:
    given = {
        "Authorization": f"Bearer {caller.token}" if caller.token else None,
        "X-API-Key": caller.api_key,
        "If-Match": if_match.text,
        "Idempotency-Key": idempotency.key,
        "Prefer": prefer.text,
    }
    return {name: value for name, value in given.items() if value is not None}


def _problem(status: int, answer: bytes) -> Exception:
    if status >= 500:
        return ServiceUnavailable(f"an answer with status {status}")
    try:
        error = msgspec.json.decode(answer, type=ErrorBody)
    except msgspec.DecodeError:
        return ServiceUnavailable(f"an answer with status {status} that is no error body")
    return Problem(status, error.code, error.message, tuple(error.details))
