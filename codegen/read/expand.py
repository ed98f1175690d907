"""What a short extension stands for: `x-sortable` becomes the query parameter `sort`, `x-filterable` many."""

from codegen.documents import Document, Node, Site, mapping, sequence
from codegen.ir.answers import page_item, referred_name
from codegen.ir.filters import expression_parameter, field_parameters, filter_fields


def sort_parameter(fields: list[str], default: str | None) -> Node:
    """`sort=-created_at,username`: each field of the allow-list, rising or falling."""
    description = "Fields to sort by, the most important first; `-` before a field turns its order."
    if default is not None:
        description += f" Without it: `{default}`."
    return {
        "name": "sort",
        "in": "query",
        "style": "form",
        "explode": False,
        "description": description,
        "schema": {
            "type": "array",
            "minItems": 1,
            "maxItems": len(fields),
            "items": {"type": "string", "enum": [sign + field for field in fields for sign in ("", "-")]},
        },
        "example": [fields[0]],
    }


def expand(document: Document) -> None:
    """Writes out, in place, what the extensions of each operation stand for."""
    for site in document.sites():
        added = [*_sorting(site), *_filtering(document, site)]
        if added:
            site.node["parameters"] = [*sequence(site.node, "parameters"), *added]


def _sorting(site: Site) -> list[Node]:
    fields = site.node.get("x-sortable")
    if not isinstance(fields, list) or not fields or not all(isinstance(field, str) for field in fields):
        return []
    default = site.node.get("x-sort-default")
    return [sort_parameter(fields, default if isinstance(default, str) else None)]


def _filtering(document: Document, site: Site) -> list[Node]:
    """References to one component per comparison, which the listings of one schema share."""
    fields = filter_fields(document, site)
    if not fields:
        return []
    taken = {str(parameter.node.get("name")) for parameter in site.parameters if parameter.node.get("in") == "query"}
    components = mapping(document.data["components"].setdefault("parameters", {}))
    item = referred_name(page_item(document, site))
    references: list[Node] = []
    for field in fields:
        for operator, parameter in field_parameters(field).items():
            if parameter["name"] not in taken:
                name = f"{item}.{field.name}" + (f".{operator}" if operator != "eq" else "")
                components.setdefault(name, parameter)
                references.append({"$ref": f"#/components/parameters/{name}"})
    return [*references, expression_parameter(fields)]
