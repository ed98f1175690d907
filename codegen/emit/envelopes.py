"""Wraps what a service answers the way a version's envelope says (`specs/versions/envelopes.yaml`)."""

import copy
from typing import Any

from codegen.documents import Document, Node, Site, mapping
from codegen.ir.answers import Answer, answered, json_schema
from codegen.ir.naming import plural

_MOMENT = "2026-02-16T10:30:00.123456Z"


class Envelope:
    """One envelope: `item`, `list` and perhaps `error`, with `{schema}` and `{resource}` still open."""

    def __init__(self, templates: Node) -> None:
        self.templates = templates

    @property
    def error(self) -> Node | None:
        found = self.templates.get("error")
        return copy.deepcopy(found) if isinstance(found, dict) else None

    @property
    def pages_are_counted(self) -> bool:
        """Whether its lists have page numbers, and so the headers that count them."""
        return any("page" in mapping(node, "pagination", "properties") for node in _members(self.templates.get("list")))

    def wrap(self, document: Document, site: Site, response: Node) -> Answer:
        """Wraps the JSON body of one success response in place; tells what it was."""
        found = answered(document, site, json_schema(document, response))
        if found.shape in {"ITEM", "LIST"}:
            media = response["content"]["application/json"]
            template = self.templates[found.shape.lower()]
            reference = {"$ref": f"#/components/schemas/{found.schema}"}
            media["schema"] = _fill(template, found, reference)
            for holder in _examples(media):
                inner = holder["value"]["items"] if found.shape == "LIST" else holder["value"]
                holder["value"] = _fill(_sample(template, inner), found, inner)
            if "example" in media:
                inner = media["example"]["items"] if found.shape == "LIST" else media["example"]
                media["example"] = _fill(_sample(template, inner), found, inner)
        return found


def _examples(media: Node) -> list[Node]:
    return [holder for holder in mapping(media, "examples").values() if "value" in mapping(holder)]


def _members(node: Any) -> list[Node]:
    """Every `properties` object below a template."""
    if not isinstance(node, dict):
        return []
    below = [found for value in node.values() for found in _members(value)]
    return [node["properties"], *below] if isinstance(node.get("properties"), dict) else below


def _fill(template: Any, answer: Answer, schema: Any) -> Any:
    """The template with its placeholders replaced."""
    if template == "{schema}":
        return copy.deepcopy(schema)
    if isinstance(template, str):
        return template.replace("{resources}", plural(answer.resource)).replace("{resource}", answer.resource)
    if isinstance(template, list):
        return [_fill(part, answer, schema) for part in template]
    if isinstance(template, dict):
        return {_fill(key, answer, schema): _fill(value, answer, schema) for key, value in template.items()}
    return template


def _sample(schema: Any, inner: Any) -> Any:
    """An example of an envelope around `inner`."""
    if schema == "{schema}":
        return inner
    kind = schema.get("type")
    if kind == "object":
        return {key: _sample(member, inner) for key, member in schema.get("properties", {}).items()}
    if kind == "array":
        return inner
    if schema.get("nullable"):
        return None
    if kind == "string":
        return _MOMENT if schema.get("format") == "date-time" else "string"
    return {"integer": schema.get("minimum", 0), "number": schema.get("minimum", 0), "boolean": False}.get(str(kind))


def project(schema: Node, flat: Node) -> Node:
    """An error's example in another envelope: each member by its name, nested objects out of the same values."""
    found: Node = {}
    for key, member in mapping(schema, "properties").items():
        if key in flat:
            found[key] = flat[key]
        elif member.get("type") == "object":
            found[key] = project(member, flat)
    return found
