"""Makes generated queries harder: named fragments, fields asked twice, aliases, @skip and @include by variables."""

from dataclasses import replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    is_composite_type,
    parse,
    print_ast,
    visit,
)
from graphql.language import Visitor
from hypothesis import strategies as st

VARIABLES = {"yes": True, "no": False}


def rewritten(draw: Any, schema: GraphQLSchema, query: str) -> str:
    """The query with some of its selections put otherwise, which may change what is selected but not its validity."""
    document = parse(query)
    visitor = _Rewriting(draw, schema)
    document = visit(document, TypeInfoVisitor(visitor.types, visitor))
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    declared = parse("query ($yes: Boolean!, $no: Boolean = false) { x }").definitions[0]
    assert isinstance(declared, OperationDefinitionNode)
    operation = replace(operation, variable_definitions=declared.variable_definitions)
    text = print_ast(DocumentNode(definitions=(operation, *visitor.fragments)))
    for name in VARIABLES:
        if f"${name})" not in text.partition("{")[2]:
            text = text.replace("{", f"{{ __typename @include(if: ${name}) ", 1)
    return text


class _Rewriting(Visitor):
    def __init__(self, draw: Any, schema: GraphQLSchema) -> None:
        super().__init__()
        self.types = TypeInfo(schema)
        self.fragments: list[FragmentDefinitionNode] = []
        self._draw = draw

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode:
        type_ = self.types.get_parent_type()
        assert is_composite_type(type_)
        selections: list[Any] = []
        for selection in node.selections:
            selections += self._put(selection, type_.name)
        return SelectionSetNode(selections=tuple(selections))

    def _put(self, selection: Any, type_name: str) -> list[Any]:
        match self._draw(st.integers(0, 11)):
            case 0:
                return [selection, _parsed("__typename")]
            case 1:
                return [selection, selection]
            case 2:
                return [self._fragment([selection], type_name)]
            case 3:
                return [selection, self._fragment([selection], type_name), _parsed("again: __typename")]
            case 4:
                return [_inline([selection], "... @include(if: $yes)")]
            case 5 if isinstance(selection, FieldNode):
                return [selection, _inline([selection], "... @skip(if: $yes)")]
            case 6:
                return [_parsed("__typename"), _inline([selection], "... @include(if: $no)")]
            case 7 if isinstance(selection, FieldNode) and selection.alias is None:
                return [_aliased(selection), selection]
        return [selection]

    def _fragment(self, selections: list[Any], type_name: str) -> FragmentSpreadNode:
        name = f"F{len(self.fragments)}"
        definition = parse(f"fragment {name} on {type_name} {{ x }}").definitions[0]
        assert isinstance(definition, FragmentDefinitionNode)
        self.fragments.append(replace(definition, selection_set=SelectionSetNode(selections=tuple(selections))))
        spread = _parsed(f"...{name}")
        assert isinstance(spread, FragmentSpreadNode)
        return spread


def _parsed(selection: str) -> Any:
    operation = parse(f"{{ {selection} }}").definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return operation.selection_set.selections[0]


def _inline(selections: list[Any], head: str) -> InlineFragmentNode:
    node = _parsed(f"{head} {{ x }}")
    assert isinstance(node, InlineFragmentNode)
    return replace(node, selection_set=SelectionSetNode(selections=tuple(selections)))


def _aliased(field: FieldNode) -> FieldNode:
    node = _parsed(f"other_{field.name.value}: x")
    assert isinstance(node, FieldNode)
    return FieldNode(
        alias=node.alias, name=field.name, arguments=field.arguments, directives=(), selection_set=field.selection_set
    )
