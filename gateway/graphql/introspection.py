"""Questions about the schema itself, which graphql-core answers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    execute_sync,
)
from graphql.execution.values import VariableValues
from graphql.language import Visitor, visit


def introspection(
    schema: GraphQLSchema,
    key: str,
    nodes: Sequence[FieldNode],
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: VariableValues,
) -> Callable[..., Awaitable[Any]]:
    """A resolver for `__schema` or `__type`: an operation of these nodes alone."""
    used = _Variables()
    for part in (*nodes, *fragments.values()):
        visit(part, used)
    declared = [node for node in operation.variable_definitions or () if node.variable.name.value in used.names]
    alone = OperationDefinitionNode(
        operation=operation.operation,
        variable_definitions=tuple(node for node in declared if _plain(node)),
        selection_set=SelectionSetNode(selections=tuple(nodes)),
    )
    document = DocumentNode(definitions=(alone, *fragments.values()))
    values = {node.variable.name.value for node in declared}
    given = {name: value for name, value in variables.coerced.items() if name in values}

    async def answer(context: Any, wanted: Any) -> Any:
        result = execute_sync(schema, document, variable_values=given)
        if result.errors:
            raise result.errors[0]
        return (result.data or {})[key]

    return answer


def _plain(node: Any) -> bool:
    """Whether it is a text or a truth: what else is declared belongs to fields that are not asked here."""
    type_ = getattr(node.type, "type", node.type)
    return getattr(getattr(type_, "name", None), "value", "") in ("String", "Boolean")


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.names.add(node.name.value)
