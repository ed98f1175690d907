"""The bounds that the integer formats imply, where a schema does not say tighter ones."""

from codegen.documents import Node
from codegen.places import schemas

_BITS = {"int32": 31, "int64": 63}


def bound_integers(document: Node) -> None:
    """Writes out, in place, `minimum` and `maximum` of every int32 and int64 (OpenAPI 3.0.3, 4.4)."""
    for _, schema in schemas(document):
        bits = _BITS.get(str(schema.get("format")))
        if bits is not None and schema.get("type") == "integer":
            schema.setdefault("minimum", -(2**bits))
            schema.setdefault("maximum", 2**bits - 1)
