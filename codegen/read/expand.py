"""What a short extension stands for: `x-sortable` becomes the query parameter `sort`."""

from codegen.documents import Document, Node, sequence


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
        fields = site.node.get("x-sortable")
        if isinstance(fields, list) and fields and all(isinstance(field, str) for field in fields):
            default = site.node.get("x-sort-default")
            parameter = sort_parameter(fields, default if isinstance(default, str) else None)
            site.node["parameters"] = [*sequence(site.node, "parameters"), parameter]
