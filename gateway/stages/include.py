"""`include=`: related resources beside the answer, one call for each relation, whatever the page holds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from gateway.exchange import Exchange
from gateway.routes import Include, Route
from services.chassis.problems import Violation, bad_request

Objects = list[dict[str, Any]]


class Related(Protocol):
    """Asks a service for the objects of one relation: `keys` are the values of the parents' key."""

    async def __call__(self, include: Include, keys: Sequence[str]) -> Objects: ...


def asked_includes(exchange: Exchange, route: Route) -> tuple[Include, ...]:
    """The relations a client asked for, parents first. Raises a 400 naming those that are not there."""
    text = exchange.query.get("include")
    if text is None or not route.includes:
        return ()
    listed = text.split(",")
    if len(listed) > len(route.includes):
        raise bad_request("A parameter is invalid.", Violation("include", "Names a relation more than once."))
    names = set(listed)
    unknown = names - {include.name for include in route.includes}
    if unknown:
        raise bad_request(
            "A parameter is invalid.",
            *(Violation("include", f"There is no relation {name!r}.") for name in sorted(unknown)),
        )
    # orders.items brings the orders along: they are how its items belong to anything.
    wanted = names | {include.parent for include in route.includes if include.name in names}
    return tuple(include for include in route.includes if include.name in wanted)


async def embed(includes: Iterable[Include], roots: Objects, related: Related) -> Mapping[str, Objects]:
    """The `included` member: objects by relation. `roots` are the page's objects as the service gave them."""
    found: dict[str, Objects] = {"": roots}
    for include in includes:
        parents = found[include.parent]
        keys = list(dict.fromkeys(str(parent[include.key]) for parent in parents))
        found[include.name] = await related(include, keys) if keys else []
    included = {}
    for include in includes:
        objects = found[include.name]
        for step in include.answers:
            objects = [step(each) for each in objects]
        included[include.member] = objects
    return included
