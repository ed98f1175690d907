"""Requests and answers as ASGI has them."""

from collections.abc import Awaitable, Callable
from typing import Any

from services.chassis.endpoint import LARGEST_BODY, Reply
from services.chassis.problems import CODES, Problem

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def find_header(scope: Scope, name: bytes) -> str | None:
    """The first header of that (lower-case) name."""
    for key, value in scope["headers"]:
        if key == name:
            text: str = value.decode("latin-1")
            return text
    return None


def header(scope: Scope, name: bytes) -> str:
    """The same, where one that is missing means as much as an empty one."""
    return find_header(scope, name) or ""


async def read_body(receive: Receive, largest: int = LARGEST_BODY) -> bytes:
    """The whole request body. Raises a 413 for one past the largest, in bytes."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(400, CODES[400], "The request body ended early.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > largest:
            raise Problem(413, CODES[413], f"The body is larger than {largest} bytes.")
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


async def send_reply(send: Send, reply: Reply) -> None:
    """The whole answer."""
    headers = [(b"content-type", b"application/json")] if reply.body else []
    headers += [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
