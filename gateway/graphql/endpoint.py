"""The GraphQL endpoint: one request from its text to its answer."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from graphql import GraphQLError, get_variable_values

from gateway.exchange import Answer, Exchange
from gateway.graphql.compile import Compiler
from gateway.graphql.context import Apis, Context
from gateway.graphql.cost import check_cost
from gateway.graphql.documents import Documents, Operation, Refused
from gateway.graphql.errors import told
from gateway.graphql.execute import Execution
from gateway.graphql.generated.bindings import FIELDS
from gateway.graphql.limits import TooMuch
from gateway.graphql.persisted import Persisted
from gateway.graphql.requests import Asked, Malformed, answering, encode, read_request, refusal
from gateway.graphql.schema import published_schema
from gateway.routes import Route, Shape
from services.chassis.callers import Caller
from services.chassis.identity import Identity
from services.chassis.problems import CODES, Problem

SERVICE = "graphql"
SECONDS = 10.0
VARIABLE_ERRORS = 20
ROUTES = (
    Route("POST", "/graphql", "executeGraphql", SERVICE, Shape.RAW, media_types=("application/json",)),
    Route("GET", "/graphql", "queryGraphql", SERVICE, Shape.RAW),
)


class GraphQL:
    """The schema, bound to running services."""

    def __init__(self, services: Apis, identity: Identity) -> None:
        self._services = services
        self._identity = identity
        self._compiler = Compiler(published_schema(), FIELDS)
        self._documents = Documents(self._compiler)
        self._persisted = Persisted()

    async def answer(self, exchange: Exchange) -> Answer:
        """Raises a `Problem` for what is no GraphQL over HTTP at all, and for a caller that is not alive any more."""
        media_type = answering(exchange.headers.get("accept", ""))
        caller = await self._alive(exchange.caller)
        try:
            asked = read_request(exchange)
            return await self._run(exchange, caller, media_type, asked)
        except Malformed as error:
            return refusal(media_type, [_error(error.message, "BAD_REQUEST")], well_formed=False)
        except TooMuch as error:
            return refusal(media_type, [_error(error.message, error.code)], well_formed=False)
        except Refused as refused:
            errors = [_formatted(error, refused.code) for error in refused.errors]
            return refusal(media_type, errors, well_formed=True)

    async def _alive(self, caller: Caller) -> Caller:
        """The caller with the role they have now; the gateway has looked at the token alone."""
        return caller if caller.token is None else await self._identity.caller(caller.token)

    async def _run(self, exchange: Exchange, caller: Caller, media_type: str, asked: Asked) -> Answer:
        operation = self._operation(exchange, asked)
        schema, node = self._compiler.schema, operation.node
        variables = get_variable_values(
            schema, node.variable_definitions or (), asked.variables, max_errors=VARIABLE_ERRORS
        )
        if isinstance(variables, list):
            raise Refused(variables, "BAD_USER_INPUT")
        plan = operation.plan(self._compiler, variables)
        cost = check_cost(plan, variables)
        context = Context(caller, self._services, exchange.headers.get("idempotency-key"))
        execution = Execution(context, variables, partial(told, request_id=exchange.request_id))
        try:
            async with asyncio.timeout(SECONDS):
                if operation.mutates:
                    data = await execution.mutation(plan, context.forget)
                else:
                    data = await execution.query(plan)
        except TimeoutError as error:
            raise Problem(503, "DEADLINE_EXCEEDED", f"The operation took longer than {SECONDS:.0f} s.") from error
        result: dict[str, Any] = {"data": data}
        if execution.errors:
            result["errors"] = [error.formatted for error in execution.errors]
        result["extensions"] = {"cost": cost}
        return encode(media_type, 200, result)

    def _operation(self, exchange: Exchange, asked: Asked) -> Operation:
        """Raises `TooMuch`, `Refused`, or a 405 for a mutation by GET."""
        if asked.query is None:
            assert asked.digest is not None
            document = self._documents.read(self._persisted.find(asked.digest))
        else:
            if asked.digest is not None:
                self._persisted.check(asked.digest, asked.query)
            document = self._documents.read(asked.query)
            if asked.digest is not None:
                self._persisted.keep(asked.digest, asked.query)
        operation = document.operation(asked.operation_name)
        if operation.mutates and exchange.method != "POST":
            raise Problem(405, CODES[405], "A mutation must be a POST.", headers=(("allow", "POST"),))
        return operation


def _error(message: str, code: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code}}


def _formatted(error: GraphQLError, code: str) -> Mapping[str, Any]:
    formatted = error.formatted
    return {**formatted, "extensions": {"code": code, **(formatted.get("extensions") or {})}}
