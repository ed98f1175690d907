"""An OpenAPI document that knows where each of its parts was written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]
Pointer = tuple[str | int, ...]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def mapping(node: object, *keys: str | int) -> Node:
    """The object at the end of `keys`, or an empty one: lint reads documents of any shape."""
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else {}


def sequence(node: object, *keys: str | int) -> list[Any]:
    """The array at the end of `keys`, or an empty one."""
    found = mapping(node, *keys[:-1]).get(str(keys[-1])) if keys else node
    return found if isinstance(found, list) else []


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One file: its path below the repository, its content, and the line of each part (from 1)."""

    path: str
    data: Any
    lines: Mapping[Pointer, int]

    def deepest(self, pointer: Pointer) -> int:
        """Length of the longest leading part of `pointer` that this file holds."""
        return next(size for size in range(len(pointer), -1, -1) if size == 0 or pointer[:size] in self.lines)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with its references followed, and where it is written."""

    node: Node
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Site:
    """One operation and the place where it stands."""

    path: str
    method: str
    node: Node
    pointer: Pointer
    parameters: tuple[Parameter, ...]

    @property
    def operation_id(self) -> str:
        return str(self.node.get("operationId", ""))

    @property
    def internal(self) -> bool:
        return self.node.get("x-internal") is True

    @property
    def successes(self) -> dict[str, Any]:
        """The 2xx responses, lowest status first."""
        responses = mapping(self.node, "responses")
        return {status: responses[status] for status in sorted(responses) if status.startswith("2")}


@dataclass(frozen=True, slots=True)
class Document:
    """A self-contained document; `sources` are the files it was put together from, main one first."""

    name: str
    data: Node
    sources: tuple[Source, ...]

    def at(self, pointer: Pointer) -> tuple[str, int]:
        """File and line of the deepest part of `pointer` that somebody wrote."""
        source = max(self.sources, key=lambda candidate: candidate.deepest(pointer))
        return source.path, source.lines.get(pointer[: source.deepest(pointer)], 1)

    def follow(self, node: object, pointer: Pointer = ()) -> tuple[Node, Pointer]:
        """`node` with references followed, and where the target stands; empty when one leads nowhere."""
        seen: set[str] = set()
        while isinstance(node, dict) and isinstance(reference := node.get("$ref"), str):
            if reference in seen:
                return {}, pointer
            seen.add(reference)
            pointer = to_pointer(reference)
            node = lookup(self.data, pointer)
        return (node if isinstance(node, dict) else {}), pointer

    def sites(self) -> Iterator[Site]:
        """Every operation, in document order."""
        for path, item in mapping(self.data, "paths").items():
            for method in mapping(item):
                if method in METHODS:
                    pointer: Pointer = ("paths", path, method)
                    node = mapping(item, method)
                    yield Site(path, method, node, pointer, self._parameters(path, method))

    def _parameters(self, path: str, method: str) -> tuple[Parameter, ...]:
        """Path-level parameters, then the operation's own, which replace those of the same name and place."""
        found: dict[tuple[str, str], Parameter] = {}
        levels: tuple[Pointer, ...] = (("paths", path, "parameters"), ("paths", path, method, "parameters"))
        for level in levels:
            for index, written in enumerate(sequence(self.data, *level)):
                node, pointer = self.follow(written, (*level, index))
                found[str(node.get("name")), str(node.get("in"))] = Parameter(node, pointer)
        return tuple(found.values())


def to_pointer(reference: str) -> Pointer:
    """`#/components/schemas/User` as a pointer (RFC 6901)."""
    steps = reference.partition("#")[2].split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def to_reference(pointer: Pointer) -> str:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
    return "#/" + "/".join(steps)


def lookup(data: object, pointer: Pointer) -> Any:
    """What stands at `pointer`, or None."""
    for step in pointer:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and str(step).isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def clone(node: Any) -> Any:
    """A copy of JSON that shares no object or array with it; many times as quick as `copy.deepcopy`."""
    if isinstance(node, dict):
        return {key: clone(value) for key, value in node.items()}
    return [clone(value) for value in node] if isinstance(node, list) else node


def walk(node: object, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Node]]:
    """Every object below `node`, parents first."""
    if isinstance(node, dict):
        yield pointer, node
        for key, value in node.items():
            yield from walk(value, (*pointer, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, (*pointer, index))
