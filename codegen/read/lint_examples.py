"""Every example and default fits the schema it illustrates."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT4

from codegen.documents import Document, Node, Pointer, mapping, to_reference
from codegen.places import holders, schemas

Breach = tuple[Pointer, str, str]
_DOCUMENT = "urn:document"


def examples(data: Node) -> Iterator[tuple[Pointer, Pointer, Any]]:
    """Each example of a document: where it stands, where its schema stands, and its value."""
    for pointer, holder in holders(data):
        if "schema" in holder:
            if "example" in holder:
                yield (*pointer, "example"), (*pointer, "schema"), holder["example"]
            for name, example in mapping(holder, "examples").items():
                if "value" in mapping(example):
                    yield (*pointer, "examples", name, "value"), (*pointer, "schema"), example["value"]
    for pointer, schema in schemas(data):
        if "example" in schema and "$ref" not in schema:
            yield (*pointer, "example"), pointer, schema["example"]


def wrong_examples(document: Document) -> Iterator[Breach]:
    checker = Checker(document.data)
    for pointer, schema, value in examples(document.data):
        problem = checker.problem(schema, value)
        if problem is not None:
            yield pointer, f"the example breaks its schema: {problem}", "mend the example"


def _multiple_of(validator: Any, divisor: float, instance: object, schema: Node) -> Iterator[ValidationError]:
    """As written in decimals: the remainder of floats finds 19.90 to be no multiple of 0.01."""
    a_number = isinstance(instance, int | float) and not isinstance(instance, bool)
    if a_number and Fraction(str(instance)) % Fraction(str(divisor)) != 0:
        yield ValidationError(f"{instance} is not a multiple of {divisor}")


_EXACT = extend(OAS30Validator, {"multipleOf": _multiple_of})  # type: ignore[no-untyped-call]


class Checker:
    """Validates values against schemas of one document."""

    def __init__(self, data: Node) -> None:
        resource = DRAFT4.create_resource(data)
        self._registry: Registry[Any] = Registry().with_resource(_DOCUMENT, resource)

    def problem(self, schema: Pointer, value: object) -> str | None:
        """The most telling breach, or None. `schema` is the place of the schema."""
        reference = {"$ref": _DOCUMENT + to_reference(schema)}
        validator = _EXACT(reference, registry=self._registry, format_checker=oas30_format_checker)
        error = best_match(validator.iter_errors(value))
        if error is None:
            return None
        place = ".".join(str(step) for step in error.absolute_path)
        return f"{place}: {error.message}" if place else str(error.message)
