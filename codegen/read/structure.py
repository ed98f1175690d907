"""What openapi-spec-validator says of a document, in short sentences at the right place."""

from collections.abc import Iterator

from jsonschema.exceptions import ValidationError, best_match
from openapi_spec_validator import OpenAPIV30SpecValidator

from codegen.documents import Document, Pointer

Breach = tuple[Pointer, str, str]
_LONGEST = 200


def structural_errors(document: Document) -> Iterator[Breach]:
    """Breaches of OpenAPI 3.0.3 itself. Duplicate operationIds are told elsewhere, over all contracts."""
    for error in OpenAPIV30SpecValidator(document.data).iter_errors():
        if isinstance(error, ValidationError) and "operation ID" not in error.message.lower():
            deepest = best_match([error]) or error
            pointer = tuple(deepest.absolute_path)
            message = deepest.message if len(deepest.message) <= _LONGEST else f"…{deepest.message[-_LONGEST:]}"
            yield pointer, message.rstrip("."), "see OpenAPI 3.0.3"
