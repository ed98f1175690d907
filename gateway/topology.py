"""Where the services are: in this process, or each behind a URL."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import structlog

from gateway.addresses import Addresses
from gateway.backends import AbsentBackend, Backend, EmbeddedBackend, HttpBackend
from gateway.discovery import Discovery
from gateway.generated.lifecycle import DEFAULT, VERSIONS
from gateway.generated.tables import TABLES
from gateway.graphql import endpoint as graphql
from gateway.graphql.context import Apis
from gateway.lifecycle import Lifecycle, Version
from gateway.metrics import Metrics, Ping
from gateway.observer import Observer
from gateway.pipeline import Pipeline
from gateway.portal.pages import Pages
from gateway.server import Gateway
from gateway.settings import GatewaySettings
from gateway.stages.ending import Endings
from gateway.stages.rate_limit import RateLimits
from gateway.usage.counting import Counts
from gateway.usage.recording import Recording, recording
from services.chassis.clock import Clock, utc_now
from services.chassis.identity import Identity, identity_through
from services.chassis.local import LocalTransport
from services.chassis.settings import ServiceSettings
from services.chassis.transport import Transport
from services.gateway.app import open_gateway
from services.orders.app import open_orders
from services.orders.generated.client import OrdersClient
from services.users.app import open_users
from services.users.generated.client import UsersClient

SERVICES = ("users", "orders")
ROUTES = {
    name: table + (graphql.ROUTES if "graphql" in VERSIONS[name].features else ()) for name, table in TABLES.items()
}


log = structlog.get_logger("gateway")


@dataclass(frozen=True, slots=True)
class Services:
    """Every service as something to forward to and as something to call, and who can say who is asking.

    `counts` is what is noted of requests and `ping` whether the gateway's own database answers; without one, nothing
    is kept.
    """

    backends: Mapping[str, Backend]
    identity: Identity
    apis: Apis
    counts: Counts = field(default_factory=lambda: Counts(utc_now))
    ping: Ping | None = None
    clock: Clock = utc_now


@asynccontextmanager
async def _with_memory(
    backends: Mapping[str, Backend], identity: Identity, apis: Apis, database_url: str, clock: Clock
) -> AsyncIterator[Services]:
    """The services, and the gateway's own beside them, in this process in either topology."""
    counts = Counts(clock)
    if not database_url:
        log.warning("usage is not kept", reason="no DATABASE_URL")
        yield Services({**backends, "gateway": AbsentBackend("gateway")}, identity, apis, counts, None, clock)
        return
    async with (
        open_gateway(database_url, identity, clock=clock) as own,
        recording(Recording(counts, own.ledger, clock)),
    ):
        yield Services(
            {**backends, "gateway": EmbeddedBackend(own.app)}, identity, apis, counts, own.ledger.reachable, clock
        )


@asynccontextmanager
async def embedded(settings: ServiceSettings, clock: Clock = utc_now) -> AsyncIterator[Services]:
    """All services in this process; what they say to each other are plain method calls."""
    async with AsyncExitStack() as stack:
        # Users asks orders for its figures, orders asks users who is asking.
        users = await stack.enter_async_context(open_users(settings, lambda: orders.api))
        orders = await stack.enter_async_context(open_orders(settings, users.identity))
        backends = {"users": EmbeddedBackend(users.app), "orders": EmbeddedBackend(orders.app)}
        apis = Apis(UsersClient(LocalTransport(users.app)), OrdersClient(LocalTransport(orders.app)))
        memory = _with_memory(backends, users.identity, apis, settings.database_url, clock)
        yield await stack.enter_async_context(memory)


@asynccontextmanager
async def split(urls: Mapping[str, str], database_url: str = "", clock: Clock = utc_now) -> AsyncIterator[Services]:
    """Each service behind its URL, through one pooled session. `database_url` is where the gateway keeps its own."""
    connector = aiohttp.TCPConnector(limit=256, keepalive_timeout=30)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:
        backends = {name: HttpBackend(url, session) for name, url in urls.items()}
        users = UsersClient(Transport(urls["users"], session))
        identity = identity_through(users.get_jwks, users.get_session)
        apis = Apis(users, OrdersClient(Transport(urls["orders"], session)))
        async with _with_memory(backends, identity, apis, database_url, clock) as services:
            yield services


def build_gateway(services: Services, settings: GatewaySettings, versions: Mapping[str, Version] = VERSIONS) -> Gateway:
    """The gateway in front of running services."""

    limits = RateLimits(settings.rate_limit, settings.sign_in_rate_limit, settings.rate_limit_storage)
    endpoint = graphql.GraphQL(services.apis, services.identity)
    lifecycle = Lifecycle(versions, DEFAULT, services.clock)
    pipeline = Pipeline(ROUTES, services.backends, services.identity, limits, Endings(lifecycle), endpoint)
    metrics = Metrics(services.counts, services.ping)
    needed = {name: services.backends[name] for name in SERVICES}
    discovery = Discovery(needed, lifecycle, Pages(lifecycle, ROUTES), metrics)
    return Gateway(pipeline, discovery, Observer(metrics, services.counts), Addresses(settings.trusted_proxies))
