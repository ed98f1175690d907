"""Whether a schema still takes, or still promises, what it did.

One question in two directions. Requests: everything the old schema took must be taken by the new one. Answers:
everything the new schema may send must have been possible under the old one. So one side has to lie inside the other,
and whatever sticks out is a change that somebody notices.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from codegen.check.breaking.changes import Change, Place
from codegen.check.breaking.shapes import BOUNDS, TYPES, Parts, Shape, shape_of, spelled
from codegen.documents import Document, Node, Pointer

_WIDER_FORMATS = {("int32", "int64"), ("float", "double")}
_OF_ANY_NUMBER = (None, "float", "double")


@dataclass(slots=True)
class SchemaComparison:
    """Schemas of two documents in one direction; each pair is looked at once."""

    old: Document
    new: Document
    requests: bool
    _known: dict[tuple[tuple[Pointer, ...], tuple[Pointer, ...]], list[Change]] = field(default_factory=dict)

    def compare(self, old: Parts, new: Parts) -> list[Change]:
        """What breaks between two conjunctions of schemas, and in everything below them."""
        pair = (tuple(pointer for pointer, _ in old), tuple(pointer for pointer, _ in new))
        if pair not in self._known:
            # Entered before it is complete: a schema that contains itself meets its own entry.
            found = self._known[pair] = []
            found += self._shapes(shape_of(self.old, old), shape_of(self.new, new))
        return self._known[pair]

    def _shapes(self, old: Shape, new: Shape) -> list[Change]:
        olds, news = old.branches(), new.branches()
        pair = Pair(self, old, new)
        if olds is None and news is None:
            return list(pair.changes())
        whole_old, whole_new = olds or [old.parts], news or [new.parts]
        return [*pair.default(), *self._alternatives(pair, whole_old, whole_new)]

    def _alternatives(self, pair: "Pair", olds: list[Parts], news: list[Parts]) -> Iterator[Change]:
        """Each inner alternative must fit into one of the outer ones."""
        for index, inner in enumerate(olds if self.requests else news):
            outers = news if self.requests else olds
            results = [self.compare(inner, outer) if self.requests else self.compare(outer, inner) for outer in outers]
            if all(results):
                twin = self._twin(index, inner, outers, len(olds) == len(news))
                if twin is None:
                    said = f"the alternative {_named(inner)}"
                    yield pair.change("alternatives", "oneOf", f"{said} {pair.lost}", _named(inner))
                else:
                    yield from results[twin]

    def _twin(self, index: int, inner: Parts, outers: list[Parts], same: bool) -> int | None:
        """The alternative that this one was, or became: the one of its name, else the one in its place."""
        names = [_named(outer) for outer in outers]
        if _named(inner) in names:
            return names.index(_named(inner))
        return index if same else None


def _named(parts: Parts) -> str:
    """What tells an alternative from its neighbours: the schema it refers to, or its type."""
    node = parts[0][1]
    if isinstance(reference := node.get("$ref"), str):
        return reference.rpartition("/")[2]
    return str(node.get("title") or node.get("type") or "without a name")


class Pair:
    """Two states of one schema, neither with alternatives."""

    def __init__(self, comparison: SchemaComparison, old: Shape, new: Shape) -> None:
        self.comparison = comparison
        self.requests = comparison.requests
        self.old, self.new = old, new
        self.inner, self.outer = (old, new) if self.requests else (new, old)
        self.lost = "is no longer taken" if self.requests else "is new in answers"

    def change(self, aspect: str, keyword: str, what: str, detail: str = "", *places: Place) -> Change:
        kind = KINDS[aspect][0 if self.requests else 1]
        holder = self.new.holder(keyword)
        places = places or (Place(holder, keyword),)
        return Change("", kind, self.old.pointer, self._present(holder, keyword), what, detail, (), places)

    def member(self, aspect: str, name: str, owner: Pointer, what: str, *places: Place) -> Change:
        """A change of one property, named after the object that lists it."""
        change = self.change(aspect, "properties" if aspect != "required" else "required", what, name, *places)
        return replace(change, name=owner)

    def _present(self, holder: Pointer, keyword: str) -> Pointer:
        return (*holder, keyword) if any(keyword in node for _, node in self.new.parts) else self.new.pointer

    def changes(self) -> Iterator[Change]:
        yield from self.default()
        common = self._common_types()
        yield from self._types()
        if not common:
            return
        if self.inner.enum is not None:
            yield from self._values(self.inner.enum)
        else:
            yield from self._open_values()
            yield from self._plain(common)
        if "object" in common:
            yield from self._objects()
        if "array" in common and self.outer.items:
            nothing: Parts = ((self.inner.pointer, {}),)
            yield from self._below(self.inner.items or nothing, self.outer.items)
        for excluded in sorted(self.outer.excluded - self.inner.excluded):
            yield self.change("exclusions", "not", f"what fits {excluded} {self.lost}", excluded)

    def default(self) -> Iterator[Change]:
        old, new = self.old.default, self.new.default
        if self.requests and old != new:
            what = f"the default was {old or 'not stated'} and is {new or 'not stated'}"
            yield self.change("default", "default", what, f"{old} {new}")

    def _common_types(self) -> frozenset[str]:
        return self.inner.types & self.outer.types

    def _types(self) -> Iterator[Change]:
        extra = self.inner.types - self.outer.types
        if extra == {"null"}:
            what = "null is no longer taken" if self.requests else "may be null now"
            holder = self.new.holder("type")
            places = tuple(Place(holder, key) for key in ("nullable", "type", "enum"))
            yield self.change("null", "nullable", what, "", *places)
        elif extra:
            what = f"was {_types(self.old)} and is {_types(self.new)}"
            places = tuple(Place(self.new.holder("type"), key) for key in ("type", "nullable", "format"))
            yield self.change("types", "type", what, f"{_types(self.old)} {_types(self.new)}", *places)

    def _values(self, values: dict[str, Any]) -> Iterator[Change]:
        """The inner side lists its values: each that it takes is tried on the outer side."""
        for name, value in values.items():
            if any(self.inner.refuses(value)):
                continue
            for keyword in self.outer.refuses(value):
                aspect = "enum" if keyword == "enum" else "pattern" if keyword == "pattern" else "bounds"
                yield self.change(aspect, keyword, f"the value {name} {self.lost}", name)

    def _open_values(self) -> Iterator[Change]:
        if self.outer.enum is not None and not self.inner.types <= {"boolean", "null"}:
            listed = ", ".join(self.outer.enum)
            what = f"any value was taken, now only {listed}" if self.requests else f"no longer only {listed}"
            yield self.change("enum", "enum", what, "any")

    def _plain(self, common: frozenset[str]) -> Iterator[Change]:
        inner, outer = self.inner, self.outer
        if common & {"string", "number", "integer"}:
            if not self._format_fits():
                what = f"the format was {self.old.format or 'not stated'} and is {self.new.format or 'not stated'}"
                yield self.change("format", "format", what, f"{self.old.format} {self.new.format}")
            yield from self._steps()
        if "string" in common and outer.patterns - inner.patterns:
            old, new = (" and ".join(sorted(s.patterns)) or "not stated" for s in (self.old, self.new))
            yield self.change("pattern", "pattern", f"the pattern was {old} and is {new}", f"{old} {new}")
        for keyword, (limited, _) in BOUNDS.items():
            if limited in common or (limited == "number" and "integer" in common):
                yield from self._bound(keyword)
        if "array" in common and outer.unique and not inner.unique:
            yield self.change("bounds", "uniqueItems", f"a list with repeated items {self.lost}")

    def _format_fits(self) -> bool:
        inner, outer = self.inner.format, self.outer.format
        if self.inner.types <= {"integer", "null"} and "number" in self.outer.types and outer in _OF_ANY_NUMBER:
            return True
        return outer in (None, inner) or (inner, outer) in _WIDER_FORMATS

    def _bound(self, keyword: str) -> Iterator[Change]:
        inner, outer, lower = self.inner.bound(keyword), self.outer.bound(keyword), BOUNDS[keyword][1]
        if outer is None or (inner is not None and _within(inner, outer, lower)):
            return
        old, new = (_edge(shape.bound(keyword)) for shape in (self.old, self.new))
        exclusive = Place(self.new.holder(keyword), f"exclusive{keyword[0].upper()}{keyword[1:]}")
        places = (Place(self.new.holder(keyword), keyword), exclusive)
        yield self.change("bounds", keyword, f"{keyword} was {old} and is {new}", f"{keyword} {old} {new}", *places)

    def _steps(self) -> Iterator[Change]:
        for step in self.outer.steps:
            if not any(abs(own / step - round(own / step)) < 1e-9 for own in self.inner.steps):
                old, new = (", ".join(map(str, shape.steps)) or "not stated" for shape in (self.old, self.new))
                yield self.change("bounds", "multipleOf", f"multipleOf was {old} and is {new}", f"{old} {new}")

    def _objects(self) -> Iterator[Change]:
        old, new = _visible(self, self.old), _visible(self, self.new)
        for name, members in old.items():
            if name in new:
                yield from self.comparison.compare(members, new[name])
                yield from self._required(name, members)
            elif self.requests and self.new.others:
                yield from self.comparison.compare(members, self.new.others)
            else:
                yield self._gone(name, members)
        for name, members in new.items():
            if name not in old:
                yield from self._added(name, members)
        yield from self._unnamed()

    def _required(self, name: str, members: Parts) -> Iterator[Change]:
        if name in self.outer.required and name not in self.inner.required:
            what = f"`{name}` must be sent now" if self.requests else f"`{name}` may be missing now"
            yield self.member("required", name, _owner(members), what)

    def _gone(self, name: str, members: Parts) -> Change:
        # A form of which members may be chosen requires none; the resource that it stands for may.
        places = [Place((*_owner(members), "properties"), name), Place(_owner(members), "required")]
        what = f"`{name}` is no longer taken" if self.requests else f"`{name}` is gone from answers"
        return self.member("removed", name, _owner(members), what, *places)

    def _added(self, name: str, members: Parts) -> Iterator[Change]:
        places = [Place((*_owner(members), "properties"), name)]
        if name in self.new.required:
            places.append(Place(_owner(members), "required"))
        if self.requests:
            if name in self.new.required:
                what = f"`{name}` is new and must be sent"
                yield self.member("added", name, _owner(members), what, *places)
        elif self.old.closed:
            what = f"`{name}` is new where nothing else was promised"
            yield self.member("added", name, _owner(members), what, *places)
        elif self.old.others:
            yield from self.comparison.compare(self.old.others, members)

    def _unnamed(self) -> Iterator[Change]:
        """Members without a name of their own."""
        if self.outer.closed and not self.inner.closed:
            what = "unknown members are refused now" if self.requests else "unknown members may come now"
            yield self.change("closed", "additionalProperties", what)
        elif self.outer.others and not self.inner.closed:
            yield from self._below(self.inner.others or ((self.inner.pointer, {}),), self.outer.others)

    def _below(self, inner: Parts, outer: Parts) -> Iterator[Change]:
        pair = (inner, outer) if self.requests else (outer, inner)
        yield from self.comparison.compare(*pair)


def _owner(members: Parts) -> Pointer:
    """The object that lists a property."""
    return members[0][0][:-2]


def _visible(pair: Pair, shape: Shape) -> dict[str, Parts]:
    """The properties that travel in this direction: readOnly ones are never sent, writeOnly ones never answered."""
    hidden = "readOnly" if pair.requests else "writeOnly"
    document = pair.comparison.old if shape is pair.old else pair.comparison.new

    def is_hidden(parts: Parts) -> bool:
        flat: list[Node] = [node for _, node in shape_of(document, parts).parts]
        return any(node.get(hidden) is True for node in flat)

    return {name: parts for name, parts in shape.properties.items() if not is_hidden(parts)}


def _types(shape: Shape) -> str:
    if shape.types == TYPES:
        return "anything"
    named = shape.types - {"integer"} if "number" in shape.types else shape.types
    return " or ".join(sorted(named)) or "nothing"


def _edge(bound: tuple[float, bool] | None) -> str:
    return "not stated" if bound is None else f"{spelled(bound[0])}{' (excluded)' if bound[1] else ''}"


def _within(inner: tuple[float, bool], outer: tuple[float, bool], lower: bool) -> bool:
    if inner[0] == outer[0]:
        return inner[1] or not outer[1]
    return inner[0] > outer[0] if lower else inner[0] < outer[0]


# Aspect to the names of its kinds: in requests, in answers.
KINDS = {
    "types": ("request-type-narrowed", "response-type-widened"),
    "null": ("request-null-refused", "response-null-added"),
    "enum": ("request-enum-narrowed", "response-enum-widened"),
    "format": ("request-format-narrowed", "response-format-widened"),
    "bounds": ("request-bounds-narrowed", "response-bounds-widened"),
    "pattern": ("request-pattern-narrowed", "response-pattern-widened"),
    "default": ("default-changed", "default-changed"),
    "removed": ("request-property-removed", "response-property-removed"),
    "added": ("required-property-added", "response-property-added"),
    "required": ("property-became-required", "property-became-optional"),
    "closed": ("request-object-closed", "response-object-opened"),
    "alternatives": ("request-alternative-removed", "response-alternative-added"),
    "exclusions": ("request-exclusion-added", "response-exclusion-removed"),
}
