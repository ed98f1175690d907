"""Who is asking. The service asks itself again; here it decides on limits and on who gets in at all."""

from gateway.exchange import Exchange
from gateway.routes import Route
from services.chassis.callers import Caller
from services.chassis.identity import Identity
from services.chassis.problems import Problem, unauthorized


async def identify(exchange: Exchange, route: Route, identity: Identity) -> None:
    """Sets the caller. Raises a 401 for a bad credential, or for none, where the route wants one.

    Where it does not, a bad one is the service's to judge: signing in again with an expired token must work. A stream
    has no answer to judge with once it is open.
    """
    try:
        caller = await _caller(exchange, identity)
    except Problem:
        if not route.anonymous or route.stream is not None:
            raise
        return
    if caller is not None:
        exchange.caller = caller
    elif not route.anonymous:
        raise unauthorized("This needs an access token or an API key.", presented=False)


async def _caller(exchange: Exchange, identity: Identity) -> Caller | None:
    authorization = exchange.headers.get("authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise unauthorized("The Authorization header is not a bearer token.", presented=True)
        # By its signature alone. Whether the session behind it still lives is looked up where the data is.
        return await identity.tokens.caller(token.strip())
    key = exchange.headers.get("x-api-key")
    return await identity.key_holder(key) if key else None
