"""A value that fits a schema of a published document, out of the examples that stand in it."""

from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]

_TEXTS = {
    "uuid": "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11",
    "date-time": "2026-02-16T10:30:00.123456Z",
    "date": "2026-02-16",
    "email": "john.doe@example.com",
    "uri": "https://example.com/",
    "uri-reference": "/",
}


def sample(document: Document, schema: Mapping[str, Any]) -> Any:
    """One value, with every member that the schema names. A schema inside itself is left out."""
    return _sample(document, schema, ())


def _sample(document: Document, schema: Mapping[str, Any], inside: tuple[str, ...]) -> Any:
    if reference := schema.get("$ref"):
        return _sample(document, _target(document, reference), (*inside, reference))
    for key in ("example", "default"):
        if key in schema:
            return schema[key]
    if schema.get("enum"):
        return schema["enum"][0]
    if "allOf" in schema:
        parts = [_sample(document, part, inside) for part in (*schema["allOf"], _without(schema, "allOf"))]
        return {name: value for part in parts if isinstance(part, dict) for name, value in part.items()}
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return _sample(document, schema[key][0], inside)
    return _of_type(document, schema, inside)


def _of_type(document: Document, schema: Mapping[str, Any], inside: tuple[str, ...]) -> Any:
    kind = schema.get("type", "object" if "properties" in schema else None)
    if kind == "object":
        members = schema.get("properties", {}).items()
        return {name: _sample(document, member, inside) for name, member in members if not _again(member, inside)}
    if kind == "array":
        items = schema.get("items", {})
        return [] if _again(items, inside) else [_sample(document, items, inside)]
    if kind == "string":
        return _TEXTS.get(schema.get("format", ""), "x" * max(schema.get("minLength", 0), 1))
    if kind in ("integer", "number"):
        return schema.get("minimum", 0) + (1 if schema.get("exclusiveMinimum") else 0)
    return {"boolean": True}.get(kind or "")


def _again(schema: Mapping[str, Any], inside: tuple[str, ...]) -> bool:
    return schema.get("$ref") in inside


def _without(schema: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != key}


def _target(document: Document, reference: str) -> Mapping[str, Any]:
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    target: Mapping[str, Any] = found
    return target
