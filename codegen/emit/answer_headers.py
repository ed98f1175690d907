"""Headers that the gateway sets on answers, as OpenAPI header objects."""

from codegen.documents import Node
from codegen.read.versions import Version

_TEXT: Node = {"type": "string"}
_COUNT: Node = {"type": "integer", "minimum": 0}

HEADERS: dict[str, Node] = {
    "API-Version": {"description": "The version that answered.", "required": True, "schema": _TEXT},
    "X-Request-ID": {"description": "Names this request in answers and logs.", "required": True, "schema": _TEXT},
    "Deprecation": {
        "description": "Since when this version is deprecated (RFC 9745).",
        "required": True,
        "schema": _TEXT,
    },
    "Sunset": {"description": "When this version ends (RFC 8594).", "required": True, "schema": _TEXT},
    "Link": {
        "description": "Pages beside this one; the successor of a deprecated version (RFC 8288).",
        "schema": _TEXT,
    },
    "X-Total-Count": {"description": "Rows on all pages.", "required": True, "schema": _COUNT},
    "X-Total-Pages": {"description": "How many pages there are.", "required": True, "schema": _COUNT},
    "X-Current-Page": {"description": "Number of this page, from 1.", "required": True, "schema": _COUNT},
}
_COUNTED = ("X-Total-Count", "X-Total-Pages", "X-Current-Page")


def definitions(version: Version) -> dict[str, Node]:
    """Components of the version's document, by name of the header."""
    found = {name: dict(header) for name, header in HEADERS.items()}
    if version.life.deprecated_at:
        found["Link"]["required"] = True
    return found


def every_answer(version: Version) -> list[str]:
    """Headers that no answer of the version lacks."""
    names = ["API-Version", "X-Request-ID"]
    if version.life.deprecated_at:
        names.append("Deprecation")
        names += ["Sunset"] if version.life.sunset_at else []
        names.append("Link")
    return names


def list_answer(counted: bool) -> list[str]:
    return ["Link", *(_COUNTED if counted else ())]


def add(response: Node, names: list[str]) -> None:
    """References to the header components, beside the headers that the response has."""
    headers = response.setdefault("headers", {})
    for name in names:
        headers.setdefault(name, {"$ref": f"#/components/headers/{name}"})
