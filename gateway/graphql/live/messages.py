"""Messages of graphql-transport-ws, as they come in and as they go out.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta, Struct

from gateway.graphql.requests import Malformed

PROTOCOL = "graphql-transport-ws"
PARAMETERS = ("Authorization", "authorization", "token")
Identifier: TypeAlias = Annotated[str, Meta(min_length=1, max_length=128)]
Payload: TypeAlias = dict[str, Any] | None


class ConnectionInit(Struct, tag="connection_init"):
    """The first message. The payload may hold the credentials."""

    payload: Payload = None


class Ping(Struct, tag="ping"):
    """Wants a pong."""

    payload: Payload = None


class Pong(Struct, tag="pong"):
    """The answer to a ping, or a sign of life."""

    payload: Payload = None


class Subscribe(Struct, tag="subscribe"):
    """An operation of any kind. The payload is what a POST would hold."""

    id: Identifier
    payload: dict[str, Any]


class Complete(Struct, tag="complete"):
    """The client has enough."""

    id: Identifier


Message: TypeAlias = ConnectionInit | Ping | Pong | Subscribe | Complete
read_message = msgspec.json.Decoder(Message).decode
_encode = msgspec.json.encode
ACK = b'{"type":"connection_ack"}'


def pong(payload: Payload) -> bytes:
    return _encode({"type": "pong"} if payload is None else {"type": "pong", "payload": payload})


def next_message(id: str, result: Mapping[str, Any]) -> bytes:
    return _encode({"id": id, "type": "next", "payload": result})


def error_message(id: str, errors: Sequence[Mapping[str, Any]]) -> bytes:
    """The end of an operation that did not run, or cannot go on."""
    return _encode({"id": id, "type": "error", "payload": errors})


def complete_message(id: str) -> bytes:
    return _encode({"id": id, "type": "complete"})


def credential_in(payload: Payload) -> str | None:
    """The access token or API key among the connection's parameters. Raises `Malformed` for one that is no text."""
    given = next((payload[name] for name in PARAMETERS if payload.get(name)), None) if payload else None
    if given is None:
        return None
    if not isinstance(given, str):
        raise Malformed("The credentials are no text.")
    scheme, _, rest = given.strip().partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else given.strip()
