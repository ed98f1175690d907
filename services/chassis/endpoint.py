"""One operation bound to its handler: admit, decode, call, reply."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from services.chassis.callers import Caller, Role
from services.chassis.conditions import IfMatch, entity_tag, unchanged
from services.chassis.decoding import BodyDecoder, Malformed, Unfitting, decode_path, decode_query, parse_query
from services.chassis.events import EventStream
from services.chassis.idempotency import Idempotency
from services.chassis.operations import Access, Operation, Scope
from services.chassis.preferences import Prefer
from services.chassis.problems import CODES, Problem, Violation, bad_request, forbidden, not_found, unauthorized
from services.chassis.replies import Json
from services.chassis.violations import Inspector

# As the components of `shared.yaml` have them.
# Other services ask this with the caller's own credential, to learn what it allows: any key may.
SESSION_STATE = "getSession"
VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
PRINTABLE_ASCII = re.compile(r"[ -~]*")
LONGEST_PREFER = 200
LONGEST_KEY, LONGEST_TAGS, LONGEST_EVENT_ID = 255, 1000, 100
LARGEST_BODY = 8 * 2**20
# Past this, listing every violation would cost more than a refused request is worth.
INSPECTED_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a service. A body is always JSON."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request after routing: path parameters decoded from the URL, the rest as it came. A header that was not
    sent is None, which an empty one is not."""

    url_path: str
    path: Mapping[str, str]
    query_string: str = ""
    content_type: str = ""
    if_match: str | None = None
    if_none_match: str | None = None
    idempotency_key: str | None = None
    last_event_id: str | None = None
    prefer: str | None = None
    body: bytes = b""


def granted(access: Access, role: Role) -> Scope | None:
    """How much a role may touch."""
    if role is Role.ADMIN:
        return access.admin or access.anonymous
    if role is Role.ANONYMOUS:
        return access.anonymous
    return access.user or access.anonymous


def _not_json(error: Exception) -> Problem:
    return bad_request(f"The body is not JSON: {error}.")


def _require_json(body: bytes) -> None:
    """The decoder stops at the first broken rule, which may stand before broken syntax. Raises a 400."""
    try:
        msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _not_json(error) from error


def _check_header(name: str, value: str | None, longest: int, pattern: re.Pattern[str]) -> None:
    if value is not None and (len(value) > longest or not pattern.fullmatch(value)):
        raise bad_request("A parameter is invalid.", Violation(name, "Not the written form of this header."))


