"""What a client may choose of an answer: `fields` leaves members out, `include` adds related resources."""

from dataclasses import dataclass

from codegen.documents import Document, Node, Site
from codegen.ir.answers import answer, properties
from codegen.ir.relations import Inclusion, inclusions


@dataclass(frozen=True, slots=True)
class Selection:
    """`fields` are all members of the answered resource; empty where there is nothing to choose."""

    fields: tuple[str, ...]
    inclusions: tuple[Inclusion, ...]

    @property
    def parameters(self) -> tuple[Node, ...]:
        """As the published documents have them; services know neither."""
        found = []
        if self.fields:
            description = "Members to answer with; all of them without it. Related resources stay whole."
            found.append(_choice("fields", description, self.fields))
        if self.inclusions:
            description = "Related resources to answer with, in `included`."
            found.append(_choice("include", description, tuple(inclusion.name for inclusion in self.inclusions)))
        return tuple(found)


def select(document: Document, site: Site) -> Selection:
    """By `x-projectable` and `x-includable`."""
    found = answer(document, site)
    fields: tuple[str, ...] = ()
    if site.node.get("x-projectable") is True and found.shape in {"ITEM", "LIST"}:
        fields = tuple(properties(document, {"$ref": f"#/components/schemas/{found.schema}"}))
    return Selection(fields, inclusions(document, site) if found.shape == "LIST" else ())


def _choice(name: str, description: str, values: tuple[str, ...]) -> Node:
    return {
        "name": name,
        "in": "query",
        "style": "form",
        "explode": False,
        "description": description,
        "schema": {
            "type": "array",
            "minItems": 1,
            "maxItems": len(values),
            "items": {"type": "string", "enum": list(values)},
        },
        "example": [values[0]],
    }
