"""What the generator says about a public route: data that the stages read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

# One JSON object in, one out; the generated adapter contracts type both sides precisely.
ObjectAdapter = Callable[[Any], Any]
QueryAdapter = Callable[[Mapping[str, str]], dict[str, str]]


class Shape(Enum):
    """What a successful answer holds before its envelope."""

    ITEM = "item"
    LIST = "list"
    RAW = "raw"
    EMPTY = "empty"


class Stream(Enum):
    """What a client gets instead of one answer."""

    SOCKET = "socket"
    EVENTS = "events"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Include:
    """One name that `include` takes, such as `orders.items`, and where its objects come from.

    They are asked for at `path` of `service`, at most `batch` keys at a time in `parameter`, and stand under
    `member` of `included`. `key` is the property that holds such a key: of the listed objects, or, with a `parent`,
    of the objects included under that name. `answers` lead from the service's shape to this version's.
    """

    name: str
    parent: str
    member: str
    service: str
    path: str
    parameter: str
    key: str
    answers: tuple[ObjectAdapter, ...] = ()
    batch: int = 100


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of one public version.

    `path` is the template below `/api/vN`. `query` holds the parameters this version takes, `foreign` those that only
    other versions or the service itself take. `fields` are the members that `fields` may name, empty where there is
    no such choice; `includes` have parents before what is found from them.
    `answers` lead from the service's shape to this version's, newest step first; `bodies` and `queries`
    lead from this version's request to the service's, oldest step first.
    `links` are members that hold a path, which the gateway puts the version before. `largest_body` is in bytes,
    `deadline` in seconds.
    """

    method: str
    path: str
    operation_id: str
    service: str
    shape: Shape
    singular: str = ""
    plural: str = ""
    anonymous: bool = False
    query: frozenset[str] = frozenset()
    media_types: tuple[str, ...] = ()
    answers: tuple[ObjectAdapter, ...] = ()
    bodies: tuple[ObjectAdapter, ...] = ()
    queries: tuple[QueryAdapter, ...] = ()
    in_successor: bool = False
    foreign: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    includes: tuple[Include, ...] = ()
    stream: Stream | None = None
    links: tuple[str, ...] = ()
    largest_body: int = 2**20
    deadline: float = 15.0
