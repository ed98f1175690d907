"""Operations that answer with a stream instead of one body (`x-stream`)."""

from codegen.documents import Site

SOCKET = "socket"
EVENTS = "events"
FILE = "file"
# The success each of them has, and the media type of what is sent.
SUCCESS = {SOCKET: "101", EVENTS: "200", FILE: "200"}
EVENT_STREAM = "text/event-stream"


def stream_kind(site: Site) -> str:
    """`socket` (WebSocket), `events` (Server-Sent Events), `file` (what is no JSON), or nothing."""
    return str(site.node.get("x-stream", ""))
