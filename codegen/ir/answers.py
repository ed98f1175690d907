"""What an operation answers and asks for, read off the document."""

from dataclasses import dataclass

from codegen.documents import Document, Node, Pointer, Site, mapping, sequence


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an operation's success: ITEM or LIST of a schema in an envelope, RAW without, or EMPTY."""

    shape: str
    schema: str = ""
    resource: str = ""


def json_schema(document: Document, response: object) -> Node | None:
    """The schema of a response's JSON body, if it has one."""
    found, _ = document.follow(response)
    schema = mapping(found, "content", "application/json").get("schema")
    return schema if isinstance(schema, dict) else None


def referred_name(schema: Node | None) -> str:
    """`User` of a reference to `#/components/schemas/User`, else nothing."""
    return str((schema or {}).get("$ref", "")).rpartition("/")[2]


def answer(document: Document, site: Site) -> Answer:
    """By the operation's first 2xx response with a body."""
    bodies = [found for r in site.successes.values() if (found := document.follow(r)[0]).get("content")]
    if not bodies:
        return Answer("EMPTY")
    schema = next((schema for body in bodies if (schema := json_schema(document, body))), None)
    return answered(document, site, schema)


def answered(document: Document, site: Site, schema: Node | None) -> Answer:
    """How one JSON body of the operation is wrapped."""
    name = referred_name(schema)
    schemas = mapping(document.data, "components", "schemas")
    if schema is None or site.node.get("x-envelope") == "none":
        return Answer("RAW", name)
    target = mapping(schemas, name)
    if isinstance(item := target.get("x-page-of"), str):
        return Answer("LIST", item, str(mapping(schemas, item).get("x-resource", "")))
    return Answer("ITEM", name, str(target.get("x-resource", "")))


def page_item(document: Document, site: Site) -> Node:
    """A reference to the schema of what the operation lists; empty when it lists nothing."""
    for response in site.successes.values():
        page, _ = document.follow(json_schema(document, response))
        if "x-page-of" in page:
            return {"$ref": f"#/components/schemas/{page['x-page-of']}"}
    return {}


def properties(document: Document, schema: object, seen: frozenset[Pointer] = frozenset()) -> Node:
    """Name to schema of the properties of an object, those of its allOf parts first."""
    target, place = document.follow(schema)
    found: Node = {}
    if place not in seen:
        for part in sequence(target, "allOf"):
            found |= properties(document, part, seen | {place} if place else seen)
    return found | mapping(target, "properties")


def body_schema(document: Document, site: Site) -> str:
    """Name of the schema of the request body, empty without one."""
    request, _ = document.follow(site.node.get("requestBody"))
    return next((referred_name(mapping(media, "schema")) for media in mapping(request, "content").values()), "")


def allows_anonymous(document: Document, site: Site) -> bool:
    """Whether the security requirements can be met without credentials (OpenAPI 3.0.3, 4.8.30)."""
    requirements = _requirements(document, site)
    return not requirements or {} in requirements


def needs_credentials(document: Document, site: Site) -> bool:
    """Whether credentials are looked at, be they required or optional."""
    return any(_requirements(document, site))


def _requirements(document: Document, site: Site) -> list[object]:
    return sequence(site.node if "security" in site.node else document.data, "security")
