"""From what is asked to what can run: the operations of one schema, for every way they come in."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import GraphQLError, GraphQLSchema, get_variable_values
from graphql.execution.values import VariableValues

from gateway.graphql.compile import Compiler
from gateway.graphql.context import Context
from gateway.graphql.cost import check_cost
from gateway.graphql.documents import Documents, Operation, Refused
from gateway.graphql.errors import told
from gateway.graphql.execute import Execution
from gateway.graphql.generated.bindings import FIELDS
from gateway.graphql.limits import TooMuch
from gateway.graphql.persisted import Persisted
from gateway.graphql.plan import Selection
from gateway.graphql.requests import Asked, Malformed
from services.chassis.problems import Problem

SECONDS = 10.0
VARIABLE_ERRORS = 20
REFUSALS = (Malformed, TooMuch, Refused)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation with its variables, within all limits."""

    operation: Operation
    plan: Selection
    variables: VariableValues
    cost: int

    def execution(self, context: Context, request_id: str) -> Execution:
        return Execution(context, self.variables, partial(told, request_id=request_id))


class Operations:
    """Those of one schema."""

    def __init__(self, schema: GraphQLSchema, persisted: Persisted) -> None:
        self._compiler = Compiler(schema, FIELDS)
        self._documents = Documents(self._compiler)
        self._persisted = persisted

    def find(self, asked: Asked) -> Operation:
        """Raises `TooMuch` or `Refused`."""
        if asked.query is None:
            assert asked.digest is not None
            document = self._documents.read(self._persisted.find(asked.digest))
        else:
            if asked.digest is not None:
                self._persisted.check(asked.digest, asked.query)
            document = self._documents.read(asked.query)
            if asked.digest is not None:
                self._persisted.keep(asked.digest, asked.query)
        return document.operation(asked.operation_name)

    def prepare(self, operation: Operation, given: Mapping[str, Any]) -> Prepared:
        """Raises `TooMuch`, or `Refused` for variables that do not fit."""
        variables = operation.leaves(self._compiler.schema, given) or self._coerced(operation, given)
        plan = operation.plan(self._compiler, variables)
        return Prepared(operation, plan, variables, check_cost(plan, variables))

    def _coerced(self, operation: Operation, given: Mapping[str, Any]) -> VariableValues:
        definitions = operation.node.variable_definitions or ()
        variables = get_variable_values(self._compiler.schema, definitions, dict(given), max_errors=VARIABLE_ERRORS)
        if isinstance(variables, list):
            raise Refused(variables, "BAD_USER_INPUT")
        return variables


async def run(prepared: Prepared, context: Context, request_id: str) -> dict[str, Any]:
    """The result of a query or mutation. Raises a 503 when it takes too long."""
    execution = prepared.execution(context, request_id)
    try:
        async with asyncio.timeout(SECONDS):
            if prepared.operation.mutates:
                data = await execution.mutation(prepared.plan, context.forget)
            else:
                data = await execution.query(prepared.plan)
    except TimeoutError as error:
        raise _late() from error
    result: dict[str, Any] = {"data": data}
    if execution.errors:
        result["errors"] = [error.formatted for error in execution.errors]
    result["extensions"] = {"cost": prepared.cost}
    return result


async def answers(prepared: Prepared, context: Context, request_id: str, burst: Sequence[Any]) -> list[dict[str, Any]]:
    """The results of a subscription for what has happened, one for each. Raises as `run` does."""
    try:
        async with asyncio.timeout(SECONDS):
            return await prepared.execution(context, request_id).events(prepared.plan, burst)
    except TimeoutError as error:
        raise _late() from error


def _late() -> Problem:
    return Problem(503, "DEADLINE_EXCEEDED", f"The operation took longer than {SECONDS:.0f} s.")


def refusal_errors(error: Malformed | TooMuch | Refused) -> list[Mapping[str, Any]]:
    """What stands against a request that is not executed."""
    match error:
        case Refused():
            return [_formatted(one, error.code) for one in error.errors]
        case TooMuch():
            return [{"message": error.message, "extensions": {"code": error.code}}]
    return [{"message": error.message, "extensions": {"code": "BAD_REQUEST"}}]


def _formatted(error: GraphQLError, code: str) -> Mapping[str, Any]:
    formatted = error.formatted
    return {**formatted, "extensions": {"code": code, **(formatted.get("extensions") or {})}}
