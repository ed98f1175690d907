"""Whether a document is OpenAPI 3.0.3 at all, in short sentences at the right place."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft4Validator
from jsonschema.exceptions import ValidationError
from openapi_spec_validator import OpenAPIV30SpecValidator
from openapi_spec_validator.schemas import schema_v30

from codegen.documents import Document, Node, Pointer, lookup, mapping, sequence, to_pointer, walk

Breach = tuple[Pointer, str, str]
_LONGEST = 200
_NO_REFERENCE = "'$ref' is a required property"
# By rules of ours, over all contracts and at the right line.
_TOLD_ELSEWHERE = ("Operation ID", "was not resolved")


def structural_errors(
    document: Document, *, by_metaschema: bool = False, derived: frozenset[str] = frozenset()
) -> list[Breach]:
    """Dangling references; without any, what openapi-spec-validator says, or at least the metaschema.

    `derived` names parameters that the generator wrote itself; past the metaschema they need no look.
    """
    return list(dangling(document)) or list(_invalid(document, by_metaschema, derived))


def dangling(document: Document) -> Iterator[Breach]:
    for pointer, node in walk(document.data):
        reference = node.get("$ref")
        if isinstance(reference, str) and lookup(document.data, to_pointer(reference)) is None:
            yield (*pointer, "$ref"), f"`{reference}` leads nowhere", "name something that exists"


def _invalid(document: Document, by_metaschema: bool, derived: frozenset[str]) -> Iterator[Breach]:
    """Fast accept, rich reject: the validator's backend may be one that does not say which alternative failed."""
    validator = OpenAPIV30SpecValidator(document.data)
    errors: list[ValidationError] = []
    if any(True for _ in validator.schema_validator.iter_errors(document.data)):
        errors = [_deepest(error) for error in Draft4Validator(dict(schema_v30)).iter_errors(document.data)]
    # What goes beyond the metaschema takes a document of the right shape for granted.
    if not errors and not by_metaschema:
        errors = list(OpenAPIV30SpecValidator(_lighter(document.data, derived)).iter_errors())
    for error in errors:
        message = error.message.partition("\n")[0]
        if not any(told in message for told in _TOLD_ELSEWHERE):
            shown = message if len(message) <= _LONGEST else f"…{message[-_LONGEST:]}"
            yield _place(error), shown.rstrip("."), "see OpenAPI 3.0.3"


def _lighter(data: Node, derived: frozenset[str]) -> Node:
    """The document without derived parameters, and with each response that operations share in one of them only: the
    validator would look at all of them in every operation."""
    parameters = {f"#/components/parameters/{name}" for name in derived}
    responses: set[object] = set()

    def kept(operation: Any) -> Any:
        lighter: Node = {}
        if "parameters" in mapping(operation):
            written = sequence(operation, "parameters")
            lighter["parameters"] = [p for p in written if mapping(p).get("$ref") not in parameters]
        if "responses" in mapping(operation):
            given = {status: mapping(r).get("$ref") for status, r in operation["responses"].items()}
            fresh = [status for status, reference in given.items() if reference is None or reference not in responses]
            lighter["responses"] = {status: operation["responses"][status] for status in fresh}
            responses.update(given.values())
        return operation | lighter if lighter else operation

    paths = {path: {key: kept(value) for key, value in item.items()} for path, item in data["paths"].items()}
    return {**data, "paths": paths}


def _place(error: ValidationError) -> Pointer:
    """Where it is; of a member that must not be there, the member itself."""
    pointer: Pointer = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        named = (key for key in error.instance if repr(key) in error.message)
        pointer = (*pointer, *list(named)[:1])
    return pointer


def _deepest(error: ValidationError) -> ValidationError:
    """Of alternatives that all failed, the one that came furthest: most likely the one that was meant."""
    while error.context:
        meant = [inner for inner in error.context if inner.message != _NO_REFERENCE] or error.context
        error = max(meant, key=lambda inner: len(inner.absolute_path))
    return error
