"""What a schema is made of."""

from codegen.documents import Document, mapping
from codegen.ir.answers import referred_name
from codegen.places import below


def closure(document: Document, names: frozenset[str]) -> set[str]:
    """The schemas and all that they refer to."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            schema = mapping(document.data, "components", "schemas").get(current)
            inside = (node for _, node in below(schema, ()))
            waiting.extend(referred_name(node) for node in inside if "$ref" in node)
    return found
