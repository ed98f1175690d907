"""Where the services are: in this process, or each behind a URL."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp

from gateway.backends import Backend, EmbeddedBackend, HttpBackend
from gateway.discovery import Discovery
from gateway.generated import v1, v2, v3
from gateway.pipeline import Pipeline
from gateway.server import Gateway
from gateway.settings import GatewaySettings
from gateway.stages.rate_limit import RateLimits
from services.batch.app import open_batch
from services.chassis.identity import Identity, identity_through
from services.chassis.settings import ServiceSettings
from services.chassis.transport import Transport
from services.orders.app import open_orders
from services.users.app import open_users
from services.users.generated.client import UsersClient

SERVICES = ("users", "orders", "batch")
ROUTES = {"v1": v1.ROUTES, "v2": v2.ROUTES, "v3": v3.ROUTES}


@dataclass(frozen=True, slots=True)
class Services:
    """Every service as something to forward to, and who can say who is asking."""

    backends: Mapping[str, Backend]
    identity: Identity


@asynccontextmanager
async def embedded(settings: ServiceSettings) -> AsyncIterator[Services]:
    """All services in this process; what they say to each other are plain method calls."""
    async with AsyncExitStack() as stack:
        # Users asks orders for its figures, orders asks users who is asking.
        users = await stack.enter_async_context(open_users(settings, lambda: orders.api))
        orders = await stack.enter_async_context(open_orders(settings, users.identity))
        batch = await stack.enter_async_context(open_batch(settings, users.identity, users.api, orders.api))
        apps = {"users": users.app, "orders": orders.app, "batch": batch.app}
        yield Services({name: EmbeddedBackend(app) for name, app in apps.items()}, users.identity)


@asynccontextmanager
async def split(urls: Mapping[str, str]) -> AsyncIterator[Services]:
    """Each service behind its URL, through one pooled session."""
    connector = aiohttp.TCPConnector(limit=256, keepalive_timeout=30)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:
        backends = {name: HttpBackend(url, session) for name, url in urls.items()}
        users = UsersClient(Transport(urls["users"], session))
        yield Services(backends, identity_through(users.get_jwks, users.get_session))


def build_gateway(services: Services, settings: GatewaySettings) -> Gateway:
    """The gateway in front of running services."""

    limits = RateLimits(settings.rate_limit, settings.sign_in_rate_limit, settings.rate_limit_storage)
    pipeline = Pipeline(ROUTES, services.backends, services.identity, limits)
    return Gateway(pipeline, Discovery(services.backends))
