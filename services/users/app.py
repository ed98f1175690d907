"""Builds the users service: settings in, handlers and an ASGI application out."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec

from services.chassis.callers import Caller, Role
from services.chassis.cursors import Cursors
from services.chassis.database import Database
from services.chassis.documents import load_document
from services.chassis.housekeeping import tidying
from services.chassis.identity import Identity
from services.chassis.passwords import Passwords
from services.chassis.secrets import own_secret
from services.chassis.service import Service
from services.chassis.settings import ServiceSettings
from services.orders.generated.api import OrdersApi
from services.users.apikeys import ApiKeys
from services.users.details import Details
from services.users.generated.api import UsersApi
from services.users.generated.operations import OPERATIONS
from services.users.handlers import Users
from services.users.keys import Keys
from services.users.problems import STATUS
from services.users.signin import SignIn
from services.users.store import QUERIES, Sessions
from services.users.store import Users as Store

DEFAULT_PORT = 8081


@dataclass(frozen=True, slots=True)
class UsersService:
    """The running service: `api` for plain calls in one process, `app` for HTTP."""

    api: UsersApi
    app: Service
    identity: Identity


@asynccontextmanager
async def open_users(settings: ServiceSettings, orders: Callable[[], OrdersApi]) -> AsyncIterator[UsersService]:
    """The service on its own connection pool; leaving the context closes it. `orders` is asked for at requests."""
    database = await Database.connect(
        settings.database_url, size=settings.pool_size, name="users", role="trellis_users"
    )
    passwords = Passwords()
    try:
        keys = Keys(database)
        sessions = Sessions(database)

        async def public_keys() -> bytes:
            return msgspec.json.encode(await keys.public())

        async def live_role(caller: Caller) -> Role | None:
            assert caller.session_id is not None
            return await sessions.role(caller.session_id)

        async def ready() -> None:
            await database.row("SELECT 1")

        api_keys = ApiKeys(database)
        identity = Identity(public_keys, live_role, api_keys.holder)
        store = Store(database, Cursors(await own_secret(database, "users", "cursor")))
        sign_in = SignIn(database, keys, passwords, identity.tokens, sessions, api_keys)
        handlers = Users(database, store, sign_in, keys, passwords, Details(store, orders), api_keys)
        document = load_document("users")
        app = Service("users", document, OPERATIONS, handlers, identity=identity, statuses=STATUS, ready=ready)
        expired = {"sessions": QUERIES["forget_expired_sessions"], "idempotency keys": QUERIES["forget_old_answers"]}
        async with tidying(database, expired):
            yield UsersService(handlers, app, identity)
    finally:
        passwords.close()
        await database.close()
