"""From a validated operation to its plan."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_argument_values,
    get_directive_values,
    is_abstract_type,
    is_leaf_type,
)
from graphql import GraphQLIncludeDirective as INCLUDE
from graphql import GraphQLSkipDirective as SKIP
from graphql.execution.values import VariableValues
from graphql.language import ListValueNode, ObjectValueNode, ValueNode

from gateway.graphql.fields import Batched, Binding, Bindings, Property, Root, Source, Wanted
from gateway.graphql.introspection import introspection
from gateway.graphql.plan import (
    Arguments,
    Check,
    FieldPlan,
    Items,
    Leaf,
    Object,
    OneOf,
    Selection,
    Shape,
)
from gateway.graphql.readers import Entry, compile_rows

TYPENAME = "__typename"
Called: TypeAlias = Batched | Root | Source
Fragments = Mapping[str, FragmentDefinitionNode]


class Compiler:
    """Compiles operations of one schema. @skip and @include are decided here, so their variables are part of a plan."""

    def __init__(self, schema: GraphQLSchema, bindings: Bindings) -> None:
        self.schema = schema
        self.bindings = bindings

    def compile(self, operation: OperationDefinitionNode, fragments: Fragments, variables: VariableValues) -> Selection:
        """The plan of an operation that is valid against the schema."""
        root = self.schema.get_root_type(operation.operation)
        if root is None:
            raise GraphQLError(f"Schema is not configured to execute {operation.operation.value} operation.", operation)
        return _Compilation(self, operation, fragments, variables).selection(root, [operation.selection_set])


class _Compilation:
    """One operation on its way."""

    def __init__(
        self, compiler: Compiler, operation: OperationDefinitionNode, fragments: Fragments, variables: VariableValues
    ) -> None:
        self._schema = compiler.schema
        self._bindings = compiler.bindings
        self._operation = operation
        self._fragments = fragments
        self._variables = variables

    def selection(self, type_: GraphQLObjectType, sets: Sequence[SelectionSetNode]) -> Selection:
        collected: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for selections in sets:
            self._collect(type_, selections, collected, visited)
        entries: list[Entry] = []
        checks: list[Check] = []
        fields: list[FieldPlan] = []
        for key, nodes in collected.items():
            name = nodes[0].name.value
            binding = self._bindings[type_.name].get(name)
            if name == TYPENAME:
                entries.append(Entry(key, constant=type_.name))
            elif isinstance(binding, Property) and is_leaf_type(_nullable(type_.fields[name].type)):
                definition = type_.fields[name]
                entries.append(Entry(key, binding.name, spelling=_spelling(_nullable(definition.type))))
                checks += _checks(type_, key, nodes, definition)
            else:
                entries.append(Entry(key))
                if binding is None:
                    fields.append(self._introspected(type_, key, nodes))
                else:
                    fields.append(self._field(type_, key, nodes, type_.fields[name], binding))
        rows = compile_rows(entries, spelled=False)
        spelled = compile_rows(entries, spelled=True) if any(entry.spelling for entry in entries) else rows
        return Selection(type_.name, rows, spelled, tuple(checks), tuple(fields))

    def _introspected(self, type_: GraphQLObjectType, key: str, nodes: Sequence[FieldNode]) -> FieldPlan:
        """A field that asks for the schema itself."""
        name = nodes[0].name.value
        return FieldPlan(
            key=key,
            coordinate=f"{type_.name}.{name}",
            nodes=tuple(nodes),
            binding=Root(introspection(self._schema, key, nodes, self._operation, self._fragments, self._variables)),
            arguments=None,
            shape=Leaf(None),
            required=name == "__schema",
            wanted=frozenset(),
            suspends=True,
        )

    def _field(
        self,
        type_: GraphQLObjectType,
        key: str,
        nodes: Sequence[FieldNode],
        definition: GraphQLField,
        binding: Binding,
    ) -> FieldPlan:
        shape = self._shape(_nullable(definition.type), [node.selection_set for node in nodes if node.selection_set])
        return FieldPlan(
            key=key,
            coordinate=f"{type_.name}.{nodes[0].name.value}",
            nodes=tuple(nodes),
            binding=binding,
            arguments=_arguments(definition, nodes[0], binding) if isinstance(binding, Called) else None,
            shape=shape,
            required=isinstance(definition.type, GraphQLNonNull),
            wanted=self._wanted(definition.type, nodes) if isinstance(binding, Called) else frozenset(),
            suspends=isinstance(binding, Called) or _suspends(shape),
        )

    def _shape(self, type_: Any, sets: Sequence[SelectionSetNode]) -> Shape:
        if isinstance(type_, GraphQLList):
            required = isinstance(type_.of_type, GraphQLNonNull)
            return Items(self._shape(_nullable(type_.of_type), sets), required)
        if isinstance(type_, GraphQLObjectType):
            return Object(self.selection(type_, sets))
        if is_abstract_type(type_):
            possible = self._schema.get_possible_types(type_)
            return OneOf(type_.name, {concrete.name: self.selection(concrete, sets) for concrete in possible})
        return Leaf(type_.coerce_output_value)

    def _collect(
        self,
        type_: GraphQLObjectType,
        selections: SelectionSetNode,
        collected: dict[str, list[FieldNode]],
        visited: set[str],
    ) -> None:
        """Fields by response key, fragments spread out (GraphQL specification, 6.3.2)."""
        for node in selections.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                collected.setdefault((node.alias or node.name).value, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._applies(node.type_condition.name.value, type_):
                    self._collect(type_, node.selection_set, collected, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, type_):
                    self._collect(type_, fragment.selection_set, collected, visited)

    def _included(self, node: Any) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(SKIP, node, self._variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(INCLUDE, node, self._variables)
        return not include or bool(include["if"])

    def _applies(self, condition: str, type_: GraphQLObjectType) -> bool:
        if condition == type_.name:
            return True
        named = self._schema.get_type(condition)
        return is_abstract_type(named) and self._schema.is_sub_type(named, type_)

    def _wanted(self, type_: Any, nodes: Sequence[FieldNode]) -> Wanted:
        return frozenset(self._beneath(type_, nodes, ""))

    def _beneath(self, type_: Any, nodes: Sequence[FieldNode], prefix: str) -> Iterator[str]:
        """Dotted names of what is selected, not looking past the next relation."""
        while isinstance(type_, GraphQLNonNull | GraphQLList):
            type_ = type_.of_type
        if not isinstance(type_, GraphQLObjectType):
            return
        collected: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for node in nodes:
            if node.selection_set:
                self._collect(type_, node.selection_set, collected, visited)
        for inner in collected.values():
            name = inner[0].name.value
            if name.startswith("__"):
                continue
            yield prefix + name
            if isinstance(self._bindings[type_.name][name], Property):
                yield from self._beneath(type_.fields[name].type, inner, f"{prefix}{name}.")


def _nullable(type_: Any) -> Any:
    return type_.of_type if isinstance(type_, GraphQLNonNull) else type_


def _suspends(shape: Shape) -> bool:
    match shape:
        case Items(item):
            return _suspends(item)
        case Object(selection):
            return selection.suspends
        case OneOf(_, selections):
            return any(selection.suspends for selection in selections.values())
    return False


def _checks(
    type_: GraphQLObjectType, key: str, nodes: Sequence[FieldNode], definition: GraphQLField
) -> Iterator[Check]:
    """Properties come from services as JSON: only enums are spelled differently here."""
    named = _nullable(definition.type)
    spelled = isinstance(named, GraphQLEnumType)
    required = isinstance(definition.type, GraphQLNonNull)
    if spelled or required:
        serialize = named.coerce_output_value if spelled else None
        yield Check(key, f"{type_.name}.{nodes[0].name.value}", tuple(nodes), serialize, required)


def _spelling(type_: Any) -> dict[str, str] | None:
    """Of an enum: from the services' values to the schema's names."""
    if not isinstance(type_, GraphQLEnumType):
        return None
    return {value.value: name for name, value in type_.values.items()}


def _arguments(definition: GraphQLField, node: FieldNode, binding: Called) -> Arguments | None:
    if not definition.args:
        return None
    if any(_varies(argument.value) for argument in node.arguments or ()):
        return Arguments(definition, node, varies=True)
    try:
        return Arguments(definition, node, constant=get_argument_values(definition, node))
    except GraphQLError as error:
        return Arguments(definition, node, error=error)


def _varies(value: ValueNode) -> bool:
    match value:
        case VariableNode():
            return True
        case ListValueNode():
            return any(_varies(item) for item in value.values)
        case ObjectValueNode():
            return any(_varies(field.value) for field in value.fields)
    return False
