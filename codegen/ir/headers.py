"""The request headers that mean something to the chassis; no operation may declare another one."""

from dataclasses import dataclass

from codegen.documents import Site


@dataclass(frozen=True, slots=True)
class RequestHeader:
    """A header parameter of shared.yaml. `fact` is the field of `Operation` that it sets.

    `argument` and `type` are what a handler gets; without them the chassis acts on the header alone.
    """

    component: str
    fact: str
    argument: str = ""
    type: str = ""


IF_MATCH = RequestHeader("IfMatch", "takes_if_match", "if_match", "IfMatch")
IDEMPOTENCY_KEY = RequestHeader("IdempotencyKey", "takes_idempotency_key", "idempotency", "Idempotency")
PREFER = RequestHeader("Prefer", "takes_prefer", "prefer", "Prefer")
PREFER = RequestHeader("Prefer", "takes_prefer", "prefer", "Prefer")
IF_NONE_MATCH = RequestHeader("IfNoneMatch", "conditional")
LAST_EVENT_ID = RequestHeader("LastEventId", "takes_last_event_id", "last_event_id", "str | None")

# In the order of a handler's arguments.
REQUEST_HEADERS = (IF_MATCH, IDEMPOTENCY_KEY, PREFER, IF_NONE_MATCH, LAST_EVENT_ID)


def request_headers(site: Site) -> tuple[RequestHeader, ...]:
    """Those that the operation refers to."""
    components = {parameter.pointer[-1] for parameter in site.parameters if parameter.node.get("in") == "header"}
    return tuple(header for header in REQUEST_HEADERS if header.component in components)
