"""A request's way through the gateway. The stages stand here in order; each is a function in its own module."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

import msgspec
import structlog

from gateway.backends import Backend, RawHeaders
from gateway.exchange import Answer, Exchange
from gateway.graphql.endpoint import SERVICE as GRAPHQL
from gateway.graphql.endpoint import GraphQL
from gateway.graphql.live.messages import PROTOCOL
from gateway.matching import Matcher
from gateway.routes import Include, Route, Stream
from gateway.stages.adapt import adapt_body, adapt_query, unmark
from gateway.stages.ending import Endings
from gateway.stages.envelope import page_items, wrap, wrap_error
from gateway.stages.identity import identify
from gateway.stages.include import asked_includes, embed, joined
from gateway.stages.lifecycle_headers import mark
from gateway.stages.origin import check_origin
from gateway.stages.project import asked_fields
from gateway.stages.rate_limit import RateLimits
from gateway.stages.version import UnknownVersion, check_accepted, find_version
from gateway.streams import read_all
from services.chassis.identity import Identity
from services.chassis.problems import (
    CODES,
    DatabaseUnavailable,
    ErrorBody,
    IdentityUnavailable,
    Problem,
    ServiceUnavailable,
    not_found,
    unavailable,
)
from services.chassis.sockets import Handshake, accepted

log = structlog.get_logger("gateway")

# What a service gets to see of the request; hop-by-hop headers and the rest of the world stay outside.
FORWARDED = (
    "authorization",
    "x-api-key",
    "content-type",
    "if-match",
    "if-none-match",
    "idempotency-key",
    "prefer",
    "last-event-id",
    "traceparent",
    "tracestate",
)


class Bodies(Protocol):
    """Reads the request body when a route takes one, of at most `largest` bytes."""

    async def __call__(self, largest: int) -> bytes: ...


class Pipeline:
    """The stages, bound to this process's routes, services and limits."""

    def __init__(
        self,
        routes: Mapping[str, tuple[Route, ...]],
        backends: Mapping[str, Backend],
        identity: Identity,
        limits: RateLimits,
        endings: Endings,
        graphql: GraphQL,
        origins: frozenset[str] = frozenset(),
    ) -> None:
        self._matchers = {version: Matcher(table) for version, table in routes.items()}
        self._backends = backends
        self._identity = identity
        self._limits = limits
        self._endings = endings
        self._graphql = graphql
        self._origins = origins

    async def handle(self, exchange: Exchange, raw_path: str, read_body: Bodies) -> Answer:
        """The answer to a request below `/api`. Never raises: what goes wrong becomes an answer too."""
        try:
            answer = await self._answer(exchange, raw_path, read_body)
        except Exception as error:  # the outermost edge
            answer = refusal(exchange, error)
        answer.headers.update(exchange.limits)
        mark(exchange, answer)
        return answer

    async def _answer(self, exchange: Exchange, raw_path: str, read_body: Bodies) -> Answer:
        find_version(exchange, raw_path=raw_path)
        assert exchange.version is not None
        ending = self._endings.of(exchange.version)
        if ending is not None:
            await self._recognize(exchange)
            raise ending
        route = self._route(exchange)
        if route is None:
            return self._options(exchange)
        check_accepted(exchange, route)
        await identify(exchange, route, self._identity)
        if route.stream is not None:
            return await self._stream(exchange, route)
        if route.media_types:
            exchange.body = await read_body(route.largest_body)
        await self._limits.check(exchange, route)
        if route.service == GRAPHQL:
            return await self._graphql.answer(exchange)
        fields = asked_fields(exchange, route)
        includes = asked_includes(exchange, route)
        query_string = adapt_query(exchange, route)
        body = adapt_body(exchange, route)
        headers = _forwarded(exchange)
        answer = await self._backends[route.service].call(
            route.method, exchange.path, query_string, headers, body, seconds=route.deadline
        )
        if answer.status >= 400:
            if answer.status == 400 and exchange.query.keys() & route.foreign:
                unmark(answer)
            answer.body = wrap_error(exchange.version.envelope, answer.body)
            return answer
        related = partial(self._related, headers)
        included = await embed(includes, page_items(answer), related) if includes else None
        wrap(exchange, route, answer, fields, included)
        location = answer.headers.get("location")
        if location is not None and location.startswith("/"):
            answer.headers["location"] = f"/api/{exchange.version.name}{location}"
        return answer

    async def _stream(self, exchange: Exchange, route: Route) -> Answer:
        """What goes on for a while. Everything that may speak against it is said before it begins."""
        assert exchange.version is not None
        if route.stream is Stream.SOCKET:
            check_origin(exchange, self._origins)
            head = accepted(exchange.headers, (PROTOCOL,) if route.service == GRAPHQL else ())
            await self._limits.check(exchange, route)
            if route.service == GRAPHQL:
                return Answer(101, head, socket=self._graphql.open_socket(exchange))
            headers = {name.decode(): value.decode("utf-8", "surrogateescape") for name, value in _forwarded(exchange)}
            opened = await self._backends[route.service].open_socket(
                Handshake(exchange.path, headers, exchange.address)
            )
            return Answer(101, head, socket=opened)
        await self._limits.check(exchange, route)
        whole = route.stream is Stream.FILE
        query_string = adapt_query(exchange, route)
        answer = await self._backends[route.service].follow(
            exchange.path, query_string, _forwarded(exchange), whole=whole
        )
        assert answer.stream is not None
        if answer.status >= 400 or exchange.method == "HEAD":
            # A refusal is short; of a stream that was asked for its head only nothing is read.
            body = await read_all(answer.stream) if answer.status >= 400 else b""
            answer.body = wrap_error(exchange.version.envelope, body) if body else b""
            await answer.stream.aclose()
            answer.stream = None
        return answer

    async def _related(self, headers: RawHeaders, include: Include, keys: Sequence[str]) -> bytes:
        """The objects of one relation, in as many calls as the keys need. The caller's credentials go along."""
        arrays = []
        for start in range(0, len(keys), include.batch):
            query_string = f"{include.parameter}={','.join(keys[start : start + include.batch])}"
            answer = await self._backends[include.service].call("GET", include.path, query_string, headers, b"")
            if answer.status != 200:
                raise ServiceUnavailable(f"{include.service}{include.path} answered {answer.status}")
            arrays.append(answer.body)
        return joined(arrays)

    async def _recognize(self, exchange: Exchange) -> None:
        """Finds out what was asked for and by whom, as far as that goes: it is noted of a refusal as well."""
        assert exchange.version is not None
        routes = self._matchers[exchange.version.name].find(exchange.path) or {}
        exchange.route = routes.get("GET" if exchange.method == "HEAD" else exchange.method)
        if exchange.route is not None:
            with suppress(Problem, IdentityUnavailable, DatabaseUnavailable, ServiceUnavailable):
                await identify(exchange, exchange.route, self._identity)

    def _route(self, exchange: Exchange) -> Route | None:
        """The route of the method; None for OPTIONS. HEAD is GET without the body."""
        assert exchange.version is not None
        routes = self._matchers[exchange.version.name].find(exchange.path)
        if routes is None:
            raise not_found()
        exchange.route = routes.get("GET" if exchange.method == "HEAD" else exchange.method)
        if exchange.route is None and exchange.method != "OPTIONS":
            raise Problem(405, CODES[405], "This resource has no such method.", headers=(("allow", _allowed(routes)),))
        return exchange.route

    def _options(self, exchange: Exchange) -> Answer:
        assert exchange.version is not None
        routes = self._matchers[exchange.version.name].find(exchange.path) or {}
        headers = {"allow": _allowed(routes)}
        if "PATCH" in routes:
            headers["accept-patch"] = ", ".join(routes["PATCH"].media_types)
        return Answer(204, headers=headers)


