"""Rules for request headers: only those that the chassis acts on, and the answers they lead to."""

from collections.abc import Iterator

from codegen.documents import Document, Pointer, Site, mapping
from codegen.ir.headers import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    LAST_EVENT_ID,
    PREFER,
    REQUEST_HEADERS,
    request_headers,
)
from codegen.ir.streams import EVENTS, stream_kind

Breach = tuple[Pointer, str, str]

# Methods that may take the header, and statuses it brings with it.
_RULES = {
    IF_MATCH.component: (("put", "patch", "delete", "post"), ("412",)),
    IDEMPOTENCY_KEY.component: (("post",), ("409", "422")),
    PREFER.component: (("get", "post"), ()),
    IF_NONE_MATCH.component: (("get",), ("304",)),
    LAST_EVENT_ID.component: (("get",), ()),
    PREFER.component: (("get", "post"), ()),
}
_ONLY_WITH = {"304": IF_NONE_MATCH, "412": IF_MATCH}


def known_headers(document: Document, site: Site) -> Iterator[Breach]:
    """No other header reaches a handler, and no cookie does."""
    known = {("components", "parameters", header.component) for header in REQUEST_HEADERS}
    for parameter in site.parameters:
        place = parameter.node.get("in")
        if place in ("header", "cookie") and parameter.pointer not in known:
            what = f"{place} parameter `{parameter.node.get('name')}` reaches no handler"
            components = ", ".join(header.component for header in REQUEST_HEADERS)
            yield parameter.pointer, what, f"refer to one of {components} in shared.yaml, or drop it"


def conditions(document: Document, site: Site) -> Iterator[Breach]:
    """A header, and the answers that only it explains, come together."""
    responses = mapping(site.node, "responses")
    pointer: Pointer = (*site.pointer, "responses")
    headers = request_headers(site)
    for header in headers:
        methods, statuses = _RULES[header.component]
        if site.method not in methods:
            what = f"{header.component} on {site.method.upper()} means nothing"
            yield (*site.pointer, "parameters"), what, f"it belongs to {', '.join(methods).upper()}"
        # 422 says that a key came back with another body, which takes one.
        due = [status for status in statuses if status != "422" or "requestBody" in site.node]
        missing = [status for status in due if status not in responses]
        if missing:
            what = f"{site.operation_id} takes {header.component} and does not declare {', '.join(missing)}"
            yield pointer, what, "refer to the responses of shared.yaml"
    for status, header in _ONLY_WITH.items():
        if status in responses and header not in headers:
            yield (*pointer, status), f"{status} without the parameter {header.component}", "add it, or drop the answer"
    if LAST_EVENT_ID in headers and stream_kind(site) != EVENTS:
        yield (*site.pointer, "parameters"), "LastEventId without a stream of events", "drop it"
    if IF_NONE_MATCH in headers:
        for status, response in site.successes.items():
            if "ETag" not in mapping(document.follow(response)[0], "headers"):
                yield (*pointer, status), "If-None-Match with nothing to match", "declare the header ETag"


HEADER_RULES = (known_headers, conditions)