class Bound:
    """An operation of one service, ready to be called."""

    def __init__(
        self, service: str, operation: Operation, handler: Callable[..., Awaitable[Any]], inspector: Inspector
    ) -> None:
        self._service = service
        self._operation = operation
        self._handler = handler
        self._inspector = inspector
        self._body = BodyDecoder(operation) if operation.body else None
        self._owner = next(
            (parameter.argument for parameter in operation.path_parameters if parameter.name == operation.access.owner),
            None,
        )
        self._scope: str | None = "read" if operation.method == "GET" or operation.reads else "write"
        if operation.operation_id == SESSION_STATE:
            self._scope = None
        self.takes_body = self._body is not None
        self.largest_body = operation.largest_body or LARGEST_BODY
        self.takes_headers = (
            operation.takes_if_match
            or operation.takes_idempotency_key
            or operation.conditional
            or operation.takes_last_event_id
            or operation.takes_prefer
        )

    async def call(self, caller: Caller, incoming: Incoming) -> Reply | EventStream:
        """Runs the handler. Raises a `Problem` for a request that may not or cannot be served."""
        texts = parse_query(incoming.query_string)
        try:
            arguments = decode_path(self._operation.path_parameters, incoming.path)
            self._admit(caller, arguments)
            self._decode(arguments, texts, incoming)
        except Malformed as malformed:
            raise _not_json(malformed) from malformed
        except Unfitting as unfitting:
            raise self._rejection(unfitting, texts, incoming) from unfitting
        if self.takes_headers:
            self._add_headers(arguments, caller, incoming)
        result = await self._handler(caller, **arguments)
        return result if isinstance(result, EventStream) else self._reply(result, incoming.if_none_match)

    def _add_headers(self, arguments: dict[str, Any], caller: Caller, incoming: Incoming) -> None:
        if self._operation.conditional:
            _check_header("If-None-Match", incoming.if_none_match, LONGEST_TAGS, PRINTABLE_ASCII)
        if self._operation.takes_if_match:
            _check_header("If-Match", incoming.if_match, LONGEST_TAGS, PRINTABLE_ASCII)
            arguments["if_match"] = IfMatch.parse(incoming.if_match)
        if self._operation.takes_idempotency_key:
            _check_header("Idempotency-Key", incoming.idempotency_key, LONGEST_KEY, VISIBLE_ASCII)
            route = f"{self._operation.method} {incoming.url_path}"
            arguments["idempotency"] = Idempotency.of(
                self._service, caller, route, incoming.idempotency_key, incoming.body
            )
        if self._operation.takes_prefer:
            _check_header("Prefer", incoming.prefer, LONGEST_PREFER, PRINTABLE_ASCII)
            arguments["prefer"] = Prefer.parse(incoming.prefer, incoming.if_none_match)
        if self._operation.takes_last_event_id:
            _check_header("Last-Event-ID", incoming.last_event_id, LONGEST_EVENT_ID, PRINTABLE_ASCII)
            arguments["last_event_id"] = incoming.last_event_id

    def _admit(self, caller: Caller, arguments: Mapping[str, Any]) -> None:
        scope = granted(self._operation.access, caller.role)
        if scope is None:
            if caller.role is Role.ANONYMOUS:
                raise unauthorized("This needs an access token.", presented=False)
            raise forbidden()
        if caller.scopes is not None and self._scope is not None and self._scope not in caller.scopes:
            raise forbidden(f"This API key does not have the scope {self._scope}.")
        if scope is Scope.OWN and self._owner is not None and arguments[self._owner] != caller.user_id:
            # Whether another's resource exists is not told.
            raise not_found()

    def _decode(self, arguments: dict[str, Any], texts: Mapping[str, str], incoming: Incoming) -> None:
        if self._operation.query is not None:
            arguments["query"] = decode_query(self._operation.query, texts)
        elif texts:
            unknown = (Violation(name, "Unknown parameter.") for name in texts)
            raise bad_request("A parameter is invalid.", *unknown)
        if self._body is not None:
            arguments["body"] = self._body.decode(incoming.content_type, incoming.body)

    def _rejection(self, unfitting: Unfitting, texts: Mapping[str, str], incoming: Incoming) -> Problem:
        if unfitting.body:
            _require_json(incoming.body)
        violations: list[Violation] = []
        if len(incoming.body) <= INSPECTED_BYTES:
            violations = self._inspector.violations(
                self._operation, incoming.path, texts, incoming.content_type, incoming.body
            )
        if self._operation.query is not None:
            known = set(self._operation.query.type.__struct_encode_fields__)
            violations += [Violation(name, "Unknown parameter.") for name in texts if name not in known]
        found = tuple(violations) or (unfitting.violation,)
        if unfitting.body:
            rules = "1 rule" if len(found) == 1 else f"{len(found)} rules"
            return Problem(422, CODES[422], f"The body breaks {rules}.", found)
        return bad_request("A parameter is invalid.", *found)

    def _reply(self, result: Json[Any] | None, if_none_match: str | None) -> Reply:
        if result is None:
            return Reply(self._operation.status)
        headers = list(result.headers)
        if result.location is not None:
            headers.append(("Location", result.location))
        if result.version is not None:
            tag = entity_tag(result.version, result.variant)
            headers.append(("ETag", tag))
            if self._operation.conditional and if_none_match and unchanged(if_none_match, tag):
                return Reply(304, b"", tuple(headers))
        if result.replayed:
            headers.append(("Idempotency-Replayed", "true"))
        return Reply(result.status or self._operation.status, result.body, tuple(headers))
