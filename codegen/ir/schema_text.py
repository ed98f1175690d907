"""The GraphQL schema as its generated modules show it: enums, inputs, objects, resolver contracts, bindings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    is_input_object_type,
    value_from_ast_untyped,
)

from codegen.documents import Document, Node, mapping, sequence
from codegen.ir.naming import attribute, pascal, snake
from codegen.ir.schema_fields import BoundField, Kind, bound_fields, input_types, object_types, shown
from codegen.read.schema import Schema

_OUT = {
    "ID": "str",
    "String": "str",
    "Int": "int",
    "Float": "float",
    "Boolean": "bool",
    "UUID": "str",
    "DateTime": "str",
}
# Of a docstring's line, at the deepest indentation it has.
_WIDTH = 105
_IN = _OUT | {"UUID": "UUID", "DateTime": "datetime"}


@dataclass(frozen=True, slots=True)
class Member:
    """One line of a class: name, annotation, and what stands behind the equals sign."""

    name: str
    annotation: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """A struct or a TypedDict. `renames` lead from attributes to the names of the schema."""

    name: str
    docstring: str
    members: tuple[Member, ...]
    renames: tuple[tuple[str, str], ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Enumeration:
    """`members` are names and the values that the contracts know."""

    name: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Method:
    """One resolver."""

    name: str
    keyword: str
    signature: str
    returns: str
    docstring: str


@dataclass(frozen=True, slots=True)
class Resolvers:
    """What one module of gateway/graphql/resolvers must define."""

    type_name: str
    module: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class SchemaText:
    """Everything that the templates print. `bindings` are the fields of each type as expressions."""

    enums: tuple[Enumeration, ...]
    inputs: tuple[Class, ...]
    objects: tuple[Class, ...]
    resolvers: tuple[Resolvers, ...]
    bindings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def to_schema_text(schema: Schema, contracts: Mapping[str, Document]) -> SchemaText:
    types = object_types(schema)
    return SchemaText(
        enums=tuple(_enums(schema)),
        inputs=tuple(_inputs(schema)),
        objects=tuple(_objects(schema, contracts)),
        resolvers=tuple(found for type_ in types if (found := _resolvers(schema, type_)).methods),
        bindings=tuple((type_.name, tuple(_bindings(schema, type_))) for type_ in types),
    )


def _enums(schema: Schema) -> Iterator[Enumeration]:
    for type_ in schema.types.type_map.values():
        if isinstance(type_, GraphQLEnumType) and not type_.name.startswith("__"):
            yield Enumeration(type_.name, tuple((name, name.lower()) for name in type_.values))


def _inputs(schema: Schema) -> Iterator[Class]:
    for type_ in input_types(schema):
        yield _struct(type_.name, type_.description or "", type_.fields)
    for object_type in object_types(schema):
        for field in bound_fields(schema, object_type):
            if field.field.args:
                docstring = f"Of {object_type.name}.{field.name}."
                yield _struct(_arguments_name(field), docstring, field.field.args)


def _struct(name: str, docstring: str, fields: Mapping[str, GraphQLInputField | GraphQLArgument]) -> Class:
    names = {given: attribute(snake(given)) for given in fields}
    members = (Member(names[given], *_input_type(field)) for given, field in fields.items())
    renames = tuple((ours, given) for given, ours in names.items() if ours != given)
    return Class(name, _docstring(docstring, name), tuple(members), renames)


def _input_type(field: GraphQLInputField | GraphQLArgument) -> tuple[str, str]:
    """Annotation and default. What is absent is UNSET, which null is not."""
    annotation = _annotation(field.type, _IN)
    written = field.ast_node.default_value if field.ast_node is not None else None
    if written is not None:
        return annotation, _literal(field.type, value_from_ast_untyped(written))
    return (annotation, "") if isinstance(field.type, GraphQLNonNull) else (f"{annotation} | UnsetType", "UNSET")


def _literal(type_: Any, value: Any) -> str:
    named = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    return f"{named.name}.{value}" if isinstance(named, GraphQLEnumType) else repr(value)


def _objects(schema: Schema, contracts: Mapping[str, Document]) -> Iterator[Class]:
    for type_ in object_types(schema):
        properties = [field for field in bound_fields(schema, type_) if field.kind is Kind.PROPERTY]
        if not properties:
            continue
        members = {field.source: Member(field.source, _annotation(field.field.type, _OUT)) for field in properties}
        shows = shown(schema, type_)
        if shows is not None:
            # What is hidden from clients is there for resolvers.
            hidden = _properties(contracts[shows.contract], shows.schema)
            members |= {name: Member(name, _hidden(hidden[name])) for name in sorted(shows.without)}
        docstring = f"{shows.schema} of {shows.contract}, as it travels." if shows else "What resolvers give of it."
        yield Class(type_.name, docstring, tuple(members.values()), whole=shows is not None)


def _properties(document: Document, name: str) -> Node:
    target, _ = document.follow({"$ref": f"#/components/schemas/{name}"})
    parts = [document.follow(part)[0] for part in sequence(target, "allOf")] or [target]
    return {name: document.follow(node)[0] for part in parts for name, node in mapping(part, "properties").items()}


def _hidden(node: Node) -> str:
    return {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}.get(str(node.get("type")), "Any")


def _annotation(type_: Any, scalars: Mapping[str, str]) -> str:
    if isinstance(type_, GraphQLNonNull):
        return _plain(type_.of_type, scalars)
    return f"{_plain(type_, scalars)} | None"


def _plain(type_: Any, scalars: Mapping[str, str]) -> str:
    if isinstance(type_, GraphQLList):
        return f"list[{_annotation(type_.of_type, scalars)}]"
    if isinstance(type_, GraphQLScalarType):
        return scalars.get(type_.name, "Any")
    if isinstance(type_, GraphQLEnumType):
        return str(type_.name) if scalars is _IN else "str"
    if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
        return "Typed"
    return str(type_.name) if is_input_object_type(type_) or isinstance(type_, GraphQLObjectType) else "Any"


def _arguments_name(field: BoundField) -> str:
    return f"{field.type_name}{pascal(field.name)}Arguments"


def _resolvers(schema: Schema, type_: GraphQLObjectType) -> Resolvers:
    methods = tuple(_method(field) for field in bound_fields(schema, type_) if field.kind is not Kind.PROPERTY)
    return Resolvers(type_.name, snake(type_.name), methods)


def _method(field: BoundField) -> Method:
    returns = _annotation(field.field.type, _OUT)
    docstring = _docstring(field.field.description or "", f"{field.type_name}.{field.name}")
    if field.kind is Kind.COMPUTED:
        return Method(field.source, "def", f"self, {snake(field.type_name)}: {field.type_name}", returns, docstring)
    signature = ["self", "context: Context"]
    if field.kind is Kind.BATCHED:
        signature.append(f"parents: Sequence[{field.type_name}]")
        returns = f"Sequence[{returns} | Exception]"
    if field.kind is Kind.SOURCE:
        returns = f"AsyncIterator[list[{returns}]]"
    if field.field.args:
        signature.append(f"arguments: {_arguments_name(field)}")
    signature.append("wanted: Wanted")
    return Method(field.source, "async def", ", ".join(signature), returns, docstring)


def _bindings(schema: Schema, type_: GraphQLObjectType) -> Iterator[tuple[str, str]]:
    module = snake(type_.name)
    for field in bound_fields(schema, type_):
        function = f"{module}.{field.source}"
        arguments = f", {_arguments_name(field)}" if field.field.args else ""
        match field.kind:
            case Kind.PROPERTY:
                yield field.name, f"Property({field.source!r})"
            case Kind.COMPUTED:
                yield field.name, f"Computed({function})"
            case Kind.BATCHED:
                yield field.name, f"Batched({function}{arguments})"
            case Kind.ROOT:
                yield field.name, f"Root({function}{arguments})"
            case Kind.SOURCE:
                yield field.name, f"Source({function}{arguments})"


def _docstring(text: str, fallback: str) -> str:
    whole = " ".join(text.split()) or f"{fallback}."
    return fill(whole, _WIDTH)
