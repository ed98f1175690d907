"""`python -m services.realtime`: the realtime service as its own process (split topology)."""

from contextlib import AbstractAsyncContextManager

import aiohttp

from services.chassis.identity import identity_through
from services.chassis.serving import serve
from services.chassis.settings import ServiceSettings
from services.chassis.transport import Transport
from services.realtime.app import DEFAULT_PORT, RealtimeService, open_realtime
from services.users.generated.client import UsersClient


def _open(settings: ServiceSettings, session: aiohttp.ClientSession) -> AbstractAsyncContextManager[RealtimeService]:
    users = UsersClient(Transport(settings.url_of("users"), session))
    return open_realtime(settings, identity_through(users.get_jwks, users.get_session))


if __name__ == "__main__":
    serve("realtime", _open, default_port=DEFAULT_PORT)
