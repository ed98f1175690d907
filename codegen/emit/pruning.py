"""Takes out of a document what its readers have no use for."""

from typing import Any

from codegen.documents import Node, mapping, sequence, to_pointer, walk

# Their members are named by authors; an `x-` there is a name, not an extension.
_NAMES = frozenset({"properties", "headers", "schemas", "responses", "parameters", "examples", "paths", "content"})
_VALUES = frozenset({"example", "default", "enum"})


def without_extensions(node: Any, parent: str = "") -> Any:
    """A copy without `x-…` members."""
    if isinstance(node, list):
        return [without_extensions(value, "") for value in node]
    if not isinstance(node, dict) or parent in _VALUES:
        return node
    names = parent in _NAMES
    return {
        key: without_extensions(value, "" if names else key)
        for key, value in node.items()
        if names or not key.startswith("x-")
    }


def prune(document: Node) -> Node:
    """The document, in place, without components that nothing refers to any more."""
    kept = _reachable(document)
    components = mapping(document, "components")
    for kind in list(components):
        components[kind] = {name: part for name, part in components[kind].items() if (kind, name) in kept}
        if not components[kind]:
            del components[kind]
    return document


def _reachable(document: Node) -> set[tuple[str, str]]:
    schemes = [requirement for _, node in walk(document) for requirement in sequence(node, "security")]
    found = {("securitySchemes", name) for requirement in schemes for name in mapping(requirement)}
    waiting: list[Any] = [{key: value for key, value in document.items() if key != "components"}]
    while waiting:
        for _, node in walk(waiting.pop()):
            reference = node.get("$ref")
            if isinstance(reference, str):
                _, kind, name = (*(str(step) for step in to_pointer(reference)), "", "", "")[:3]
                if (kind, name) not in found:
                    found.add((kind, name))
                    waiting.append(mapping(document, "components", kind, name))
    return found
