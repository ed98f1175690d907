"""Every example and default fits the schema it illustrates."""

from collections.abc import Iterator
from typing import Any

from jsonschema.exceptions import best_match
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT4

from codegen.documents import Document, Node, Pointer, mapping, to_reference, walk

Breach = tuple[Pointer, str, str]
_DOCUMENT = "urn:document"


def examples(document: Document) -> Iterator[tuple[Pointer, Pointer, Any]]:
    """Each example of the document: where it stands, where its schema stands, and its value."""
    for pointer, node in walk(document.data):
        if "$ref" in node or _is_value(pointer):
            continue
        schema: Pointer | None = None
        if isinstance(node.get("schema"), dict):
            schema = (*pointer, "schema")
        elif _is_schema(pointer):
            schema = pointer
        if schema is None:
            continue
        if "example" in node:
            yield (*pointer, "example"), schema, node["example"]
        for name, holder in mapping(node, "examples").items():
            if "value" in mapping(holder):
                yield (*pointer, "examples", name, "value"), schema, holder["value"]


def _is_value(pointer: Pointer) -> bool:
    return any(step in {"example", "default", "value"} for step in pointer[-6:]) and not _is_schema(pointer)


def _is_schema(pointer: Pointer) -> bool:
    if len(pointer) < 2:
        return False
    if pointer[-2] in {"properties", "allOf", "anyOf", "oneOf"}:
        return True
    if pointer[-1] in {"schema", "items", "additionalProperties"}:
        return True
    return len(pointer) == 3 and pointer[:2] == ("components", "schemas")


def wrong_examples(document: Document) -> Iterator[Breach]:
    checker = Checker(document.data)
    for pointer, schema, value in examples(document):
        problem = checker.problem(schema, value)
        if problem is not None:
            yield pointer, f"the example breaks its schema: {problem}", "mend the example"


class Checker:
    """Validates values against schemas of one document."""

    def __init__(self, data: Node) -> None:
        resource = DRAFT4.create_resource(data)
        self._registry: Registry[Any] = Registry().with_resource(_DOCUMENT, resource)

    def problem(self, schema: Pointer, value: object) -> str | None:
        """The most telling breach, or None. `schema` is the place of the schema."""
        reference = {"$ref": _DOCUMENT + to_reference(schema)}
        validator = OAS30Validator(reference, registry=self._registry, format_checker=oas30_format_checker)
        error = best_match(validator.iter_errors(value))
        if error is None:
            return None
        place = ".".join(str(step) for step in error.absolute_path)
        return f"{place}: {error.message}" if place else str(error.message)
