"""Whether the GraphQL schema and the service contracts say the same of what they both show."""

from collections.abc import Iterator, Mapping

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
)
from graphql.language import Node as SchemaNode

from codegen.documents import Document, Node, mapping, sequence
from codegen.findings import Finding
from codegen.ir.naming import snake
from codegen.ir.schema_fields import Kind, Shown, bound_fields, input_types, object_types, shown
from codegen.read.schema import Schema, place

_SCALARS = {
    ("string", "uuid"): "UUID",
    ("string", "date-time"): "DateTime",
    ("number", "decimal"): "Float",
    ("string", ""): "String",
    ("string", "email"): "String",
    ("string", "password"): "String",
    ("integer", ""): "Int",
    ("integer", "int32"): "Int",
    ("integer", "int64"): "Int",
    ("number", ""): "Float",
    ("boolean", ""): "Boolean",
}


def lint_schema(schema: Schema, contracts: Mapping[str, Document]) -> list[Finding]:
    """Every field that nothing binds, and every type that says something else than the contract it shows."""
    return [
        *(finding for type_ in object_types(schema) for finding in _object(schema, type_, contracts)),
        *(finding for type_ in input_types(schema) for finding in _input(schema, type_, contracts)),
        *_enums(schema, contracts),
    ]


def _found(node: SchemaNode | None, what: str, mend: str) -> Finding:
    path, line = place(node) if node is not None else ("specs/graphql", 1)
    return Finding(path, line, what, mend, "drift")


class _Contract:
    """The schema that a type shows, with references followed."""

    def __init__(self, schema: Schema, shows: Shown, document: Document) -> None:
        self._schema = schema
        self._document = document
        target, _ = document.follow({"$ref": f"#/components/schemas/{shows.schema}"})
        parts = [document.follow(part)[0] for part in sequence(target, "allOf")] or [target]
        self.properties: Node = {name: node for part in parts for name, node in mapping(part, "properties").items()}
        self.required = {name for part in parts for name in sequence(part, "required")}

    def named(self, node: Node) -> str:
        """The GraphQL type of a property, as SDL: `[Money!]`, `UserRole`, `DateTime`."""
        target, pointer = self._document.follow(node)
        if target.get("type") == "array":
            return f"[{self.named(mapping(target, 'items'))}!]"
        if "enum" in target and pointer:
            return str(pointer[-1])
        if target.get("type") == "object" and pointer:
            return str(pointer[-1])
        return _SCALARS.get((str(target.get("type")), str(target.get("format", ""))), "?")

    def output(self, name: str) -> str:
        node = self.properties[name]
        nullable = self._document.follow(node)[0].get("nullable") is True or name not in self.required
        return self.named(node) + ("" if nullable else "!")


def _object(schema: Schema, type_: GraphQLObjectType, contracts: Mapping[str, Document]) -> Iterator[Finding]:
    shows = shown(schema, type_)
    if shows is None:
        return
    contract = _contract(schema, shows, contracts)
    if contract is None:
        yield _unknown(shows)
        return
    seen = set(shows.without)
    for field in bound_fields(schema, type_):
        if field.kind is not Kind.PROPERTY:
            continue
        seen.add(field.source)
        if field.source not in contract.properties:
            what = f"nothing binds {type_.name}.{field.name}: {shows.schema} of {shows.contract} has no {field.source}"
            yield _found(field.field.ast_node, what, "add the property, or mark the field @batched or @computed")
            continue
        wanted, says = contract.output(field.source), field.field.type
        if wanted not in _spoken(schema, says):
            what = f"{type_.name}.{field.name} is {says}, {shows.schema}.{field.source} of {shows.contract} is {wanted}"
            yield _found(field.field.ast_node, what, "make them say the same")
    for name in sorted(contract.properties.keys() - seen):
        what = f"{type_.name} leaves out {name} of {shows.schema}"
        yield _found(shows.node, what, "add the field, or name it in `without`")
    for name in sorted(shows.without - contract.properties.keys()):
        yield _found(shows.node, f"{shows.schema} has no {name} to leave out", "drop it from `without`")


def _spoken(schema: Schema, written: GraphQLOutputType) -> set[str]:
    """A field's type in the contract's words: a type goes by the names of the schemas it shows."""
    named = get_named_type(written)
    shows = shown(schema, named) if isinstance(named, GraphQLObjectType) else None
    names = {shows.schema, *shows.also} if shows else {named.name}
    return {str(written).replace(named.name, name) for name in names}


def _input(schema: Schema, type_: GraphQLInputObjectType, contracts: Mapping[str, Document]) -> Iterator[Finding]:
    shows = shown(schema, type_)
    if shows is None:
        return
    contract = _contract(schema, shows, contracts)
    if contract is None:
        yield _unknown(shows)
        return
    for name, field in type_.fields.items():
        source = snake(name)
        if source not in contract.properties:
            what = f"{type_.name}.{name} is no property of {shows.schema} of {shows.contract}"
            yield _found(field.ast_node, what, "add the property, or drop the field")
            continue
        wanted = contract.named(contract.properties[source]) + ("!" if source in contract.required else "")
        if str(field.type) != wanted:
            what = f"{type_.name}.{name} is {field.type}, {shows.schema}.{source} of {shows.contract} is {wanted}"
            yield _found(field.ast_node, what, "make them say the same")
    for source in sorted(contract.required - {snake(name) for name in type_.fields}):
        yield _found(
            type_.ast_node, f"{type_.name} leaves out {source}, which {shows.schema} requires", "add the field"
        )


def _contract(schema: Schema, shows: Shown, contracts: Mapping[str, Document]) -> _Contract | None:
    document = contracts.get(shows.contract)
    if document is None or shows.schema not in mapping(document.data, "components", "schemas"):
        return None
    return _Contract(schema, shows, document)


def _unknown(shows: Shown) -> Finding:
    return _found(shows.node, f"the contract {shows.contract} has no schema {shows.schema}", "name one that exists")


def _enums(schema: Schema, contracts: Mapping[str, Document]) -> Iterator[Finding]:
    """An enum of both has the same values, in capitals here."""
    for type_ in schema.types.type_map.values():
        if not isinstance(type_, GraphQLEnumType) or type_.name.startswith("__"):
            continue
        for document in contracts.values():
            values = sequence(document.data, "components", "schemas", type_.name, "enum")
            if values and [str(value).upper() for value in values] != list(type_.values):
                what = (
                    f"{type_.name} has {', '.join(type_.values)}, the contract {document.name} has {', '.join(values)}"
                )
                yield _found(type_.ast_node, what, "make them say the same")
