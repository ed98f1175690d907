"""The opening handshake (RFC 6455, 4.2)."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.chassis.problems import CODES, Problem, Violation, bad_request
from services.chassis.sockets.connection import Session

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
VERSION = "13"


@dataclass(frozen=True, slots=True)
class Handshake:
    """A request to open a socket. Header names are lower case."""

    path: str
    headers: Mapping[str, str]
    address: str

    @property
    def credential(self) -> str | None:
        """The access token or API key that the headers bring along."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            return token.strip()
        return self.headers.get("x-api-key") or None


# Begins a session for a handshake.
SocketFactory = Callable[[Handshake], Session]


def upgrading(headers: Mapping[str, str]) -> bool:
    """Whether the request asks for a WebSocket at all."""
    return headers.get("upgrade", "").lower() == "websocket" and "upgrade" in _tokens(headers.get("connection", ""))


def _tokens(text: str) -> set[str]:
    return {token.strip().lower() for token in text.split(",")}


def chosen_protocol(headers: Mapping[str, str], protocols: tuple[str, ...]) -> str | None:
    """The first of our `protocols` that the client offers."""
    offered = [name.strip() for name in headers.get("sec-websocket-protocol", "").split(",")]
    return next((name for name in protocols if name in offered), None)


def accepted(headers: Mapping[str, str], protocols: tuple[str, ...] = ()) -> bytes:
    """The answer that opens the socket, with the first of our `protocols` that the client offers.

    Raises a 426 for a request that is no handshake of our version, a 400 for one with a bad key.
    """
    if not upgrading(headers) or headers.get("sec-websocket-version") != VERSION:
        wanted = (("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", VERSION))
        raise Problem(426, CODES[426], "This takes a WebSocket handshake of version 13.", headers=wanted)
    key = headers.get("sec-websocket-key", "").strip()
    try:
        right = len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        right = False
    if not right:
        raise bad_request("A parameter is invalid.", Violation("Sec-WebSocket-Key", "Not 16 bytes in base64."))
    digest = base64.b64encode(hashlib.sha1(key.encode() + GUID, usedforsecurity=False).digest())
    chosen = chosen_protocol(headers, protocols)
    lines = [b"HTTP/1.1 101 Switching Protocols", b"Upgrade: websocket", b"Connection: Upgrade"]
    lines.append(b"Sec-WebSocket-Accept: " + digest)
    if chosen is not None:
        lines.append(b"Sec-WebSocket-Protocol: " + chosen.encode())
    return b"\r\n".join(lines) + b"\r\n\r\n"
