"""`fields=`: only the members a client asked for. The version's own names, so after its adapters."""

from collections.abc import Iterable
from typing import Any

from gateway.exchange import Exchange
from gateway.routes import Route
from services.chassis.problems import Violation, bad_request


def asked_fields(exchange: Exchange, route: Route) -> tuple[str, ...]:
    """The names in `fields`, or nothing where all are wanted. Raises a 400 naming those that are not there."""
    text = exchange.query.get("fields")
    if text is None or not route.fields:
        return ()
    names = tuple(text.split(","))
    if len(names) > len(route.fields):
        raise bad_request("A parameter is invalid.", Violation("fields", "Names a field more than once."))
    unknown = [name for name in names if name not in route.fields]
    if unknown:
        raise bad_request(
            "A parameter is invalid.", *(Violation("fields", f"There is no field {name!r}.") for name in unknown)
        )
    return names


def project(value: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The named members of one object."""
    return {name: value[name] for name in names if name in value}
