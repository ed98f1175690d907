"""Rules for what an operation answers: statuses, named resources."""

from collections.abc import Iterator

from codegen.documents import Document, Pointer, Site, mapping
from codegen.ir.answers import json_schema, needs_credentials, referred_name

Breach = tuple[Pointer, str, str]

_WITH_BODY = ("400", "413", "415", "422")


def statuses(document: Document, site: Site) -> Iterator[Breach]:
    """Every refusal that the service itself may send is declared."""
    needed = ["503"]
    if needs_credentials(document, site):
        needed.insert(0, "401")
    if "requestBody" in site.node:
        needed = [*_WITH_BODY, *needed]
    missing = [status for status in needed if status not in mapping(site.node, "responses")]
    if missing:
        what = f"{site.operation_id or site.path} does not declare {', '.join(missing)}"
        yield (*site.pointer, "responses"), what, "refer to the responses of shared.yaml"
    if not site.successes:
        yield (*site.pointer, "responses"), "an operation that never succeeds", "declare a 2xx response"


def resources(document: Document, site: Site) -> Iterator[Breach]:
    """What goes into an envelope has a name there."""
    if site.node.get("x-envelope") not in (None, "none"):
        yield (*site.pointer, "x-envelope"), "x-envelope of an operation is not `none`", "write none, or drop it"
    for status, response in site.successes.items():
        found, pointer = document.follow(response, (*site.pointer, "responses", status))
        schema = json_schema(document, found)
        if schema is None and len(mapping(found, "content")) > 1:
            what = "a success in several media types, none of them application/json"
            yield pointer, what, "keep one: handlers have one way to stream it"
        if schema is None or site.node.get("x-envelope") == "none":
            continue
        name = referred_name(schema)
        target, place = document.follow(schema)
        if not name:
            yield pointer, "an answer without a named schema", "move the schema to components and refer to it"
        elif not {"x-resource", "x-page-of", "x-unresolved"} & set(target):
            yield place, f"`{name}` is answered and has no x-resource", "name what it is, such as `x-resource: user`"


ANSWER_RULES = (statuses, resources)
