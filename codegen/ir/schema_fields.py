"""How each field of the GraphQL schema is bound: to a property, to a batch function, or to a pure function."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import GraphQLField, GraphQLInputObjectType, GraphQLObjectType, get_directive_values
from graphql.language import ConstDirectiveNode, Node

from codegen.ir.naming import snake
from codegen.read.schema import Schema

ROOTS = ("Query", "Mutation")


class Kind(Enum):
    """Where the value of a field comes from."""

    PROPERTY = "property"
    BATCHED = "batched"
    COMPUTED = "computed"
    ROOT = "root"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Shown:
    """The schema of a service contract that a type shows, and the properties it hides."""

    contract: str
    schema: str
    without: frozenset[str]
    also: frozenset[str]
    node: Node


@dataclass(frozen=True, slots=True)
class BoundField:
    """One field of an object type. `source` is the property, or the function."""

    type_name: str
    name: str
    kind: Kind
    source: str
    field: GraphQLField


def object_types(schema: Schema) -> list[GraphQLObjectType]:
    """In the order of the files."""
    return [
        type_
        for type_ in schema.types.type_map.values()
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__")
    ]


def input_types(schema: Schema) -> list[GraphQLInputObjectType]:
    return [type_ for type_ in schema.types.type_map.values() if isinstance(type_, GraphQLInputObjectType)]


def shown(schema: Schema, type_: GraphQLObjectType | GraphQLInputObjectType) -> Shown | None:
    """What `@shows` says of a type."""
    node = type_.ast_node
    values = _directive(schema, "shows", node)
    if node is None or node.loc is None or values is None:
        return None
    contract = node.loc.source.name.rpartition("/")[2].removesuffix(".graphql")
    return Shown(
        contract, values["schema"], frozenset(values["without"]), frozenset(values["also"]), _applied(node, "shows")
    )


def bound_fields(schema: Schema, type_: GraphQLObjectType) -> Iterator[BoundField]:
    for name, field in type_.fields.items():
        kind = _kind(schema, type_, field)
        renamed = _directive(schema, "property", field.ast_node)
        yield BoundField(type_.name, name, kind, renamed["name"] if renamed else snake(name), field)


def _kind(schema: Schema, type_: GraphQLObjectType, field: GraphQLField) -> Kind:
    if type_.name in ROOTS:
        return Kind.ROOT
    if type_.name == "Subscription":
        return Kind.SOURCE
    if _directive(schema, "batched", field.ast_node) is not None:
        return Kind.BATCHED
    return Kind.COMPUTED if _directive(schema, "computed", field.ast_node) is not None else Kind.PROPERTY


def _directive(schema: Schema, name: str, node: Any) -> dict[str, Any] | None:
    definition = schema.types.get_directive(name)
    return get_directive_values(definition, node) if definition is not None and node is not None else None


def _applied(node: Any, name: str) -> ConstDirectiveNode:
    found: ConstDirectiveNode = next(directive for directive in node.directives if directive.name.value == name)
    return found
