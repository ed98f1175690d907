"""Rules for what an operation answers: statuses, named resources."""

from collections.abc import Iterator

from codegen.documents import Document, Pointer, Site, mapping
from codegen.ir.answers import json_schema, needs_credentials, referred_name
from codegen.ir.streams import EVENT_STREAM, EVENTS, FILE, SOCKET, SUCCESS, stream_kind

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
    if not site.successes and stream_kind(site) != SOCKET:
        yield (*site.pointer, "responses"), "an operation that never succeeds", "declare a 2xx response"


def resources(document: Document, site: Site) -> Iterator[Breach]:
    """What goes into an envelope has a name there."""
    if site.node.get("x-envelope") not in (None, "none"):
        yield (*site.pointer, "x-envelope"), "x-envelope of an operation is not `none`", "write none, or drop it"
    for status, response in site.successes.items():
        found, pointer = document.follow(response, (*site.pointer, "responses", status))
        schema = json_schema(document, found)
        if schema is None and mapping(found, "content") and stream_kind(site) not in (EVENTS, FILE):
            what, mend = "a success without application/json", "answer JSON, or say `x-stream: file`"
            yield pointer, what, mend
        if schema is None or site.node.get("x-envelope") == "none":
            continue
        name = referred_name(schema)
        target, place = document.follow(schema)
        if not name:
            yield pointer, "an answer without a named schema", "move the schema to components and refer to it"
        elif not {"x-resource", "x-page-of", "x-unresolved"} & set(target):
            yield place, f"`{name}` is answered and has no x-resource", "name what it is, such as `x-resource: user`"


def streams(document: Document, site: Site) -> Iterator[Breach]:
    """A stream is a GET, of a kind there is, that says how it begins."""
    if "x-stream" not in site.node:
        return
    kind, pointer = stream_kind(site), (*site.pointer, "x-stream")
    if kind not in SUCCESS:
        yield pointer, f"x-stream is `{site.node['x-stream']}`", "write socket, events or file"
        return
    if site.method != "get" or "requestBody" in site.node:
        yield pointer, "a stream that is no plain GET", "make it a GET without a body"
    if SUCCESS[kind] not in mapping(site.node, "responses"):
        yield pointer, f"a stream of kind {kind} without the answer {SUCCESS[kind]}", "declare it"
    elif kind == EVENTS:
        content = mapping(site.node, "responses", SUCCESS[kind], "content")
        if set(content) != {EVENT_STREAM}:
            yield pointer, f"a stream of events that is not {EVENT_STREAM}", "give its 200 that media type alone"
    elif kind == FILE:
        content = mapping(site.node, "responses", SUCCESS[kind], "content")
        if len(content) != 1 or "application/json" in content:
            yield pointer, "a file of no one media type", "give its 200 one media type, other than JSON"


ANSWER_RULES = (statuses, resources, streams)
