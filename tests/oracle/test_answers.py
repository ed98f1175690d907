"""Every answer the published documents declare is given once by the real gateway, and is what they say it is.

For each version: every operation with every status it declares. Status, required headers and body are checked by
openapi-core; a status that is declared and never asked for here, or given and never declared, fails the suite.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from functools import cache
from typing import Any

import pytest
from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest, MockResponse

from gateway.topology import SERVICES
from tests.api import Answer, Api
from tests.oracle.asking import PLAIN, World, anyway, keyed
from tests.oracle.documents import Document, broken_rules, published, resolved
from tests.oracle.particulars import PARTICULAR
from tests.people import MakeUser, fresh_name
from tests.servers import embedded_gateway, split_gateway

VERSIONS = ["v1", "v2", "v3"]
# What has no end is asked for in tests/realtime.
STREAMS = {"openSocket", "streamChanges"}
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


@pytest.fixture(scope="module")
async def world(
    api: Api, admin: Api, database_url: str, make_user: MakeUser, sql: Callable[..., Any]
) -> AsyncIterator[World]:
    sql("INSERT INTO cdc.connectors (name, slot, sink) VALUES ('oracle', 'cdc_oracle', 'jsonlines') RETURNING name")
    async with AsyncExitStack() as stack:
        spent = await stack.enter_async_context(embedded_gateway(database_url, RATE_LIMIT="1/hour"))
        # Nobody listens on the port for multiplexing services on TCP.
        lost = await stack.enter_async_context(split_gateway(dict.fromkeys(SERVICES, "http://127.0.0.1:1")))
        for caller in (api, admin):
            await caller.at(spent).get("/.well-known/jwks.json")
        await admin.post("/categories", {"name": "taken by everybody"})
        category = (await admin.post("/categories", {"name": fresh_name("category")})).data["id"]
        lamp = {"name": "Lamp", "price": 19.9, "currency": "USD", "inventory": 100_000, "category_id": category}
        product = (await admin.post("/products", lamp)).data["id"]
        yield World(
            admin, api, await make_user(), await make_user(), product, category, spent, lost, database_url, make_user
        )


@cache
def _whole(version: str) -> Document:
    """The published document as it reads for a client that does not choose `fields`: every member is there."""
    document = published(version)
    components = document["components"]
    schemas = {
        name: {**schema, "required": list(schema["properties"])} if name.endswith("Fields") else schema
        for name, schema in components["schemas"].items()
    }
    return {**document, "components": {**components, "schemas": schemas}}


def _declared(version: str) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, path and answers of every operation."""
    return {
        operation["operationId"]: (method, path, operation["responses"])
        for path, item in published(version)["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


CASES = [
    (version, operation_id, int(status))
    for version in VERSIONS
    for operation_id, (_, _, answers) in _declared(version).items()
    if operation_id not in STREAMS
    for status in answers
]
CONFIG = Config(extra_media_type_deserializers={"text/csv": lambda body, **parameters: body.decode()})
CHECKED = {version: OpenAPI.from_dict(_whole(version), config=CONFIG) for version in VERSIONS}


def _differences(version: str, method: str, path: str, answer: Answer) -> list[str]:
    """What the published document has against an answer."""
    request = MockRequest("http://gateway", method, f"/api/{version}{path}", path_pattern=f"/api/{version}{path}")
    content_type = answer.headers.get("Content-Type", "application/json")
    response = MockResponse(
        data=answer.body, status_code=answer.status, headers=dict(answer.headers), content_type=content_type
    )
    return [f"{error} {error.__cause__}" for error in CHECKED[version].iter_response_errors(request, response)]


@pytest.mark.parametrize(("version", "operation_id", "status"), CASES)
async def test_the_answer_is_the_one_that_was_published(
    world: World, version: str, operation_id: str, status: int
) -> None:
    plain = PLAIN[operation_id]
    method, path, answers = _declared(version)[operation_id]
    particular = PARTICULAR.get((operation_id, status))
    caller = plain.caller(world, version)
    answer = await particular(world, caller) if particular else await anyway(world, plain, status, version)
    assert answer.status == status
    assert _differences(version, method, path, answer) == []
    declared = resolved(_whole(version), answers[str(status)])
    required = [name for name, header in declared.get("headers", {}).items() if header.get("required")]
    assert [name for name in required if name not in answer.headers] == []
    if "content" not in declared:
        assert answer.body == b""
    elif "application/json" not in declared["content"]:
        assert answer.headers["Content-Type"].partition(";")[0] in declared["content"]
    else:
        assert broken_rules(declared["content"]["application/json"]["schema"], answer.json()) == []


@pytest.mark.parametrize(
    ("version", "operation_id"),
    sorted({(version, name) for version, name, _ in CASES if name in PLAIN and not PLAIN[name].anonymous}),
)
async def test_a_key_without_the_scope_gets_a_published_answer(world: World, version: str, operation_id: str) -> None:
    method, path, _ = _declared(version)[operation_id]
    answer = await keyed(world, PLAIN[operation_id], version)
    assert answer.status == 403
    assert _differences(version, method, path, answer) == []


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_check_would_notice(world: World, version: str) -> None:
    answer = await world.admin.version(version).get("/users", query={"limit": 1})
    body = answer.body.replace(b'"email":', b'"e-mail":')
    headers = answer.headers.copy()
    del headers["X-Request-ID"]
    assert _differences(version, "get", "/users", answer) == []
    assert _differences(version, "get", "/users", Answer(answer.status, answer.headers, body))
    assert _differences(version, "get", "/users", Answer(418, answer.headers, answer.body))
    bare = Answer(answer.status, type(answer.headers)(headers), answer.body)
    assert _differences(version, "get", "/users", bare)
