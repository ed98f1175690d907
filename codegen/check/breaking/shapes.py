"""A schema as a validator sees it: references followed, `allOf` folded into one, annotations left out."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from codegen.documents import Document, Node, Pointer, mapping, sequence

TYPES = frozenset({"null", "boolean", "object", "array", "number", "integer", "string"})

# A node and where it stands. Several together are a conjunction, as the parts of `allOf` are.
Part = tuple[Pointer, Node]
Parts = tuple[Part, ...]

# Keyword, what it limits, and whether it is the lower end.
BOUNDS: dict[str, tuple[str, bool]] = {
    "minimum": ("number", True),
    "maximum": ("number", False),
    "minLength": ("string", True),
    "maxLength": ("string", False),
    "minItems": ("array", True),
    "maxItems": ("array", False),
    "minProperties": ("object", True),
    "maxProperties": ("object", False),
}


def spelled(value: Any) -> str:
    """JSON in one spelling."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True)
class Shape:
    """The conjunction of `parts`, none of which is a reference or has `allOf`; never empty."""

    parts: Parts

    @property
    def pointer(self) -> Pointer:
        return self.parts[0][0]

    def holder(self, keyword: str) -> Pointer:
        """Where the keyword is written, or would be."""
        return next((pointer for pointer, node in self.parts if keyword in node), self.pointer)

    def values(self, keyword: str) -> list[Any]:
        return [node[keyword] for _, node in self.parts if keyword in node]

    @cached_property
    def types(self) -> frozenset[str]:
        found = TYPES
        for _, node in self.parts:
            if isinstance(kind := node.get("type"), str):
                own = {kind, "integer"} if kind == "number" else {kind}
                found &= own | ({"null"} if node.get("nullable") is True else set())
        return found

    @cached_property
    def enum(self) -> dict[str, Any] | None:
        """The permitted values by their spelling, null left to `types`; None when all are."""
        found: dict[str, Any] | None = None
        for values in self.values("enum"):
            own = {spelled(value): value for value in values if value is not None}
            found = own if found is None else {name: value for name, value in found.items() if name in own}
        return found

    @cached_property
    def format(self) -> str | None:
        return next((str(name) for name in self.values("format")), None)

    @cached_property
    def patterns(self) -> frozenset[str]:
        return frozenset(map(str, self.values("pattern")))

    @cached_property
    def default(self) -> str | None:
        return next((spelled(value) for value in self.values("default")), None)

    def bound(self, keyword: str) -> tuple[float, bool] | None:
        """The tightest value of a bound, and whether the value itself is out."""
        lower = BOUNDS[keyword][1]
        exclusive = f"exclusive{keyword[0].upper()}{keyword[1:]}"
        found: list[tuple[float, bool]] = []
        for _, node in self.parts:
            if keyword in node:
                out = node.get(exclusive) is True
                if out and "number" not in self.types and "integer" in self.types:
                    found.append((node[keyword] + (1 if lower else -1), False))
                elif not (lower and keyword != "minimum" and node[keyword] == 0):
                    found.append((node[keyword], out))
        if not found:
            return None
        return max(found) if lower else min(found, key=lambda bound: (bound[0], not bound[1]))

    @cached_property
    def steps(self) -> tuple[float, ...]:
        return tuple(self.values("multipleOf"))

    @cached_property
    def unique(self) -> bool:
        return any(value is True for value in self.values("uniqueItems"))

    @cached_property
    def properties(self) -> dict[str, Parts]:
        found: dict[str, Parts] = {}
        for pointer, node in self.parts:
            for name, member in mapping(node, "properties").items():
                found[name] = (*found.get(name, ()), ((*pointer, "properties", name), member))
        return found

    @cached_property
    def required(self) -> frozenset[str]:
        return frozenset(str(name) for names in self.values("required") for name in names)

    @cached_property
    def closed(self) -> bool:
        return any(value is False for value in self.values("additionalProperties"))

    @cached_property
    def others(self) -> Parts:
        """What members without a name of their own must be."""
        return self._below("additionalProperties")

    @cached_property
    def items(self) -> Parts:
        return self._below("items")

    @cached_property
    def excluded(self) -> frozenset[str]:
        return frozenset(spelled(value) for value in self.values("not"))

    def _below(self, keyword: str) -> Parts:
        found = [((*p, keyword), node[keyword]) for p, node in self.parts if isinstance(node.get(keyword), dict)]
        return tuple(found)

    def branches(self) -> list[Parts] | None:
        """One conjunction per alternative; None when there are none."""
        for index, (pointer, node) in enumerate(self.parts):
            for keyword in ("oneOf", "anyOf"):
                if sequence(node, keyword):
                    rest = {key: value for key, value in node.items() if key != keyword}
                    around = (*self.parts[:index], *([(pointer, rest)] if rest else []), *self.parts[index + 1 :])
                    alternatives = enumerate(node[keyword])
                    return [(((*pointer, keyword, i), alternative), *around) for i, alternative in alternatives]
        return None

    def refuses(self, value: Any) -> Iterator[str]:
        """The keywords that a plain value breaks."""
        if self.enum is not None and spelled(value) not in self.enum:
            yield "enum"
        if isinstance(value, str):
            size = len(value)
            if any(not re.search(pattern, value) for pattern in self.patterns):
                yield "pattern"
            yield from (name for name in ("minLength", "maxLength") if self._beyond(name, size))
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from (name for name in ("minimum", "maximum") if self._beyond(name, value))

    def _beyond(self, keyword: str, size: float) -> bool:
        bound = self.bound(keyword)
        if bound is None:
            return False
        edge, out = bound
        if size == edge:
            return out
        return size < edge if BOUNDS[keyword][1] else size > edge


def shape_of(document: Document, parts: Parts) -> Shape:
    """References followed and `allOf` taken apart; what refers to itself is left out where it comes round."""
    found: list[Part] = []
    seen: set[Pointer] = set()

    def take(node: object, pointer: Pointer) -> None:
        target, place = document.follow(node, pointer)
        if place in seen and isinstance(node, dict) and "$ref" in node:
            return
        seen.add(place)
        if "allOf" not in target:
            found.append((place, target))
            return
        found.append((place, {key: value for key, value in target.items() if key != "allOf"}))
        for index, part in enumerate(sequence(target, "allOf")):
            take(part, (*place, "allOf", index))

    for pointer, node in parts:
        take(node, pointer)
    return Shape(tuple(found) or ((parts[0][0], {}),))
