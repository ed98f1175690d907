"""How a generated client reaches its service over HTTP."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
import msgspec

from services.chassis.callers import Caller
from services.chassis.conditions import NO_CONDITION, IfMatch
from services.chassis.idempotency import NO_KEY, Idempotency
from services.chassis.operations import Operation
from services.chassis.problems import ErrorBody, Problem, ServiceUnavailable
from services.chassis.replies import Json

SECONDS = 10.0


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
    ) -> Json[Any]:
        """Calls an operation that answers JSON. Raises the service's `Problem`, or `ServiceUnavailable`."""
        content, headers = await self._call(operation, caller, path, query, body, if_match, idempotency)
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
    ) -> None:
        """Calls an operation that answers 204. Raises as `json` does."""
        await self._call(operation, caller, path, query, body, if_match, idempotency)

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
        url = self._base_url + operation.path
        for name, value in (path or {}).items():
            url = url.replace(f"{{{name}}}", quote(written(value), safe=""))
        if query is not None:
            # By encoded name, without what is unset.
            values = {name: written(value) for name, value in msgspec.to_builtins(query).items()}
            url += "?" + urlencode(values)
        headers = _headers(caller, if_match, idempotency)
        content = None
        if body is not None and operation.body is not None:
            headers["Content-Type"] = operation.body.media_types[0]
            content = msgspec.json.encode(body)
        try:
            async with self._session.request(
                operation.method, url, data=content, headers=headers, timeout=self._timeout, allow_redirects=False
            ) as response:
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ServiceUnavailable(f"{operation.operation_id} at {self._base_url}") from error
        if response.status >= 400:
            raise _problem(response.status, answer)
        return answer, response.headers


def _headers(caller: Caller, if_match: IfMatch, idempotency: Idempotency) -> dict[str, str]:
    given = {
        "Authorization": f"Bearer {caller.token}" if caller.token else None,
        "X-API-Key": caller.api_key,
        "If-Match": if_match.text,
        "Idempotency-Key": idempotency.key,
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
