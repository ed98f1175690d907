"""What changed between neighbouring versions, put together from what each change was made of: the lifecycle, the
published documents, the descriptions in the overlays and the docstrings of the adapters."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.lifecycle import Version
from gateway.portal.reference import METHODS
from gateway.routes import Route

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation in a list of changes; `parameters` are those that changed, where it is about them."""

    method: str
    path: str
    anchor: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """What the gateway still does for clients of the older version, and to which of their resources."""

    text: str
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """From `older` to `newer`. The differences are what the overlay of one says and that of the other does not."""

    older: str
    newer: str
    breaking: tuple[str, ...]
    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    parameters_added: tuple[Entry, ...]
    parameters_removed: tuple[Entry, ...]
    older_differences: tuple[str, ...]
    newer_differences: tuple[str, ...]
    translations: tuple[Translation, ...]


def changes_between(
    older: Version, newer: Version, documents: Mapping[str, Document], routes: Iterable[Route]
) -> Changes:
    """`documents` are the published ones by version; `routes` those of the older version, with their adapters."""
    before, after = _operations(documents[older.name]), _operations(documents[newer.name])
    both = [key for key in after if key in before]
    return Changes(
        older.name,
        newer.name,
        newer.breaking_changes,
        added=tuple(_entry(key, after) for key in after if key not in before),
        removed=tuple(_entry(key, before) for key in before if key not in after),
        parameters_added=tuple(_parameters(both, before, after)),
        parameters_removed=tuple(_parameters(both, after, before)),
        older_differences=tuple(text for text in older.differences if text not in newer.differences),
        newer_differences=tuple(text for text in newer.differences if text not in older.differences),
        translations=_translations(routes),
    )


def _operations(document: Document) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {
        (method.upper(), path): {
            **item[method],
            "parameters": [*item.get("parameters", ()), *item[method].get("parameters", ())],
            "document": document,
        }
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }


def _entry(
    key: tuple[str, str], operations: Mapping[tuple[str, str], Mapping[str, Any]], parameters: tuple[str, ...] = ()
) -> Entry:
    return Entry(key[0], key[1], operations[key]["operationId"], parameters)


def _names(operation: Mapping[str, Any]) -> list[str]:
    components = operation["document"].get("components", {}).get("parameters", {})
    found = (components[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each for each in operation["parameters"])
    return [each["name"] for each in found]


def _parameters(
    keys: Iterable[tuple[str, str]],
    without: Mapping[tuple[str, str], Mapping[str, Any]],
    having: Mapping[tuple[str, str], Mapping[str, Any]],
) -> Iterator[Entry]:
    """The parameters that only the second of two documents has, by operation."""
    for key in keys:
        known = set(_names(without[key]))
        names = tuple(name for name in _names(having[key]) if name not in known)
        if names:
            yield _entry(key, having, names)


def _translations(routes: Iterable[Route]) -> tuple[Translation, ...]:
    """The first line of each adapter's docstring is its entry; adapters that say the same stand together."""
    by_text: dict[str, dict[str, None]] = {}
    for route in routes:
        # The steps nearest to the client lead between the version and its newer neighbour.
        nearest: list[Callable[..., Any]] = [*route.answers[-1:], *route.bodies[:1], *route.queries[:1]]
        for step in nearest:
            text = (step.__doc__ or "").strip().split("\n")[0]
            by_text.setdefault(text, {})[step.__name__.replace("_", " ")] = None
    return tuple(Translation(text, tuple(names)) for text, names in by_text.items())