def _allowed(routes: Mapping[str, Route]) -> str:
    head = ("HEAD",) if "GET" in routes else ()
    return ", ".join(sorted({*routes, *head, "OPTIONS"}))


def _forwarded(exchange: Exchange) -> RawHeaders:
    headers = [
        (name.encode("ascii"), exchange.headers[name].encode("utf-8", "surrogateescape"))
        for name in FORWARDED
        if name in exchange.headers
    ]
    headers.append((b"x-request-id", exchange.request_id.encode("ascii")))
    return headers


def refusal(exchange: Exchange, error: Exception) -> Answer:
    """An error as an answer, in the words of the version, or in the default's where there is none."""
    match error:
        case Problem():
            problem = error
        case ServiceUnavailable() | IdentityUnavailable():
            problem = unavailable("A service this needs")
        case DatabaseUnavailable():
            problem = unavailable("The database")
        case _:
            problem = Problem(500, CODES[500], "Something went wrong on our side.")
    if problem.status >= 500:
        log.error("request failed", request_id=exchange.request_id, status=problem.status, exc_info=error)
    body = msgspec.json.encode(ErrorBody(problem.code, problem.message, problem.violations, exchange.request_id))
    if isinstance(problem, UnknownVersion):
        known = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        body = msgspec.json.encode({**known, "available_versions": problem.available})
    elif exchange.version is not None:
        body = wrap_error(exchange.version.envelope, body)
    return Answer(problem.status, body, headers={name.lower(): value for name, value in problem.headers})
