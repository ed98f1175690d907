"""The mock answers every operation of every version as its published document says, without any service."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from gateway.generated.lifecycle import VERSIONS
from gateway.mock import mock_app
from gateway.samples import sample
from tests.oracle.documents import broken_rules, published, resolved

ID = "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"


@pytest.fixture(scope="module")
def app() -> Any:
    return mock_app()


@pytest.fixture
def client(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://mock")


def operations(version: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in published(version)["paths"].items():
        for method, operation in item.items():
            if method != "parameters" and "101" not in operation["responses"]:
                yield method, path, operation


def wanted(document: Any, path: str, operation: Any) -> dict[str, str]:
    """The query that must be there."""
    given = [
        resolved(document, one)
        for one in (*document["paths"][path].get("parameters", []), *operation.get("parameters", []))
    ]
    return {
        one["name"]: str(one.get("example", sample(document, one["schema"])))
        for one in given
        if one["in"] == "query" and one.get("required")
    }


def body(document: Any, operation: Any) -> tuple[str, bytes]:
    """The first example of a request."""
    content = resolved_content(document, operation.get("requestBody"))
    for media_type, media in content.items():
        found = media["example"] if "example" in media else next(iter(media["examples"].values()))["value"]
        return media_type, json.dumps(found).encode()
    return "application/json", b""


def resolved_content(document: Any, holder: Any) -> Any:
    if holder is None:
        return {}
    target = holder
    while "$ref" in target:
        node = document
        for step in target["$ref"].removeprefix("#/").split("/"):
            node = node[step]
        target = node
    return target.get("content", {})


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_operation_answers_what_its_document_promises(client: httpx.AsyncClient, version: str) -> None:
    document, seen = published(version), 0
    for method, path, operation in operations(version):
        media_type, content = body(document, operation)
        url = f"/api/{version}" + "/".join(ID if part.startswith("{") else part for part in path.split("/"))
        headers = {"Content-Type": media_type} if content else {}
        answer = await client.request(
            method, url, params=wanted(document, path, operation), content=content, headers=headers
        )
        promised = operation["responses"].get(str(answer.status_code))
        assert answer.status_code < 300, (method, path, answer.text)
        schema = resolved_content(document, promised).get("application/json", {}).get("schema")
        if schema is not None:
            assert broken_rules(resolved(document, schema), answer.json()) == [], (method, path)
        seen += 1
    assert seen == sum(1 for _ in operations(version))


async def test_a_deprecated_version_says_so_as_the_gateway_does(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/api/v1/users/{ID}")
    assert answer.headers["api-version"] == "v1"
    assert answer.headers["deprecation"] == "@1748736000"
    assert answer.headers["sunset"] == "Mon, 01 Jun 2026 00:00:00 GMT"
    assert f'</api/v2/users/{ID}>; rel="successor-version"' in answer.headers["link"]
    assert '</api-docs/v1>; rel="deprecation"; type="text/html"' in answer.headers["link"]
    assert "user" in answer.json()["response"]


async def test_a_version_that_lives_carries_no_dates(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v2/products", headers={"X-Request-ID": "mine"})
    assert answer.headers["api-version"] == "v2"
    assert "deprecation" not in answer.headers
    assert answer.headers["x-request-id"] == "mine"
    assert set(answer.json()) >= {"data", "meta", "pagination", "links"}


async def test_requests_are_checked_as_the_document_says(client: httpx.AsyncClient) -> None:
    wrong = await client.post("/api/v2/users", json={"username": "x"})
    assert wrong.status_code == 400
    assert wrong.headers["api-version"] == "v2"
    missing = await client.get("/api/v2/nowhere")
    assert (missing.status_code, missing.headers["api-version"]) == (404, "v2")
