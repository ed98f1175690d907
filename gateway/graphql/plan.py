"""What a plan is made of: selections of one concrete type, their fields, and the shapes of values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLField

from gateway.graphql.fields import Binding, Wanted
from gateway.graphql.readers import Lacking, Rows, compile_lacking


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar or an enum. Without `serialize` the value is what clients get."""

    serialize: Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    item: "Shape"
    required: bool


@dataclass(frozen=True, slots=True)
class Object:
    """An object of one type."""

    selection: "Selection"


@dataclass(frozen=True, slots=True)
class OneOf:
    """An object of any of several types, each with its selection."""

    name: str
    selections: Mapping[str, "Selection"]


Shape: TypeAlias = Leaf | Items | Object | OneOf


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a field is called with. `constant` holds where no variable is in it, `error` where it cannot be had."""

    definition: GraphQLField
    node: FieldNode
    constant: Any = None
    error: Exception | None = None
    varies: bool = False


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A field that is more than reading a property. `suspends` where something beneath waits for a service."""

    key: str
    coordinate: str
    nodes: tuple[FieldNode, ...]
    binding: Binding
    arguments: Arguments | None
    shape: Shape
    required: bool
    wanted: Wanted
    suspends: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A property read at once that still has to be looked at: null where it must not be, or another spelling."""

    key: str
    coordinate: str
    nodes: tuple[FieldNode, ...]
    serialize: Callable[[Any], Any] | None
    required: bool


@dataclass(slots=True)
class Selection:
    """What is selected of objects of one type. `rows` makes answers of them, with all response keys in their order;
    `spelled` does so too with enums in their own spelling, and raises a KeyError for one it does not know. `lacking`
    tells which of them have null where none may be."""

    type_name: str
    rows: Rows
    spelled: Rows
    checks: tuple[Check, ...]
    fields: tuple[FieldPlan, ...]
    required: tuple[Check, ...] = field(init=False)
    lacking: Lacking = field(init=False)
    spellings: tuple[Check, ...] = field(init=False)
    suspends: bool = field(init=False)

    def __post_init__(self) -> None:
        self.required = tuple(check for check in self.checks if check.required)
        self.lacking = compile_lacking([check.key for check in self.required])
        self.spellings = tuple(check for check in self.checks if check.serialize is not None)
        self.suspends = any(field.suspends for field in self.fields)
