"""Rules for what an operation asks of its caller: names, access, parameters, body."""

import re
from collections.abc import Iterator
from keyword import iskeyword

from codegen.documents import Document, Node, Pointer, Site, mapping
from codegen.ir.answers import allows_anonymous, referred_name
from codegen.ir.decimals import is_decimal
from codegen.ir.naming import snake
from codegen.places import below

Breach = tuple[Pointer, str, str]

_CAMEL = re.compile(r"[a-z][A-Za-z0-9]*\Z")
_IN_BRACES = re.compile(r"\{([^}]*)\}")
_ROLES = {"anonymous", "user", "admin"}
_SCOPES = {"own", "any"}


def operation_id(document: Document, site: Site) -> Iterator[Breach]:
    if not site.operation_id:
        yield site.pointer, "an operation without operationId", "add one, such as `listUsers`"
    elif not _CAMEL.match(site.operation_id):
        pointer = (*site.pointer, "operationId")
        yield pointer, f"operationId `{site.operation_id}` is not lowerCamelCase", "write it like `listUsers`"
    elif iskeyword(snake(site.operation_id)):
        pointer = (*site.pointer, "operationId")
        yield pointer, f"`{site.operation_id}` is a keyword of Python", "add a noun, such as `importUsers`"


def access(document: Document, site: Site) -> Iterator[Breach]:
    """`x-access` is complete and speaks of things that exist."""
    pointer: Pointer = (*site.pointer, "x-access")
    declared = site.node.get("x-access")
    if not isinstance(declared, dict) or not declared:
        yield site.pointer, "nobody is said to have access", "add x-access, such as `{user: own, admin: any}`"
        return
    for role, scope in declared.items():
        if role == "owner":
            names = [p.node.get("name") for p in site.parameters if p.node.get("in") == "path"]
            if scope not in names:
                yield (*pointer, role), f"owner `{scope}` is no path parameter", "name one that holds a user's id"
        elif role not in _ROLES:
            yield (*pointer, role), f"x-access knows no role `{role}`", "use anonymous, user, admin or owner"
        elif str(scope) not in _SCOPES:
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
    """Every path parameter can be tried out, and be an argument."""
    declared = [parameter for parameter in site.parameters if parameter.node.get("in") == "path"]
    names = {str(parameter.node.get("name")) for parameter in declared}
    for name in sorted(set(_IN_BRACES.findall(site.path)) - names):
        yield site.pointer, f"`{{{name}}}` of the path is not declared", "add a parameter `in: path`"
    for parameter in declared:
        node = parameter.node
        if f"{{{node.get('name')}}}" not in site.path:
            yield parameter.pointer, f"`{node.get('name')}` is not in the path", "rename it, or drop it"
        if iskeyword(snake(str(node.get("name")))) or site.path.startswith("/{id}"):
            yield parameter.pointer, f"`{node.get('name')}` makes no Python argument", "rename the parameter"
        if not _has_example(node) and not _has_example(mapping(node, "schema")):
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
    names: set[str] = set()
    for media_type, media in media_types.items():
        schema = mapping(media, "schema")
        names.add(referred_name(schema))
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
    """Every object that a client may send refuses unknown members (mass assignment)."""
    waiting: list[Node] = [schema]
    seen: set[Pointer] = set()
    while waiting:
        target, start = document.follow(waiting.pop())
        if start in seen:
            continue
        seen.add(start)
        for pointer, node in below(target, start):
            if "$ref" in node:
                waiting.append(node)
            elif "allOf" in node:
                yield pointer, "a request object made with allOf cannot be closed", "write its members out"
            elif "properties" in node and node.get("additionalProperties") is not False:
                yield pointer, "a request object that takes unknown members", "add `additionalProperties: false`"
            elif is_decimal(node) and not {"minimum", "maximum"} <= set(node):
                yield pointer, "a decimal without bounds in a request", "add minimum and maximum"


def limits(document: Document, site: Site) -> Iterator[Breach]:
    """`x-largest-body` is a number of bytes, `x-deadline` one of seconds."""
    for name in ("x-largest-body", "x-deadline"):
        value = site.node.get(name)
        if name in site.node and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            yield (*site.pointer, name), f"{name} is `{value}`", "write a whole number, from 1"


OPERATION_RULES = (operation_id, access, access_and_security, path_parameters, body, limits)
