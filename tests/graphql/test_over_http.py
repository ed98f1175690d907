"""GraphQL over HTTP, as the audits of graphql-http want it, and what they do not look at."""

import asyncio
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.graphql.asking import PATH, Graph
from tests.node import node_modules

AUDIT = Path(__file__).with_name("audit.mjs")
GRAPHQL = "application/graphql-response+json"
JSON = "application/json"


async def test_every_audit_of_graphql_http_is_passed(graph: Graph) -> None:
    """G30."""
    modules = await asyncio.to_thread(node_modules, **{"graphql-http": "1.23.1", "graphql": "16.15.0"})
    url, token = graph.api.base + graph.api.prefix + PATH, str(graph.api.token)
    node = await asyncio.create_subprocess_exec(
        str(shutil.which("node")), str(AUDIT), str(modules), url, token, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await node.communicate()
    audits = json.loads(printed)
    assert len(audits) >= 60
    assert [audit for audit in audits if audit["status"] != "ok"] == []


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (GRAPHQL, GRAPHQL),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{JSON};q=0.5, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL};q=0.1, {JSON}", JSON),
        (f"text/html, {GRAPHQL}; charset=utf-8", GRAPHQL),
    ],
)
async def test_the_answer_is_in_a_media_type_the_client_takes(graph: Graph, accept: str, answered: str) -> None:
    answer = await graph.post("{ __typename }", headers={"Accept": accept})
    assert (answer.status, answer.headers["Content-Type"]) == (200, f"{answered}; charset=utf-8")
    assert answer.json()["data"] == {"__typename": "Query"}


async def test_a_media_type_that_cannot_be_produced_is_406(graph: Graph) -> None:
    assert (await graph.post("{ __typename }", headers={"Accept": "text/html"})).status == 406


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/graphql"])
async def test_a_body_of_another_type_is_refused(graph: Graph, content_type: str) -> None:
    """G30: what a form of another site can send is not looked at."""
    answer = await graph.api.post(PATH, body=b'{"query": "{ __typename }"}', headers={"Content-Type": content_type})
    assert (answer.status, answer.headers["Accept"]) == (415, JSON)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'[{"query": "{ __typename }"}]',
        b"{}",
        b'{"query": 1}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "operationName": 7}',
        b'{"query": "{ __typename }", "extensions": "x"}',
        b'{"query": "{ __typename }", "extensions": {"persistedQuery": {"version": 2}}}',
        b'{"query": "\xff"}',
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_what_is_no_request_is_400(graph: Graph, body: bytes, accept: str) -> None:
    """G29: batches among it."""
    answer = await graph.api.post(PATH, body=body, headers={"Accept": accept})
    assert (answer.status, answer.headers["Content-Type"]) == (400, f"{accept}; charset=utf-8")
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"


INVALID = {
    "{": "GRAPHQL_PARSE_FAILED",
    "{ nothing }": "GRAPHQL_VALIDATION_FAILED",
    "query A { __typename } query B { __typename }": "OPERATION_RESOLUTION_FAILURE",
    "query ($id: UUID!) { user(id: $id) { id } }": "BAD_USER_INPUT",
}


@pytest.mark.parametrize(("query", "code"), INVALID.items())
@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (GRAPHQL, 400)])
async def test_an_operation_that_cannot_run_is_400_in_its_own_media_type(
    graph: Graph, query: str, code: str, accept: str, status: int
) -> None:
    answer = await graph.post(query, headers={"Accept": accept})
    assert answer.status == status
    assert "data" not in answer.json()
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {code}


async def test_a_query_may_be_a_get(graph: Graph) -> None:
    query = {"query": "query Q($n: Int) { users(pagination: {first: $n}) { edges { node { id } } } }"}
    answer = await graph.api.get(PATH, query={**query, "operationName": "Q", "variables": '{"n": 2}'})
    assert len(answer.json()["data"]["users"]["edges"]) == 2
    refused = await graph.api.get(PATH, query={**query, "variables": "{"})
    assert (refused.status, refused.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


async def test_a_mutation_is_never_a_get(graph: Graph) -> None:
    """G30."""
    query = 'mutation { deleteUser(id: "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11") { success } }'
    answer = await graph.api.get(PATH, query={"query": query})
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_partial_data_comes_with_its_errors_and_200(graph: Graph) -> None:
    query = """{ users(pagination: {first: 1}) { edges { node { id } } }
                 product(id: "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11") { id } }"""
    user = (await graph.ask(query))["users"]["edges"][0]["node"]["id"]
    query = """query ($id: UUID!) {
      a: user(id: $id) { id } b: user(id: $id) { orders(pagination: {first: -1}) { totalCount } }
    }"""
    answer = await graph.post(query, {"id": user}, headers={"Accept": GRAPHQL})
    assert (answer.status, answer.json()["data"]) == (200, {"a": {"id": user}, "b": None})
    (error,) = answer.json()["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["b", "orders"], "BAD_USER_INPUT")


async def test_a_query_that_was_sent_once_can_be_asked_for_by_its_digest(graph: Graph) -> None:
    query = "{ __typename persisted: __typename }"
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(query.encode()).hexdigest()}}

    async def ask(**members: object) -> dict[str, object]:
        return dict((await graph.api.post(PATH, {"extensions": persisted, **members})).json())

    unknown = await ask()
    assert unknown["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"  # type: ignore[index]
    mismatched = await ask(query="{ __typename }")
    assert mismatched["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_MISMATCH"  # type: ignore[index]
    assert "errors" in await ask()
    sent = await ask(query=query)
    assert sent["data"] == {"__typename": "Query", "persisted": "Query"}
    assert await ask() == sent
    by_url = await graph.api.get(PATH, query={"extensions": json.dumps(persisted)})
    assert by_url.json() == sent


@pytest.mark.parametrize("version", ["v2", "v3"])
async def test_an_answer_has_the_headers_of_its_version(graph: Graph, version: str) -> None:
    answer = await Graph(graph.api.version(version)).post("{ __typename }", headers={"X-Request-ID": "asked-1"})
    assert answer.status == 200
    assert (answer.headers["API-Version"], answer.headers["X-Request-ID"]) == (version, "asked-1")
    assert "RateLimit" in answer.headers


async def test_v1_has_no_graphql(graph: Graph) -> None:
    assert (await Graph(graph.api.version("v1")).post("{ __typename }")).status == 404


async def test_nobody_anonymous_is_answered_not_even_about_the_schema(graph: Graph) -> None:
    """G29: introspection is not open."""
    for token, challenge in ((None, 'Bearer realm="trellis"'), ("x", 'Bearer realm="trellis", error="invalid_token"')):
        answer = await Graph(graph.api.holding(token)).post("{ __schema { types { name } } }")
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, challenge)


async def test_the_schema_can_be_asked_for_beside_data(graph: Graph) -> None:
    query = """query ($name: String!, $id: UUID!) {
      __type(name: $name) { ...T } user(id: $id) { id } s: __schema { queryType { name } }
    } fragment T on __Type { kind name fields { name } }"""
    data = await graph.ask(query, name="Edge", id="7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11")
    fields = [{"name": "cursor"}, {"name": "node"}]
    assert data["__type"] == {"kind": "INTERFACE", "name": "Edge", "fields": fields}
    assert (data["user"], data["s"]) == (None, {"queryType": {"name": "Query"}})
