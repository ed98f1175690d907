"""A contract and its handlers as an ASGI application, behind connexion's routing and security."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec
import structlog
from connexion.exceptions import OAuthProblem
from connexion.middleware import ConnexionMiddleware
from connexion.middleware.security import SecurityMiddleware
from connexion.resolver import Resolver
from starlette.exceptions import HTTPException

from services.chassis.asgi import Receive, Scope, Send, find_header, header, read_body, send_reply
from services.chassis.callers import ANONYMOUS, Caller
from services.chassis.conditions import PreconditionFailed
from services.chassis.endpoint import Bound, Incoming, Reply
from services.chassis.events import BrokenOff, EventStream, send_events
from services.chassis.idempotency import KeyInFlight, KeyReused
from services.chassis.identity import Identity
from services.chassis.operations import Operation
from services.chassis.problems import (
    CODES,
    DatabaseUnavailable,
    ErrorBody,
    Fact,
    IdentityUnavailable,
    Problem,
    ServiceUnavailable,
    bad_request,
    not_found,
    unauthorized,
    unavailable,
)
from services.chassis.refusals import UnstorableValue
from services.chassis.security import ExactRouting, security_map
from services.chassis.sockets import SocketFactory
from services.chassis.violations import Inspector

Statuses = Mapping[type[Fact], tuple[int, str]]

log = structlog.get_logger("service")

OWN_STATUS: Statuses = {
    PreconditionFailed: (412, CODES[412]),
    KeyInFlight: (409, "IDEMPOTENCY_KEY_IN_FLIGHT"),
    KeyReused: (422, "IDEMPOTENCY_KEY_REUSED"),
}
AWAY = {
    DatabaseUnavailable: "The database",
    IdentityUnavailable: "The identity service",
    ServiceUnavailable: "A service this needs",
}


class Service:
    """One service as ASGI. `statuses` says how HTTP calls the facts the handlers raise; `sockets` begin a session on a
    WebSocket, by path, for whoever accepts the connection. `drain` ends what would go on
    for ever."""

    def __init__(
        self,
        name: str,
        document: Mapping[str, Any],
        operations: Sequence[Operation],
        handlers: object,
        *,
        identity: Identity,
        statuses: Statuses,
        ready: Callable[[], Awaitable[None]],
        sockets: Mapping[str, SocketFactory] | None = None,
        drain: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self.sockets = sockets or {}
        self.drain = drain
        self._statuses = statuses
        self._ready = ready
        inspector = Inspector(document)
        self._bound = {
            operation.operation_id: Bound(name, operation, getattr(handlers, operation.name), inspector)
            for operation in operations
        }
        self._methods = {operation.path: set[str]() for operation in operations}
        for operation in operations:
            self._methods[operation.path].add(operation.method)
        app = ConnexionMiddleware(
            self._endpoint,
            middlewares=[ExactRouting, SecurityMiddleware],
            # Dispatch is ours; connexion only has to know the operation's id.
            resolver=Resolver(lambda operation_id: self._endpoint),
            security_map=security_map(identity),
        )
        # As a mapping: connexion renders files through Jinja, and a document is not a template.
        app.add_api(dict(document), base_path="")
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            # Whoever builds the service opens and closes what it stands on.
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        # Starlette raises instead of answering in plain text when there is an application to raise to.
        scope["app"] = self
        try:
            if scope["path"] in ("/livez", "/readyz"):
                reply = await self._health(scope["path"])
                await send_reply(send, reply)
            else:
                await self._app(scope, receive, send)
        except BrokenOff as error:
            # Half of it is on its way: whoever serves us closes the connection, and nobody takes it for the whole.
            log.error("answer broke off", service=self.name, exc_info=error.__cause__)
            raise
        except Exception as error:  # the outermost edge: everything becomes an answer
            await send_reply(send, self._refusal(error, scope))

    async def _endpoint(self, scope: Scope, receive: Receive, send: Send) -> None:
        extensions = scope["extensions"]
        bound = self._bound.get(extensions["connexion_routing"]["operation_id"])
        if bound is None:
            raise not_found()
        admission = extensions.get("connexion_context", {}).get("token_info") or {}
        if "refusal" in admission:
            raise admission["refusal"]
        body = await read_body(receive, bound.largest_body) if bound.takes_body else b""
        incoming = Incoming(
            url_path=scope["path"],
            path=scope["path_params"],
            query_string=scope["query_string"].decode("latin-1"),
            content_type=header(scope, b"content-type") if body or bound.takes_body else "",
            if_match=find_header(scope, b"if-match") if bound.takes_headers else None,
            if_none_match=find_header(scope, b"if-none-match") if bound.takes_headers else None,
            idempotency_key=find_header(scope, b"idempotency-key") if bound.takes_headers else None,
            last_event_id=find_header(scope, b"last-event-id") if bound.takes_headers else None,
            prefer=find_header(scope, b"prefer") if bound.takes_headers else None,
            body=body,
        )
        result = await bound.call(admission.get("caller", ANONYMOUS), incoming)
        if isinstance(result, EventStream):
            await send_events(send, receive, result)
        else:
            await send_reply(send, result)

    async def call(self, operation_id: str, caller: Caller, incoming: Incoming) -> Reply | EventStream:
        """An operation without HTTP, for a caller whose credential is known to be good. Raises a `Problem`, or what
        says that something this stands on is away."""
        try:
            return await self._bound[operation_id].call(caller, incoming)
        except (Fact, UnstorableValue) as error:
            raise self._problem(error, {"method": "POST", "path": incoming.url_path}) from error

    async def _health(self, path: str) -> Reply:
        if path == "/readyz":
            await self._ready()
        return Reply(200, b'{"status":"ok"}')

    def _refusal(self, error: Exception, scope: Scope) -> Reply:
        request_id = header(scope, b"x-request-id") or secrets.token_hex(16)
        problem = self._problem(error, scope)
        if problem.status >= 500:
            log.error("request failed", service=self.name, request_id=request_id, status=problem.status, exc_info=error)
        body = ErrorBody(problem.code, problem.message, problem.violations, request_id)
        return Reply(problem.status, msgspec.json.encode(body), problem.headers)

    def _problem(self, error: Exception, scope: Scope) -> Problem:
        match error:
            case Problem():
                return error
            case UnstorableValue() if scope["method"] == "GET":
                return bad_request("A parameter is outside what can be compared.")
            case Fact():
                status, code = self._statuses.get(type(error)) or OWN_STATUS.get(type(error), (422, CODES[422]))
                return Problem(status, code, error.message, error.violations)
            case OAuthProblem():
                return unauthorized("This needs an access token.", presented=False)
            case HTTPException(status_code=405):
                allow = ", ".join(sorted(self._allowed(scope["path"])))
                return Problem(405, CODES[405], "This resource has no such method.", headers=(("Allow", allow),))
            case HTTPException(status_code=404):
                return not_found()
            case DatabaseUnavailable() | IdentityUnavailable() | ServiceUnavailable():
                return unavailable(AWAY[type(error)])
            case _:
                return Problem(500, CODES[500], "Something went wrong on our side.")

    def _allowed(self, path: str) -> set[str]:
        segments = path.strip("/").split("/")
        for template, methods in self._methods.items():
            parts = template.strip("/").split("/")
            if len(parts) == len(segments) and all(
                part.startswith("{") or part == segment for part, segment in zip(parts, segments, strict=True)
            ):
                return methods
        return set()
