"""Between a version's shapes and the service's: nothing for what is equal, pure functions for what is not."""

from decimal import Decimal
from urllib.parse import urlencode

import msgspec

from gateway.exchange import Exchange
from gateway.routes import ObjectAdapter, Route, Shape
from services.chassis.problems import Violation, bad_request

# Money keeps its digits: 19.90 must not become 19.9 on the way through.
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


def adapt_object(body: bytes, steps: tuple[ObjectAdapter, ...]) -> bytes:
    """One JSON object through the steps, in order."""
    value = _decode(body)
    for step in steps:
        value = step(value)
    return _encode(value)


def adapt_items(body: bytes, steps: tuple[ObjectAdapter, ...]) -> bytes:
    """Each object of a JSON array through the steps."""
    values = _decode(body)
    for step in steps:
        values = [step(value) for value in values]
    return _encode(values)


def adapt_query(exchange: Exchange, route: Route) -> str:
    """The query string for the service. Raises a 400 naming each parameter the version does not have."""
    unknown = exchange.query.keys() - route.query
    if unknown:
        raise bad_request(
            "A parameter is invalid.", *(Violation(name, "Unknown parameter.") for name in sorted(unknown))
        )
    query = exchange.query
    for step in route.queries:
        query = step(query)
    if route.shape is Shape.LIST and "page" in route.query:
        # The service reads by cursor unless it is told a page.
        query = {"page": "1", **query}
    elif query is exchange.query and "version" not in exchange.query_string:
        return exchange.query_string
    return urlencode(query) if query else ""


def adapt_body(exchange: Exchange, route: Route) -> bytes:
    """The request body for the service. What is no JSON object goes on as it is: the service says what is wrong."""
    if not route.bodies:
        return exchange.body
    try:
        value = _decode(exchange.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return exchange.body
    if not isinstance(value, dict):
        return exchange.body
    for step in route.bodies:
        value = step(value)
    return _encode(value)
