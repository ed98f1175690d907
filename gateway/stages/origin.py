"""From which pages a browser may open a socket here: cookies or not, a page of somebody else's may not use this one."""

from urllib.parse import urlsplit

from gateway.exchange import Exchange
from services.chassis.problems import forbidden


def check_origin(exchange: Exchange, allowed: frozenset[str]) -> None:
    """Raises a 403 for an Origin that is neither ours nor on the list. Who is no browser sends none."""
    origin = exchange.headers.get("origin")
    if origin is None or origin in allowed:
        return
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        host = ""
    if not host or host != exchange.headers.get("host"):
        raise forbidden("Pages of this origin may not open a socket here.")
