"""connexion's routing and security, as services have them: one caller behind a request, or a refusal."""

from collections.abc import Awaitable, Callable
from typing import Any

from connexion.middleware.routing import RoutingMiddleware
from connexion.security import NO_VALUE, AbstractSecurityHandler

from services.chassis.asgi import Scope, header
from services.chassis.callers import Caller
from services.chassis.identity import Identity
from services.chassis.problems import (
    DatabaseUnavailable,
    IdentityUnavailable,
    Problem,
    ServiceUnavailable,
    unauthorized,
)

# Finds the caller behind the credential in a request; None when the request has none of that kind.
Admission = Callable[[Scope], Awaitable[Caller | None]]


def _security_handler(admit: Admission) -> type[AbstractSecurityHandler]:
    """connexion's hook for one security scheme."""

    async def verify(request: Any) -> Any:
        # connexion goes on to the next alternative when a check raises, and the next one may be "anonymous".
        # A credential that is there and wrong must be refused, so the refusal travels as a value.
        try:
            caller = await admit(request.scope)
        except (Problem, DatabaseUnavailable, IdentityUnavailable, ServiceUnavailable) as refusal:
            return {"refusal": refusal}
        return NO_VALUE if caller is None else {"caller": caller}

    class Handler(AbstractSecurityHandler):
        def get_fn(self, security_scheme: Any, required_scopes: Any) -> Any:
            return verify

    return Handler


def security_map(identity: Identity) -> dict[str, type[AbstractSecurityHandler]]:
    """Bearer tokens and API keys, by the names connexion has for their schemes."""

    async def bearer(scope: Scope) -> Caller | None:
        authorization = header(scope, b"authorization")
        if not authorization:
            return None
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise unauthorized("The Authorization header is not a bearer token.", presented=True)
        return await identity.caller(token.strip())

    async def api_key(scope: Scope) -> Caller | None:
        key = header(scope, b"x-api-key")
        return await identity.key_holder(key) if key else None

    return {"bearer": _security_handler(bearer), "apiKey": _security_handler(api_key)}


class ExactRouting(RoutingMiddleware):
    """connexion's routing without Starlette's redirects: a path with another slash is another path."""

    def add_api(self, *args: Any, **kwargs: Any) -> None:
        super().add_api(*args, **kwargs)
        self.router.redirect_slashes = False
        for mount in self.router.routes:
            mount.app.redirect_slashes = False
