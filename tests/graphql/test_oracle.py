"""The plans against graphql-core's executor: the same data and the same errors for any query."""

from functools import cache, partial
from typing import Any

import pytest
from graphql import (
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    get_variable_values,
    parse,
    validate,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from gateway.documents import PUBLISHED
from gateway.graphql.compile import Compiler
from gateway.graphql.errors import told
from gateway.graphql.execute import Execution
from gateway.graphql.limits import CHARACTERS
from gateway.graphql.schema import taught
from tests.graphql.comparing import assert_alike
from tests.graphql.interpreter import interpret
from tests.graphql.rewriting import VARIABLES, rewritten
from tests.graphql.world import BINDINGS, CALLS

EXAMPLES = 300
SCALARS = {
    "UUID": st.uuids().map(str).map(nodes.String),
    "DateTime": st.just(nodes.String("2026-01-01T00:00:00Z")),
    "JSON": st.just(nodes.Null),
}


@cache
def schema() -> GraphQLSchema:
    """The published schema without filters: the data set has none, and generating them takes most of the time."""
    published = taught(build_schema((PUBLISHED / "schema.graphql").read_text()))
    for type_ in published.type_map.values():
        for field in getattr(type_, "fields", {}).values():
            getattr(field, "args", {}).pop("filter", None)
    return published


# The generator seldom goes down this far.
NESTED = """{ users(pagination: {first: 5}) { edges { node { orders { edges { node { items { product { category {
  products { edges { node { id } } } } } } } } } } } } }"""
ROUND = """{ orders { aggregate { byCurrency { avg } } edges { node { id status itemCount user { username role
  fullName isActive spending { amount currency } orders { edges { cursor node { total user { email } } } } }
  items { quantity product { name price isAvailable category { name } } } } } } }"""
NODES = """{ nodes(ids: ["7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11", "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d12",
  "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d13"]) { id ... on User { orders { edges { node { items { product { name } } } } } }
  ... on Order { user { firstName } items { total } } ... on Product { category { createdAt } } } }"""


@st.composite
def hard_queries(draw: st.DrawFn) -> str:
    generated = queries(schema(), custom_scalars=SCALARS).map(str)
    query = rewritten(draw, schema(), draw(generated | st.sampled_from([NESTED, ROUND, NODES])))
    # What is longer is refused unread, and graphql-core's validation gives up on it too.
    assume(len(query) <= CHARACTERS)
    return query


async def planned(query: str, variables: dict[str, Any]) -> dict[str, Any]:
    compiler = Compiler(schema(), BINDINGS)
    document = parse(query)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    values = get_variable_values(schema(), operation.variable_definitions or (), variables)
    assert not isinstance(values, list)
    execution = Execution(None, values, partial(told, request_id=""))
    plan = compiler.compile(operation, fragments, values)
    return {"data": await execution.query(plan), "errors": [error.formatted for error in execution.errors]}


async def compare(query: str) -> None:
    """Raises AssertionError where the two differ."""
    document = parse(query)
    assert validate(schema(), document) == []
    assert_alike(await planned(query, VARIABLES), (await interpret(schema(), BINDINGS, document, VARIABLES)).formatted)


# Where a null takes an object with it, graphql-core leaves the object's other fields unawaited.
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=EXAMPLES)
@given(hard_queries())
async def test_a_plan_gives_what_the_interpreter_gives(query: str) -> None:
    await compare(query)


async def test_a_plan_calls_each_relation_once_where_the_interpreter_calls_it_for_each_parent() -> None:
    """G24."""
    CALLS.clear()
    await planned(NESTED, {})
    once = ["Query.users", "User.orders", "Order.items", "OrderItem.product", "Product.category", "Category.products"]
    assert once[: len(CALLS)] == CALLS
    called = len(CALLS)
    CALLS.clear()
    await interpret(schema(), BINDINGS, parse(NESTED), {})
    assert len(CALLS) > 2 * called
