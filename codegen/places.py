"""Where an OpenAPI 3.0 document holds schemas, and the objects that give examples of them."""

from collections.abc import Iterator
from typing import Any

from codegen.documents import METHODS, Node, Pointer, mapping, sequence

Place = tuple[Pointer, Node]


def holders(data: Node) -> Iterator[Place]:
    """Every parameter, header and media type object: what has a `schema` and perhaps examples."""
    components = mapping(data, "components")
    for kind in ("parameters", "headers"):
        for name in mapping(components, kind):
            yield ("components", kind, name), mapping(components, kind, name)
    for kind in ("requestBodies", "responses"):
        for name in mapping(components, kind):
            yield from _message(mapping(components, kind, name), ("components", kind, name))
    for path in mapping(data, "paths"):
        item, pointer = mapping(data, "paths", path), ("paths", path)
        yield from _parameters(item, pointer)
        for method in METHODS:
            yield from _operation(mapping(item, method), (*pointer, method))


def _operation(operation: Node, pointer: Pointer) -> Iterator[Place]:
    yield from _parameters(operation, pointer)
    yield from _message(mapping(operation, "requestBody"), (*pointer, "requestBody"))
    for status in mapping(operation, "responses"):
        yield from _message(mapping(operation, "responses", status), (*pointer, "responses", status))


def _parameters(node: Node, pointer: Pointer) -> Iterator[Place]:
    for index, parameter in enumerate(sequence(node, "parameters")):
        yield (*pointer, "parameters", index), mapping(parameter)


def _message(node: Node, pointer: Pointer) -> Iterator[Place]:
    """Headers and media types of a request body or a response."""
    for key in ("headers", "content"):
        for name in mapping(node, key):
            yield (*pointer, key, name), mapping(node, key, name)


def schemas(data: Node) -> Iterator[Place]:
    """Every schema that is written in the document, references included, each once."""
    for pointer, holder in holders(data):
        yield from below(holder.get("schema"), (*pointer, "schema"))
    for name, schema in mapping(data, "components", "schemas").items():
        yield from below(schema, ("components", "schemas", name))


def below(schema: Any, pointer: Pointer) -> Iterator[Place]:
    """A schema and those inside it; references are given, not followed."""
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for name, member in mapping(schema, "properties").items():
        yield from below(member, (*pointer, "properties", name))
    for key in ("items", "additionalProperties", "not"):
        yield from below(schema.get(key), (*pointer, key))
    for key in ("allOf", "anyOf", "oneOf"):
        for index, part in enumerate(sequence(schema, key)):
            yield from below(part, (*pointer, key, index))
