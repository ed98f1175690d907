"""Rules for what an operation asks of its caller: names, access, parameters, body."""

import re
from collections.abc import Iterator

from codegen.documents import Document, Node, Pointer, Site, mapping, walk
from codegen.ir.answers import allows_anonymous

Breach = tuple[Pointer, str, str]

_CAMEL = re.compile(r"[a-z][A-Za-z0-9]*\Z")
_ROLES = {"anonymous", "user", "admin"}
_SCOPES = {"own", "any"}


def operation_id(document: Document, site: Site) -> Iterator[Breach]:
    if not site.operation_id:
        yield site.pointer, "an operation without operationId", "add one, such as `listUsers`"
    elif not _CAMEL.match(site.operation_id):
        pointer = (*site.pointer, "operationId")
        yield pointer, f"operationId `{site.operation_id}` is not lowerCamelCase", "write it like `listUsers`"


def access(document: Document, site: Site) -> Iterator[Breach]:
    """`x-access` is complete and speaks of things that exist."""
    pointer: Pointer = (*site.pointer, "x-access")
    declared = site.node.get("x-access")
    if not isinstance(declared, dict) or not declared:
        yield site.pointer, "nobody is said to have access", "add x-access, such as `{user: own, admin: any}`"
        return
    for role, scope in declared.items():
        if role == "owner":
            names = {p.node.get("name") for p in site.parameters if p.node.get("in") == "path"}
            if scope not in names:
                yield (*pointer, role), f"owner `{scope}` is no path parameter", "name one that holds a user's id"
        elif role not in _ROLES:
            yield (*pointer, role), f"x-access knows no role `{role}`", "use anonymous, user, admin or owner"
        elif scope not in _SCOPES:
            yield (*pointer, role), f"x-access.{role} is `{scope}`", "write own or any"


def access_and_security(document: Document, site: Site) -> Iterator[Breach]:
    """Who needs no credentials is said twice; both must say the same."""
    by_access = "anonymous" in mapping(site.node, "x-access")
    if by_access and not allows_anonymous(document, site):
        what = "x-access lets anonymous in, security does not"
        yield (*site.pointer, "x-access"), what, "add `security: []`, or drop anonymous"
    elif not by_access and allows_anonymous(document, site):
        what = "security asks for no credentials, x-access for some"
        yield (*site.pointer, "security"), what, "add anonymous to x-access, or drop `security`"


def path_parameters(document: Document, site: Site) -> Iterator[Breach]:
    """Every path parameter can be tried out."""
    for parameter in site.parameters:
        node = parameter.node
        if node.get("in") == "path" and not _has_example(node) and not _has_example(mapping(node, "schema")):
            what = f"path parameter `{node.get('name')}` has no example"
            yield parameter.pointer, what, "add `example`"


def _has_example(node: Node) -> bool:
    return "example" in node or bool(node.get("examples"))


def body(document: Document, site: Site) -> Iterator[Breach]:
    """A body has a named, closed schema, the same in every media type, and an example."""
    if "requestBody" not in site.node:
        return
    request, pointer = document.follow(site.node["requestBody"], (*site.pointer, "requestBody"))
    media_types = mapping(request, "content")
    names = set()
    for media_type, media in media_types.items():
        schema = mapping(media, "schema")
        names.add(schema.get("$ref"))
        if "$ref" not in schema:
            what, mend = "a request body without a named schema", "move the schema to components and refer to it"
            yield (*pointer, "content", media_type), what, mend
        else:
            yield from _closed(document, schema)
    if len(names) > 1:
        yield pointer, "media types with different schemas", "use one schema, or two operations"
    if media_types and not any(_has_example(mapping(media)) for media in media_types.values()):
        yield pointer, "a request body without an example", "add one below `examples`"


def _closed(document: Document, schema: Node) -> Iterator[Breach]:
    """Every object that a client may send refuses unknown members (seed section 1, mass assignment)."""
    waiting, seen = [document.follow(schema)], set()
    while waiting:
        target, start = waiting.pop()
        if start in seen:
            continue
        seen.add(start)
        for pointer, node in walk(target, start):
            if "$ref" in node:
                waiting.append(document.follow(node))
            elif "properties" in node and isinstance(node["properties"], dict) and _is_schema(pointer):
                if node.get("additionalProperties") is not False:
                    what = "a request object that takes unknown members"
                    yield pointer, what, "add `additionalProperties: false`"
            elif "allOf" in node and _is_schema(pointer):
                yield pointer, "a request object made with allOf cannot be closed", "write its members out"


def _is_schema(pointer: Pointer) -> bool:
    """Not an object of properties that happens to have one called `properties`."""
    return pointer[-1] != "properties" or pointer[-2:-1] == ("properties",)


OPERATION_RULES = (operation_id, access, access_and_security, path_parameters, body)
