"""OpenAPI Overlay 1.0.0: how a public version differs from the contracts.

Targets are JSONPath (RFC 9535) and are matched on the merged contracts, after references to `shared.yaml`
became references to `#/components`. An action that matches nothing is an error, not a silence.
"""

from typing import Any

from jsonpath import JSONPathEnvironment
from jsonpath.exceptions import JSONPathError

from codegen.documents import Document, Node, Pointer, Source, clone, lookup, mapping, sequence
from codegen.findings import Finding

_PATHS = JSONPathEnvironment(strict=True)


def apply(overlay: Source, head: Document) -> tuple[Document, list[Finding]]:
    """A copy of `head` after every action of the overlay, in order."""
    name = overlay.path.rpartition("/")[2].removesuffix(".overlay.yaml")
    document = Document(name, clone(head.data), (*head.sources, overlay))
    findings: list[Finding] = []
    for index, action in enumerate(sequence(overlay.data, "actions")):
        problem = _act(document.data, mapping(action))
        if problem is not None:
            line = overlay.lines[("actions", index)]
            findings.append(Finding(overlay.path, line, problem[0], problem[1]))
    return document, findings


def _act(data: Node, action: Node) -> tuple[str, str] | None:
    """Does one action; gives back what is wrong with it and how to mend it."""
    target = action.get("target")
    if not isinstance(target, str):
        return "an action without `target`", "name the places it changes in JSONPath"
    try:
        matches: list[Pointer] = [tuple(match.parts) for match in _PATHS.finditer(target, data)]
    except JSONPathError as error:
        return f"`{target}` is not JSONPath: {error}", "write it as RFC 9535 has it"
    if not matches:
        return f"`{target}` matches nothing", "mend the target, or drop the action"
    if action.get("remove") is True:
        # Later elements first, so that the indexes of earlier ones still hold.
        for match in reversed(matches):
            del lookup(data, match[:-1])[match[-1]]
        return None
    if "update" not in action:
        return "an action that neither updates nor removes", "give it `update` or `remove: true`"
    for match in matches:
        node = lookup(data, match)
        if isinstance(node, list):
            node.append(clone(action["update"]))
        elif isinstance(node, dict) and isinstance(action["update"], dict):
            _merge(node, action["update"])
        else:
            return f"`{target}` matches a bare value", "target the object that holds it"
    return None


def _merge(into: Node, update: Node) -> None:
    """Objects merge, arrays are concatenated, everything else is replaced."""
    for key, value in update.items():
        present: Any = into.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            _merge(present, value)
        elif isinstance(present, list) and isinstance(value, list):
            present.extend(clone(value))
        else:
            into[key] = clone(value)
