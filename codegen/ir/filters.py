"""What `x-filterable` stands for: which comparisons each property allows, and the parameters that ask for them."""

from dataclasses import dataclass

from codegen.documents import Document, Node, Site, mapping, sequence
from codegen.ir.answers import page_item, properties
from codegen.ir.decimals import is_decimal

_QUANTITY = ("ne", "gt", "gte", "lt", "lte", "in", "nin", "between")
# Beside `eq`, which is the plain name of the property.
OPERATORS = {
    "TEXT": ("ne", "in", "nin", "contains", "starts_with", "ends_with"),
    "ENUM": ("ne", "in", "nin"),
    "UUID": ("ne", "in", "nin"),
    "BOOLEAN": ("ne",),
    "INTEGER": _QUANTITY,
    "DECIMAL": _QUANTITY,
    "TIMESTAMP": _QUANTITY,
}
_DESCRIPTIONS = {
    "eq": "`{}` is this.",
    "ne": "`{}` is not this.",
    "gt": "`{}` is greater than this.",
    "gte": "`{}` is this or greater.",
    "lt": "`{}` is less than this.",
    "lte": "`{}` is this or less.",
    "in": "`{}` is one of these.",
    "nin": "`{}` is none of these.",
    "contains": "`{}` contains this.",
    "starts_with": "`{}` starts with this.",
    "ends_with": "`{}` ends with this.",
    "between": "`{}` lies between these two, or is one of them.",
}
_LIST_SIZES = {"in": (1, 50), "nin": (1, 50), "between": (2, 2)}
_FORMATS = {"uuid": "UUID", "date-time": "TIMESTAMP"}
_VALUES: dict[str, Node] = {
    "TEXT": {"type": "string", "maxLength": 255, "pattern": r"^[^\u0000]*$"},
    "UUID": {"type": "string", "format": "uuid"},
    "TIMESTAMP": {"type": "string", "format": "date-time"},
    "BOOLEAN": {"type": "boolean"},
    "INTEGER": {"type": "integer", "format": "int32", "minimum": -(2**31), "maximum": 2**31 - 1},
    "DECIMAL": {"type": "number", "format": "decimal", "minimum": -9999999999.99, "maximum": 9999999999.99},
}
# A comma ends a value of a list.
_LISTED_TEXT: Node = {**_VALUES["TEXT"], "pattern": r"^[^\u0000,]*$"}
# An expression of each kind, the most telling kinds first.
_CLAUSES = {
    "ENUM": "{} eq '{}'",
    "TIMESTAMP": "{} ge 2026-01-01T00:00:00Z",
    "DECIMAL": "{} ge 10.5",
    "INTEGER": "{} gt 1",
    "TEXT": "contains({}, 'a')",
    "BOOLEAN": "{} eq true",
    "UUID": "{} ne 7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11",
}


@dataclass(frozen=True, slots=True)
class FilterField:
    """A property that a listing may be filtered by; `value` is the schema of what it is compared with."""

    name: str
    kind: str
    nullable: bool
    choices: tuple[str, ...]
    value: Node


def filter_field(document: Document, name: str, schema: Node) -> FilterField | None:
    """How a property is compared; None when it cannot be."""
    parts = [document.follow(part)[0] for part in (schema, *sequence(schema, "allOf"))]
    merged: Node = {key: value for part in reversed(parts) for key, value in part.items()}
    kind = _kind(merged)
    if kind is None:
        return None
    nullable = any(part.get("nullable") is True for part in parts)
    choices = tuple(str(choice) for choice in sequence(merged, "enum") if choice is not None)
    return FilterField(name, kind, nullable, choices, _VALUES.get(kind) or _reference(schema))


def _kind(schema: Node) -> str | None:
    match schema.get("type"):
        case "string":
            return "ENUM" if "enum" in schema else _FORMATS.get(str(schema.get("format")), "TEXT")
        case "integer":
            return "INTEGER"
        case "number" if is_decimal(schema):
            return "DECIMAL"
        case "boolean":
            return "BOOLEAN"
    return None


def _reference(schema: Node) -> Node:
    """An enum is a schema with a name, which lint sees to."""
    parts = (schema, *sequence(schema, "allOf"))
    return next(({"$ref": part["$ref"]} for part in parts if "$ref" in mapping(part)), schema)


def filter_fields(document: Document, site: Site) -> tuple[FilterField, ...]:
    """Those of `x-filterable` that exist and can be compared, in its order."""
    members = properties(document, page_item(document, site))
    named = [name for name in sequence(site.node, "x-filterable") if isinstance(name, str) and name in members]
    found = (filter_field(document, name, members[name]) for name in named)
    return tuple(field for field in found if field is not None)


def field_parameters(field: FilterField) -> dict[str, Node]:
    """Operator to parameter. `x-filter` is how later steps know what a parameter means."""
    return {operator: _parameter(field, operator) for operator in ("eq", *OPERATORS[field.kind])}


def _parameter(field: FilterField, operator: str) -> Node:
    wire = field.name if operator == "eq" else f"{field.name}[{operator}]"
    parameter: Node = {"name": wire, "in": "query"}
    if field.kind == "TEXT":
        # The empty text is a text, and OpenAPI 3.0 wants to be told.
        parameter["allowEmptyValue"] = True
    schema = field.value
    if sizes := _LIST_SIZES.get(operator):
        parameter |= {"style": "form", "explode": False}
        items = _LISTED_TEXT if field.kind == "TEXT" else field.value
        schema = {"type": "array", "minItems": sizes[0], "maxItems": sizes[1], "items": dict(items)}
    meaning = {"field": field.name, "operator": operator}
    return parameter | {
        "description": _DESCRIPTIONS[operator].format(field.name),
        "schema": dict(schema),
        "x-filter": meaning,
    }


def derived_parameters(document: Document) -> frozenset[str]:
    """Names of the components that came of `x-filterable`."""
    parameters = mapping(document.data, "components", "parameters")
    return frozenset(name for name, parameter in parameters.items() if "x-filter" in mapping(parameter))


def expression_parameter(fields: tuple[FilterField, ...]) -> Node:
    """`filter`: all comparisons in one expression."""
    names = ", ".join(f"`{field.name}`" for field in fields)
    return {
        "name": "filter",
        "in": "query",
        "description": f"An OData v4 `$filter` expression over {names}.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 2000, "pattern": r"^[^\u0000]*$"},
        "example": _example(fields),
    }


def _example(fields: tuple[FilterField, ...]) -> str:
    ranked = sorted(fields, key=lambda field: list(_CLAUSES).index(field.kind))
    return " and ".join(_CLAUSES[field.kind].format(field.name, *field.choices[:1]) for field in ranked[:2])
