"""graphql-core's own executor over the same bindings: one call per parent, nothing batched. The oracle."""

from collections.abc import Mapping
from inspect import isawaitable
from typing import Any

import msgspec
from graphql import DocumentNode, ExecutionResult, GraphQLSchema, execute

from gateway.graphql.errors import told
from gateway.graphql.fields import Batched, Bindings, Computed, Property, Root, Typed

EVERYTHING = frozenset(
    {"edges", "edges.cursor", "edges.node", "pageInfo", "pageInfo.hasNextPage", "pageInfo.startCursor", "totalCount"}
    | {"aggregate", "aggregate.sum"}
)


async def interpret(
    schema: GraphQLSchema, bindings: Bindings, document: DocumentNode, variables: Mapping[str, Any], context: Any = None
) -> ExecutionResult:
    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        if isinstance(source, Typed):
            source = source.value
        binding = bindings[info.parent_type.name][info.field_name]
        match binding:
            case Property(name):
                return source[name]
            case Computed(function):
                return _pure(function, source)
            case Batched() | Root():
                return _called(binding, source, arguments, context)

    result = execute(
        schema,
        document,
        variable_values=dict(variables),
        field_resolver=resolve,
        type_resolver=lambda value, info, type_: value.type_name,
    )
    if isawaitable(result):
        result = await result
    assert isinstance(result, ExecutionResult)
    return result


def _pure(function: Any, source: Any) -> Any:
    try:
        return function(source)
    except Exception as error:
        raise told(error, "") from error


async def _called(binding: Batched | Root, source: Any, arguments: dict[str, Any], context: Any) -> Any:
    try:
        given = [] if binding.arguments is None else [msgspec.convert(arguments, binding.arguments)]
        if isinstance(binding, Root):
            return await binding.function(context, *given, EVERYTHING)
        (result,) = await binding.function(context, [source], *given, EVERYTHING)
    except Exception as error:
        raise told(error, "") from error
    if isinstance(result, Exception):
        raise result
    return result
