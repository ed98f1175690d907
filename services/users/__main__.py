"""`python -m services.users`: the users service as its own process (split topology)."""

from contextlib import AbstractAsyncContextManager

import aiohttp

from services.chassis.serving import serve
from services.chassis.settings import ServiceSettings
from services.chassis.transport import Transport
from services.orders.generated.client import OrdersClient
from services.users.app import DEFAULT_PORT, UsersService, open_users


def _open(settings: ServiceSettings, session: aiohttp.ClientSession) -> AbstractAsyncContextManager[UsersService]:
    orders = OrdersClient(Transport(settings.url_of("orders"), session))
    return open_users(settings, lambda: orders)


if __name__ == "__main__":
    serve("users", _open, default_port=DEFAULT_PORT)
