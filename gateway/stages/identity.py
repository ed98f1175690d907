"""Who is asking, as far as the token itself can tell. Whether the session still lives is the service's question."""

from gateway.exchange import Exchange
from gateway.routes import Route
from services.chassis.identity import Tokens
from services.chassis.problems import Problem, unauthorized


async def identify(exchange: Exchange, route: Route, tokens: Tokens) -> None:
    """Sets the caller. Raises a 401 for a bad token, or for none, where the route wants one.

    Where it does not, a bad token is the service's to judge: signing in again with an expired one must work.
    """
    authorization = exchange.headers.get("authorization")
    if authorization is None:
        if not route.anonymous:
            raise unauthorized("This needs an access token.", presented=False)
        return
    scheme, _, token = authorization.partition(" ")
    try:
        if scheme.lower() != "bearer" or not token:
            raise unauthorized("The Authorization header is not a bearer token.", presented=True)
        exchange.caller = await tokens.caller(token.strip())
    except Problem:
        if not route.anonymous:
            raise
