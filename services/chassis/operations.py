"""What the generator says about an operation: data that the chassis turns into a running endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import msgspec


class Scope(Enum):
    """How much of a collection a role may touch."""

    OWN = "own"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call an operation (`x-access`). A role without a scope may not.

    `owner` names the path parameter that holds the owner's user id, where a role's scope is OWN and the
    path alone can decide it; without one the handler restricts itself to the caller's rows.
    """

    anonymous: Scope | None = None
    user: Scope | None = None
    admin: Scope | None = None
    owner: str | None = None


class Lexical(Enum):
    """Written forms of a parameter that are stricter than what msgspec reads out of text."""

    INTEGER = r"-?(?:0|[1-9][0-9]{0,18})"
    NUMBER = r"-?(?:0|[1-9][0-9]{0,99})(?:\.[0-9]{1,99})?(?:[Ee][+-]?[0-9]{1,3})?"
    BOOLEAN = r"true|false"
    UUID = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
    DATE_TIME = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)"


@dataclass(frozen=True, slots=True)
class PathParameter:
    """One `{name}` of a path: its name in the document, the handler's argument, its type."""

    name: str
    argument: str
    type: Any
    lexical: Lexical | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """The query parameters of an operation as one closed struct.

    `lists` are parameters written comma-separated (`style: form, explode: false`).
    """

    type: type[msgspec.Struct]
    lists: frozenset[str] = frozenset()
    lexical: Mapping[str, Lexical] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Body:
    """The request body: its type, and the media types it may come in."""

    type: Any
    media_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a service contract. `name` is the method of the generated Protocol.

    `takes_…` and `conditional` say which headers count: If-Match, Idempotency-Key, Prefer, If-None-Match,
    Last-Event-ID. `reads` says of a POST that it changes nothing: what it asks for is only too long for a URL.
    `largest_body` is in bytes, `deadline` what a caller should give it, in seconds; None is everybody's.
    """

    name: str
    operation_id: str
    method: str
    path: str
    status: int
    access: Access
    path_parameters: tuple[PathParameter, ...] = ()
    query: Query | None = None
    body: Body | None = None
    takes_if_match: bool = False
    takes_idempotency_key: bool = False
    conditional: bool = False
    takes_last_event_id: bool = False
    takes_prefer: bool = False
    largest_body: int | None = None
    deadline: float | None = None
    reads: bool = False
