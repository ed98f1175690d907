"""Wraps what a service answers the way a version's envelope says (`specs/versions/envelopes.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codegen.documents import Document, Node, Site, clone, mapping
from codegen.ir.answers import Answer, answered, json_schema
from codegen.ir.naming import plural

_MOMENT = "2026-02-16T10:30:00.123456Z"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a client may choose: members, so that none is sure to be there, and related resources."""

    partial: bool = False
    included: Node | None = None


class Envelope:
    """One envelope: `item`, `list` and perhaps `error`, with `{schema}`, `{included}` and `{resource}` still open."""

    def __init__(self, templates: Node) -> None:
        self.templates = templates

    @property
    def error(self) -> Node | None:
        found = self.templates.get("error")
        return clone(found) if isinstance(found, dict) else None

    @property
    def pages_are_counted(self) -> bool:
        """Whether its lists have page numbers, and so the headers that count them."""
        return any("page" in mapping(node, "pagination", "properties") for node in _members(self.templates.get("list")))

    def wrap(self, document: Document, site: Site, response: Node, parts: Parts) -> Answer:
        """Wraps the JSON body of one success response in place; tells what it was."""
        found = answered(document, site, json_schema(document, response))
        if found.shape in {"ITEM", "LIST"}:
            media = response["content"]["application/json"]
            template = self.templates[found.shape.lower()]
            name = partial_name(found.schema) if parts.partial else found.schema
            reference = {"$ref": f"#/components/schemas/{name}"}
            media["schema"] = _fill(template, found, {"{schema}": reference, "{included}": parts.included})
            for holder in _examples(media):
                inner = holder["value"]["items"] if found.shape == "LIST" else holder["value"]
                holder["value"] = _fill(_sample(template, inner), found, {})
            if "example" in media:
                inner = media["example"]["items"] if found.shape == "LIST" else media["example"]
                media["example"] = _fill(_sample(template, inner), found, {})
        return found


def partial_name(schema: str) -> str:
    """What a schema is called where its members can be chosen."""
    return f"{schema}Fields"


def _examples(media: Node) -> list[Node]:
    return [holder for holder in mapping(media, "examples").values() if "value" in mapping(holder)]


def _members(node: Any) -> list[Node]:
    """Every `properties` object below a template."""
    if not isinstance(node, dict):
        return []
    below = [found for value in node.values() for found in _members(value)]
    return [node["properties"], *below] if isinstance(node.get("properties"), dict) else below


def _fill(template: Any, answer: Answer, schemas: Mapping[str, Node | None]) -> Any:
    """The template with its placeholders replaced; a member whose placeholder stands for nothing is left out."""
    if isinstance(template, str):
        if template in schemas:
            return clone(schemas[template])
        return template.replace("{resources}", plural(answer.resource)).replace("{resource}", answer.resource)
    if isinstance(template, list):
        return [_fill(part, answer, schemas) for part in template]
    if isinstance(template, dict):
        kept = [(key, value) for key, value in template.items() if value != "{included}" or schemas.get(value)]
        return {_fill(key, answer, schemas): _fill(value, answer, schemas) for key, value in kept}
    return template


def _sample(schema: Any, inner: Any) -> Any:
    """An example of an envelope around `inner`."""
    if schema == "{schema}":
        return inner
    kind = schema.get("type")
    if kind == "object":
        members = {key: member for key, member in schema.get("properties", {}).items() if member != "{included}"}
        return {key: _sample(member, inner) for key, member in members.items()}
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
