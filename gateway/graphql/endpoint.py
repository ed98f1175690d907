"""The GraphQL endpoint: one request from its text to its answer, or a socket for many of them."""

from graphql import GraphQLError

from gateway.exchange import Answer, Exchange
from gateway.graphql.context import Apis, Context
from gateway.graphql.documents import Refused
from gateway.graphql.limits import TooMuch
from gateway.graphql.live.session import Host, Session
from gateway.graphql.live.watch import Watch
from gateway.graphql.operations import Operations, refusal_errors, run
from gateway.graphql.persisted import Persisted
from gateway.graphql.requests import Malformed, answering, encode, read_request, refusal
from gateway.graphql.schema import published_schema
from gateway.routes import Route, Shape, Stream
from gateway.tunnels import Opened
from services.chassis.callers import Caller
from services.chassis.identity import Identity
from services.chassis.problems import CODES, Problem
from services.chassis.sockets import Handshake, Limits, Socket

SERVICE = "graphql"
SUBSCRIPTIONS = "subscriptions"
# Each with the feature of the versions that have it.
ROUTES = (
    (
        "graphql",
        Route("POST", "/graphql", "executeGraphql", SERVICE, Shape.RAW, media_types=("application/json",)),
    ),
    ("graphql", Route("GET", "/graphql", "queryGraphql", SERVICE, Shape.RAW)),
    (
        SUBSCRIPTIONS,
        Route("GET", "/graphql/ws", "openGraphqlSocket", SERVICE, Shape.RAW, anonymous=True, stream=Stream.SOCKET),
    ),
)


class GraphQL:
    """The schema, bound to running services."""

    def __init__(self, services: Apis, identity: Identity, limits: Limits) -> None:
        self._services = services
        self._identity = identity
        persisted = Persisted()
        self._plain = Operations(published_schema(subscriptions=False), persisted)
        self._live = Operations(published_schema(), persisted)
        self._host = Host(self._live, services, identity, Watch(identity), limits)

    async def answer(self, exchange: Exchange) -> Answer:
        """Raises a `Problem` for what is no GraphQL over HTTP at all, and for a caller that is not alive any more."""
        media_type = answering(exchange.headers.get("accept", ""))
        caller = await self._alive(exchange.caller)
        try:
            return await self._run(exchange, caller, media_type)
        except (Malformed, TooMuch) as error:
            return refusal(media_type, refusal_errors(error), well_formed=False)
        except Refused as refused:
            return refusal(media_type, refusal_errors(refused), well_formed=True)

    def open_socket(self, exchange: Exchange) -> Opened:
        """A socket that speaks graphql-transport-ws."""
        handshake = Handshake(exchange.path, exchange.headers, exchange.address)
        session = Session(self._host, handshake, exchange.request_id)
        return Opened(Socket(session, largest=self._host.limits.largest_message))

    async def _alive(self, caller: Caller) -> Caller:
        """The caller with the role they have now; the gateway has looked at the token alone."""
        return caller if caller.token is None else await self._identity.caller(caller.token)

    async def _run(self, exchange: Exchange, caller: Caller, media_type: str) -> Answer:
        assert exchange.version is not None
        operations = self._live if SUBSCRIPTIONS in exchange.version.features else self._plain
        asked = read_request(exchange)
        operation = operations.find(asked)
        if operation.mutates and exchange.method != "POST":
            raise Problem(405, CODES[405], "A mutation must be a POST.", headers=(("allow", "POST"),))
        if operation.subscribes:
            message = f"Subscriptions take a WebSocket that speaks graphql-transport-ws: {exchange.public_path}/ws."
            raise Refused([GraphQLError(message, operation.node)], "SUBSCRIPTION_OVER_HTTP")
        prepared = operations.prepare(operation, asked.variables)
        context = Context(caller, self._services, exchange.headers.get("idempotency-key"))
        return encode(media_type, 200, await run(prepared, context, exchange.request_id))
