"""When two results of one operation are the same: data alike, and errors alike as far as order leaves no choice.

A null that must not be takes its parent along. How many of the errors beneath are told depends on who gave up first, so
beneath such a null it is enough that what the oracle tells is among what is told here, and that each such null has a
reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Place = tuple[str | int, ...]


def errors_by_null(data: Any, errors: Iterable[Mapping[str, Any]]) -> dict[Place, set[str]]:
    """For each null in the data the errors that explain it."""
    found: dict[Place, set[str]] = defaultdict(set)
    for error in errors:
        found[_null_above(data, tuple(error.get("path") or ()))].add(_told(error))
    return dict(found)


def _told(error: Mapping[str, Any]) -> str:
    return repr((error["message"], error.get("path"), error.get("locations"), error.get("extensions")))


def _null_above(data: Any, path: Place) -> Place:
    place = data
    for length, step in enumerate(path):
        if place is None:
            return path[:length]
        place = place[step]
    return path


def assert_alike(ours: Mapping[str, Any], oracle: Mapping[str, Any]) -> None:
    assert ours["data"] == oracle["data"]
    here = errors_by_null(ours["data"], ours.get("errors") or ())
    there = errors_by_null(oracle["data"], oracle.get("errors") or ())
    assert here.keys() == there.keys()
    for place, told in there.items():
        own = {error for error in told if f", {list(place)!r}, " in error}
        if own == told and {error for error in here[place] if f", {list(place)!r}, " in error} == here[place]:
            assert here[place] == told
        else:
            assert told <= here[place]
