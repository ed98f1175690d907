"""The batch service with the other services behind URLs."""

from contextlib import AbstractAsyncContextManager

import aiohttp

from services.batch.app import BatchService, open_batch
from services.chassis.identity import identity_through
from services.chassis.settings import ServiceSettings
from services.chassis.transport import Transport
from services.orders.generated.client import OrdersClient
from services.users.generated.client import UsersClient


def open_split(settings: ServiceSettings, session: aiohttp.ClientSession) -> AbstractAsyncContextManager[BatchService]:
    users = UsersClient(Transport(settings.url_of("users"), session))
    orders = OrdersClient(Transport(settings.url_of("orders"), session))
    return open_batch(settings, identity_through(users.get_jwks, users.get_session), users, orders)
