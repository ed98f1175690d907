"""Service contracts made self-contained: what they use of `shared.yaml` moves into them."""

from collections.abc import Iterator
from typing import Any

from codegen.documents import Document, Node, Pointer, Source, clone, lookup, mapping, sequence, to_pointer, walk
from codegen.findings import Finding

SHARED = "shared.yaml"

_STAND_INS: dict[str, Node] = {
    "parameters": {"name": "unresolved", "in": "query", "schema": {}},
    "responses": {"description": ""},
    "headers": {"schema": {}},
    "requestBodies": {"content": {}},
}


class _Bundle:
    """One contract on its way: copies shared components in, one level of references after the other."""

    def __init__(self, source: Source, shared: Source) -> None:
        self.source = source
        self.shared = shared
        self.data: Node = clone(source.data)
        self.findings: list[Finding] = []

    def run(self) -> None:
        for name in sorted(_security_names(self.data)):
            self._borrow(("components", "securitySchemes", name), self.source.lines.get(("security",), 1))
        self._rewrite(self.data, self.source, ())

    def _rewrite(self, node: object, origin: Source, start: Pointer) -> None:
        for pointer, part in list(walk(node, start)):
            reference = part.get("$ref")
            if isinstance(reference, str) and not (pointer and pointer[-1] == "properties"):
                part["$ref"] = self._target(reference, origin, origin.lines.get((*pointer, "$ref"), 1))

    def _target(self, reference: str, origin: Source, line: int) -> str:
        """The reference as it reads inside the bundle."""
        file, _, place = reference.partition("#")
        pointer = to_pointer(reference)
        if file not in {"", SHARED}:
            what = f"`{reference}` leads into another file"
            self.findings.append(Finding(origin.path, line, what, f"move what both need to {SHARED}"))
            self._stand_in(pointer)
        elif file == "" and origin is self.source:
            if lookup(self.source.data, pointer) is None:
                self._unresolved(origin, reference, line)
        elif lookup(self.shared.data, pointer) is None or len(pointer) != 3:
            self._unresolved(origin, reference, line)
        else:
            self._borrow(pointer, line)
        return f"#{place}"

    def _unresolved(self, origin: Source, reference: str, line: int) -> None:
        what = f"`{reference}` leads nowhere"
        self.findings.append(Finding(origin.path, line, what, "name something that exists"))
        self._stand_in(to_pointer(reference))

    def _stand_in(self, pointer: Pointer) -> None:
        """Something harmless in place of what is missing, so that the rest can still be checked."""
        if len(pointer) == 3 and pointer[0] == "components":
            kind, name = str(pointer[1]), str(pointer[2])
            place = self._components(kind)
            if place is not None:
                place.setdefault(name, clone(_STAND_INS.get(kind, {})) | {"x-unresolved": True})

    def _components(self, kind: str) -> Node | None:
        """Where components of this kind belong; None when something else stands there."""
        components = self.data.setdefault("components", {})
        place = components.setdefault(kind, {}) if isinstance(components, dict) else None
        if isinstance(place, dict):
            return place
        line = self.source.lines.get(("components", kind), self.source.lines.get(("components",), 1))
        self.findings.append(Finding(self.source.path, line, "components are no object", "write names below it"))
        return None

    def _borrow(self, pointer: Pointer, line: int) -> None:
        kind, name = str(pointer[1]), str(pointer[2])
        place = self._components(kind)
        if place is None:
            return
        component = clone(lookup(self.shared.data, pointer))
        if lookup(self.source.data, pointer) is not None:
            if kind != "securitySchemes":
                what = f"{kind} has its own `{name}` beside the one of {SHARED}"
                self.findings.append(Finding(self.source.path, line, what, "rename one of them"))
        elif name not in place and component is not None:
            place[name] = component
            self._rewrite(component, self.shared, pointer)


def _security_names(data: Node) -> set[str]:
    """Security schemes are named, not referred to; find the names."""

    def requirements() -> Iterator[Any]:
        yield from sequence(data, "security")
        for item in mapping(data, "paths").values():
            for operation in mapping(item).values():
                yield from sequence(operation, "security")

    return {name for requirement in requirements() for name in mapping(requirement)}


def bundle(source: Source, shared: Source) -> tuple[Document, list[Finding]]:
    """The contract with every reference inside itself, and the references that lead nowhere."""
    work = _Bundle(source, shared)
    work.run()
    name = source.path.rpartition("/")[2].removesuffix(".yaml")
    return Document(name, work.data, (source, shared)), work.findings
