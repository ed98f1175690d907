"""`include=`: related resources beside the answer, one call for each relation, whatever the page holds."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Protocol

import msgspec

from gateway.exchange import Exchange
from gateway.routes import Include, Route
from gateway.stages.adapt import adapt_items
from services.chassis.problems import Violation, bad_request


class Related(Protocol):
    """Asks a service for the objects of one relation, as a JSON array: `keys` are the values of the parents' key."""

    async def __call__(self, include: Include, keys: Sequence[str]) -> bytes: ...


@cache
def _reader(key: str) -> msgspec.json.Decoder[list[Any]]:
    """Reads nothing but one property out of an array of objects."""
    return msgspec.json.Decoder(list[msgspec.defstruct("Keyed", [(key, str)])])  # type: ignore[misc]


def keys_of(objects: bytes, key: str) -> list[str]:
    """The values of that property, each once, in the array's order."""
    return list(dict.fromkeys(getattr(each, key) for each in _reader(key).decode(objects)))


def joined(arrays: Sequence[bytes]) -> bytes:
    """Several JSON arrays as one."""
    if len(arrays) == 1:
        return arrays[0]
    return b"[%s]" % b",".join(array[1:-1] for array in arrays if array != b"[]")


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


async def embed(includes: Iterable[Include], page: bytes, related: Related) -> bytes:
    """The `included` member: arrays by relation. `page` is the array that the service gave, before any adapter; what
    no adapter has to touch stays the bytes it came as."""
    found = {"": page}
    members = []
    for include in includes:
        keys = keys_of(found[include.parent], include.key)
        objects = found[include.name] = await related(include, keys) if keys else b"[]"
        members.append(b'"%s":%s' % (include.member.encode(), adapt_items(objects, include.answers)))
    return b"{%s}" % b",".join(members)
