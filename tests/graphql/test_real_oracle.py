"""The plans against graphql-core's executor over running services: batches give what single calls give."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from graphql import OperationDefinitionNode, get_variable_values, parse, validate

from gateway.graphql.compile import Compiler
from gateway.graphql.context import Apis, Context
from gateway.graphql.errors import told
from gateway.graphql.execute import Execution
from gateway.graphql.generated.bindings import FIELDS
from gateway.graphql.schema import published_schema
from gateway.topology import Services, embedded
from services.chassis.settings import ServiceSettings
from tests.api import Api
from tests.graphql.comparing import assert_alike
from tests.graphql.interpreter import interpret
from tests.servers import UNLIMITED

USER = "id username fullName role status isActive orderCount totalSpent spending { currency amount }"
PAGE = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
QUERIES = [
    f"{{ users(pagination: {{first: 4}}) {{ {PAGE} edges {{ cursor node {{ {USER} }} }} }} }}",
    f"""{{ users(pagination: {{last: 3}}, sort: {{field: EMAIL}}) {{ edges {{ node {{ username
        orders(pagination: {{first: 2}}, sort: {{field: TOTAL, order: DESC}}) {{ {PAGE}
          aggregate {{ count sum avg min max byCurrency {{ currency sum }} }}
          edges {{ cursor node {{ status total itemCount user {{ {USER} }} items {{ quantity
            product {{ name isAvailable category {{ name products(pagination: {{first: 1}}) {{ {PAGE} }} }} }}
          }} }} }} }} }} }} }} }}""",
    """{ orders(filter: {or: [{status: {eq: SHIPPED}}, {total: {gt: 500}}]}, pagination: {first: 5}) {
        edges { node { status total createdAt } } } }""",
    """{ a: users(pagination: {first: 1, last: 1}) { totalCount } }""",
    """{ products(search: "lamp", pagination: {first: 3}) { totalCount edges { node { name } } }
        node(id: "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11") { id } nodes(ids: []) { id } }""",
]


@pytest.fixture(scope="module")
async def services(database_url: str) -> AsyncIterator[Services]:
    environment = {**UNLIMITED, "DATABASE_URL": database_url}
    async with embedded(ServiceSettings.read(environment, default_port=1)) as running:
        yield running


async def planned(apis: Apis, caller: Any, query: str) -> dict[str, Any]:
    operation = parse(query).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    values = get_variable_values(published_schema(), (), {})
    assert not isinstance(values, list)
    execution = Execution(Context(caller, apis), values, partial(told, request_id=""))
    data = await execution.query(Compiler(published_schema(), FIELDS).compile(operation, {}, values))
    return {"data": data, "errors": [error.formatted for error in execution.errors]}


@pytest.mark.parametrize("who", ["admin", "alice"])
@pytest.mark.parametrize("query", QUERIES)
async def test_batches_give_what_single_calls_give(
    services: Services, admin: Api, alice: Api, who: str, query: str
) -> None:
    caller = await services.identity.caller(str({"admin": admin, "alice": alice}[who].token))
    document = parse(query)
    assert validate(published_schema(), document) == []
    oracle = await interpret(published_schema(), FIELDS, document, {}, Context(caller, services.apis))
    assert_alike(await planned(services.apis, caller, query), oracle.formatted)
