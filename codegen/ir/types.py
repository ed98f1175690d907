"""Python types, as text, of the schemas that stand outside a struct: path parameters, bodies, answers."""

from typing import Any

from codegen.documents import Document, Node, mapping

_BOUNDS = {"minimum": "ge", "maximum": "le", "minLength": "min_length", "maxLength": "max_length"}
_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_FORMATS = {
    ("string", "uuid"): "UUID",
    ("string", "date-time"): "datetime",
    ("string", "date"): "date",
    ("number", "decimal"): "Decimal",
}
_LEXICAL = {"integer": "INTEGER", "number": "NUMBER", "boolean": "BOOLEAN", "uuid": "UUID", "date-time": "DATE_TIME"}


def lexical(document: Document, schema: Node) -> str | None:
    """The member of `Lexical` that a parameter of this schema must look like; of a list, each of its items."""
    schema, _ = document.follow(schema)
    if schema.get("type") == "array":
        return lexical(document, mapping(schema, "items"))
    return _LEXICAL.get(schema.get("format" if schema.get("type") == "string" else "type", ""))


def annotation(schema: Node) -> str:
    """The type of a schema: a component's name, a list of something, or a plain value."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"list[{annotation(schema.get('items', {}))}]"
    plain = _SCALARS.get(schema.get("type", ""), "Any")
    return _FORMATS.get((schema.get("type", ""), schema.get("format", "")), plain)


def bounded(document: Document, schema: Node) -> str:
    """`annotation` with the bounds that msgspec shall check."""
    if "$ref" in schema:
        target, _ = document.follow(schema)
        if "enum" in target or target.get("type") == "object":
            return annotation(schema)
        schema = target
    bounds = {_BOUNDS[key]: repr(value) for key, value in schema.items() if key in _BOUNDS}
    if isinstance(pattern := schema.get("pattern"), str):
        bounds["pattern"] = repr(pattern)
    plain = annotation(schema)
    if not bounds or plain not in {"str", "int", "float"}:
        return plain
    return f"Annotated[{plain}, Meta({', '.join(f'{key}={value}' for key, value in bounds.items())})]"


def is_list(document: Document, schema: Any) -> bool:
    return document.follow(schema)[0].get("type") == "array"
