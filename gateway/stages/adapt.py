"""Between a version's shapes and the service's: nothing for what is equal, pure functions for what is not."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import msgspec

from gateway.exchange import Answer, Exchange
from gateway.routes import ObjectAdapter, Route, Shape
from gateway.stages.project import project

# Money keeps its digits: 19.90 must not become 19.9 on the way through.
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


# Parameters that the gateway sees to itself, where a route has them.
OURS = frozenset({"fields", "include"})
FIRST_PAGE = "page=1"
FOREIGN = "*"


def adapt_object(body: bytes, steps: tuple[ObjectAdapter, ...], fields: tuple[str, ...] = ()) -> bytes:
    """One JSON object through the steps, in order; of the result only `fields`, where some are asked for."""
    if not steps and not fields:
        return body
    value = _decode(body)
    for step in steps:
        value = step(value)
    return _encode(project(value, fields) if fields else value)


def adapt_items(body: bytes, steps: tuple[ObjectAdapter, ...], fields: tuple[str, ...] = ()) -> bytes:
    """Each object of a JSON array likewise."""
    if not steps and not fields:
        return bytes(body)
    values = _decode(body)
    for step in steps:
        values = [step(value) for value in values]
    return _encode([project(value, fields) for value in values] if fields else values)


def prefixed(links: tuple[str, ...], prefix: str) -> tuple[ObjectAdapter, ...]:
    """The step that puts a version's prefix before the paths in an object; none where it has no such members."""

    def step(value: dict[str, Any]) -> dict[str, Any]:
        return value | {name: prefix + value[name] for name in links if value.get(name) is not None}

    return (step,) if links else ()


def adapt_query(exchange: Exchange, route: Route) -> str:
    """The query string for the service.

    A parameter that only other versions have goes on under a name that no contract has: so the service refuses it,
    together with whatever else is wrong, and `unmark` gives it its name back.
    """
    query: Mapping[str, str] = exchange.query
    for step in route.queries:
        query = step(query)
    if not query:
        return FIRST_PAGE if _by_page(route) else ""
    if _by_page(route):
        query = {"page": "1", **query}
    return urlencode(
        {
            name + FOREIGN if name in route.foreign else name: value
            for name, value in query.items()
            if name not in OURS or name not in route.query or route.stream is not None
        }
    )


def unmark(answer: Answer) -> None:
    """Gives the parameters in a refusal the names the client knows them by."""
    answer.body = answer.body.replace(FOREIGN.encode() + b'"', b'"')


def _by_page(route: Route) -> bool:
    """Whether the service has to be told a page; without one it reads by cursor."""
    return route.shape is Shape.LIST and "page" in route.query


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
