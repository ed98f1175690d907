"""How a field gets its value. The generator says it of every field; nothing is guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import msgspec

# What is selected beneath a field, up to the next relation: `edges`, `edges.cursor`, `totalCount`, …
Wanted: TypeAlias = frozenset[str]


class Typed(NamedTuple):
    """An object where the schema has an interface: which type it is, and the object."""

    type_name: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Property:
    """A member of the object itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A pure function of the object."""

    function: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Batched:
    """`await function(context, parents, [arguments,] wanted)`: one result, or exception, for each parent."""

    function: Callable[..., Any]
    arguments: type[msgspec.Struct] | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """`await function(context, [arguments,] wanted)`: a field of Query or Mutation."""

    function: Callable[..., Any]
    arguments: type[msgspec.Struct] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """`await function(context, [arguments,] wanted)`: what a field of Subscription tells, in bursts."""

    function: Callable[..., Any]
    arguments: type[msgspec.Struct] | None = None


Binding: TypeAlias = Property | Computed | Batched | Root | Source
Bindings: TypeAlias = Mapping[str, Mapping[str, Binding]]
