"""Gives every inline enum and object a name of ours, so that none is left to the model generator.

Works on the copy of a document that models are made from; the document itself keeps its inline schemas.
"""

from typing import Any

from codegen.documents import Document, Node, clone, mapping
from codegen.ir.naming import pascal, singular

_READ_FORMATS = frozenset({"uuid", "date-time", "date"})


def hoist(document: Document) -> Document:
    """A copy in which inline enums and objects of parameters and components are components themselves.

    `ListUsersSort` is the parameter `sort` of listUsers, `JobStatus` the property `status` of Job.
    """
    copied = Document(document.name, clone(document.data), document.sources)
    schemas = copied.data.setdefault("components", {}).setdefault("schemas", {})
    for site in copied.sites():
        for parameter in site.parameters:
            if parameter.node.get("in") in {"query", "path"}:
                name = pascal(site.operation_id) + pascal(str(parameter.node.get("name")))
                parameter.node["schema"] = _named(mapping(parameter.node, "schema"), name, schemas)
    for name in list(schemas):
        schemas[name] = _without_unread_format(schemas[name])
        _hoist_members(schemas[name], name, schemas)
    return copied


def _hoist_members(schema: Node, owner: str, schemas: Node) -> None:
    for key, member in mapping(schema, "properties").items():
        many = member.get("type") == "array"
        schema["properties"][key] = _named(member, owner + pascal(singular(key) if many else key), schemas)
    if isinstance(items := schema.get("items"), dict):
        schema["items"] = _named(items, f"{owner}Item", schemas)
    for part in schema.get("allOf", []):
        _hoist_members(part, owner, schemas)


def _named(schema: Node, name: str, schemas: Node) -> Node:
    """The schema itself, or a reference to the component it has become."""
    if schema.get("type") == "array" and isinstance(items := schema.get("items"), dict):
        return {**schema, "items": _named(items, name, schemas)}
    schema = _without_unread_format(schema)
    if not _deserves_a_name(schema):
        return schema
    kept: Node = {key: schema[key] for key in ("default", "nullable") if key in schema}
    schemas[name] = {key: value for key, value in schema.items() if key not in kept}
    if "enum" in schema:
        # `nullable` stays with the member; OpenAPI 3.0.3 wants null among the values too.
        schemas[name]["enum"] = [value for value in schema["enum"] if value is not None]
    _hoist_members(schemas[name], name, schemas)
    reference: Node = {"$ref": f"#/components/schemas/{name}"}
    return {"allOf": [reference], **kept} if kept else reference


def _without_unread_format(schema: Node) -> Node:
    """Drops formats for which the model generator has types that msgspec cannot read; a pattern checks them."""
    if schema.get("type") == "string" and schema.get("format") not in _READ_FORMATS:
        return {key: value for key, value in schema.items() if key != "format"}
    return schema


def _deserves_a_name(schema: dict[str, Any]) -> bool:
    if schema.get("type") == "object":
        return "properties" in schema
    return len(schema.get("enum", [])) > 1
