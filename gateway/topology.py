"""Where the services are: in this process, or each behind a URL."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType

import aiohttp
import structlog

from gateway.addresses import Addresses
from gateway.backends import AbsentBackend, Backend, EmbeddedBackend, HttpBackend
from gateway.discovery import Discovery
from gateway.generated.lifecycle import DEFAULT, VERSIONS
from gateway.generated.tables import TABLES
from gateway.graphql import endpoint as graphql
from gateway.graphql.context import Apis
from gateway.lifecycle import Lifecycle, Status, Version
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
from services.batch.app import open_batch
from services.batch.generated.client import BatchClient
from services.chassis.callers import Caller, Role
from services.chassis.clock import Clock, utc_now
from services.chassis.identity import Identity, identity_through
from services.chassis.local import LocalTransport
from services.chassis.settings import InvalidSetting, ServiceSettings, number
from services.chassis.sockets import Limits
from services.chassis.transport import Transport
from services.gateway.app import USAGE_DAYS, Announcing, open_gateway
from services.gateway.channels import NoticeSettings
from services.gateway.contacts import contacts_through
from services.gateway.notices import Deprecation
from services.gateway.telling import Telling
from services.orders.app import open_orders
from services.orders.generated.client import OrdersClient
from services.realtime.app import open_realtime
from services.realtime.generated.client import RealtimeClient
from services.users.app import open_users
from services.users.generated.api import UsersApi
from services.users.generated.client import UsersClient

NOTHING: Mapping[str, str] = MappingProxyType({})
SERVICES = ("users", "orders", "batch", "realtime")
ROUTES = {
    name: table + tuple(route for feature, route in graphql.ROUTES if feature in VERSIONS[name].features)
    for name, table in TABLES.items()
}


log = structlog.get_logger("gateway")


@dataclass(frozen=True, slots=True)
class Services:
    """Every service as something to forward to and as something to call, and who can say who is asking.

    `counts` is what is noted of requests. The gateway's own database is what `ping` asks, `recording` writes to and
    `telling` reads; without one, nothing is kept and nobody told.
    """

    backends: Mapping[str, Backend]
    identity: Identity
    apis: Apis
    counts: Counts | None = None
    ping: Ping | None = None
    recording: Recording | None = None
    telling: Telling | None = None
    clock: Clock = utc_now


# Beside the services this process is on its own; nobody has to show that it may look.
ITSELF = Caller(role=Role.ADMIN)


def _announcing(environment: Mapping[str, str], users: UsersApi, caller: Caller | None) -> Announcing:
    settings = NoticeSettings.read(environment)
    if settings.smtp and caller is None:
        raise InvalidSetting("NOTICE_API_KEY: must be an admin's API key, to find out where clients read their mail")
    deprecations = [
        Deprecation(version.name, version.deprecated_at, version.sunset_at, version.successor, version.documentation)
        for version in VERSIONS.values()
        if version.status is Status.DEPRECATED and version.deprecated_at is not None
    ]
    return Announcing(settings, deprecations, contacts_through(users, caller))


@asynccontextmanager
async def _with_memory(
    backends: Mapping[str, Backend],
    identity: Identity,
    apis: Apis,
    environment: Mapping[str, str],
    caller: Caller | None,
    clock: Clock,
) -> AsyncIterator[Services]:
    """The services, and the gateway's own beside them, in this process in either topology. As `caller` it asks the
    users service about clients."""
    database_url = environment.get("DATABASE_URL", "")
    if not database_url:
        log.warning("usage is not kept", reason="no DATABASE_URL")
        yield Services({**backends, "gateway": AbsentBackend("gateway")}, identity, apis, clock=clock)
        return
    announcing = _announcing(environment, apis.users, caller)
    days = number(environment, "USAGE_DAYS", USAGE_DAYS, least=0, most=3660)
    async with AsyncExitStack() as stack:
        own = await stack.enter_async_context(
            open_gateway(database_url, identity, announcing, usage_days=days, clock=clock)
        )
        backends = {**backends, "gateway": EmbeddedBackend(own.app)}
        counts = writer = None
        if days > 0:
            counts = Counts(clock)
            writer = await stack.enter_async_context(recording(Recording(counts, own.ledger, clock)))
        yield Services(backends, identity, apis, counts, own.ledger.reachable, writer, own.telling, clock)


@asynccontextmanager
async def embedded(settings: ServiceSettings, clock: Clock = utc_now) -> AsyncIterator[Services]:
    """All services in this process; what they say to each other are plain method calls."""
    async with AsyncExitStack() as stack:
        # Users asks orders for its figures, orders asks users who is asking.
        users = await stack.enter_async_context(open_users(settings, lambda: orders.api))
        orders = await stack.enter_async_context(open_orders(settings, users.identity))
        realtime = await stack.enter_async_context(open_realtime(settings, users.identity))
        both = UsersClient(LocalTransport(users.app)), OrdersClient(LocalTransport(orders.app))
        batch = await stack.enter_async_context(open_batch(settings, users.identity, *both))
        apis = Apis(*both, BatchClient(LocalTransport(batch.app)), RealtimeClient(LocalTransport(realtime.app)))
        apps = {"users": users.app, "orders": orders.app, "batch": batch.app, "realtime": realtime.app}
        backends = {name: EmbeddedBackend(app) for name, app in apps.items()}
        environment = {**settings.environment, "DATABASE_URL": settings.database_url}
        memory = _with_memory(backends, users.identity, apis, environment, ITSELF, clock)
        yield await stack.enter_async_context(memory)


@asynccontextmanager
async def split(
    urls: Mapping[str, str], environment: Mapping[str, str] = NOTHING, clock: Clock = utc_now
) -> AsyncIterator[Services]:
    """Each service behind its URL, through one pooled session. The gateway keeps its own in the `DATABASE_URL` of
    `environment`."""
    connector = aiohttp.TCPConnector(limit=256, keepalive_timeout=30)
    async with (
        aiohttp.ClientSession(connector=connector, auto_decompress=False) as session,
        # What lasts holds its connection: however many follow changes, requests find one free.
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), auto_decompress=False) as lasting,
    ):
        backends = {name: HttpBackend(url, lasting if name == "realtime" else session) for name, url in urls.items()}
        users = UsersClient(Transport(urls["users"], session))
        identity = identity_through(users.get_jwks, users.get_session)
        orders, batch = Transport(urls["orders"], session), Transport(urls["batch"], session)
        realtime = RealtimeClient(Transport(urls["realtime"], lasting))
        apis = Apis(users, OrdersClient(orders), BatchClient(batch), realtime)
        key = environment.get("NOTICE_API_KEY", "")
        caller = Caller(role=Role.ADMIN, api_key=key) if key else None
        async with _with_memory(backends, identity, apis, environment, caller, clock) as services:
            yield services


def build_gateway(services: Services, settings: GatewaySettings, versions: Mapping[str, Version] = VERSIONS) -> Gateway:
    """The gateway in front of running services."""

    limits = RateLimits(settings.rate_limit, settings.sign_in_rate_limit, settings.rate_limit_storage)
    endpoint = graphql.GraphQL(services.apis, services.identity, Limits.read(settings.environment))
    lifecycle = Lifecycle(versions, DEFAULT, services.clock)
    pipeline = Pipeline(
        ROUTES, services.backends, services.identity, limits, Endings(lifecycle), endpoint, settings.origins
    )
    metrics = Metrics(services.counts, services.ping)
    needed = {name: services.backends[name] for name in SERVICES}
    discovery = Discovery(needed, lifecycle, Pages(lifecycle, ROUTES), metrics)
    return Gateway(pipeline, discovery, Observer(metrics, services.counts), Addresses(settings.trusted_proxies))
