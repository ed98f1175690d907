"""The published documents say what clients are served."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV30SpecValidator

from codegen.emit.envelopes import Envelope
from codegen.emit.published import publish
from codegen.read.lint_examples import Checker, examples
from codegen.read.specs import read_specs
from tests.codegen.workshop import REPOSITORY, Workshop

VERSIONS = sorted(path.stem for path in (REPOSITORY / "specs/published").glob("v*.yaml"))
Document = dict[str, Any]


@cache
def published(name: str) -> Document:
    document: Document = yaml.load((REPOSITORY / f"specs/published/{name}.yaml").read_bytes(), yaml.CSafeLoader)
    return document


def publish_all(workshop: Workshop) -> dict[str, Document]:
    """What the specs of a workshop would be published as."""
    specs = read_specs(workshop.root)
    return {
        version.life.name: publish(version, Envelope(specs.envelopes[version.envelope])).data
        for version in specs.versions
    }


def operations(document: Document) -> Iterator[tuple[str, Document]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield f"{method} {path}", operation


def followed(document: Document, node: Document) -> Document:
    if "$ref" not in node:
        return node
    found: Any = document
    for step in node["$ref"].split("/")[1:]:
        found = found[step]
    assert isinstance(found, dict)
    return found


def body(document: Document, path: str, method: str, status: str) -> Document:
    response = followed(document, document["paths"][path][method]["responses"][status])
    schema: Document = response["content"]["application/json"]["schema"]
    return schema


@pytest.mark.parametrize("version", VERSIONS)
def test_a_published_document_is_openapi_and_its_examples_are_true(version: str) -> None:
    document = published(version)
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) == []
    checker = Checker(document)
    told = [(pointer, checker.problem(schema, value)) for pointer, schema, value in examples(document)]
    assert len(told) > 20
    assert [problem for problem in told if problem[1]] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_internal_is_published(version: str) -> None:
    document = published(version)
    assert "/auth/session" not in document["paths"]
    assert "Session" not in document["components"]["schemas"]
    assert "UserPage" not in document["components"]["schemas"]
    assert "\n      x-" not in yaml.safe_dump(document)
    assert document["servers"] == [{"url": f"/api/{version}"}]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_answer_declares_what_the_gateway_adds(version: str) -> None:
    document = published(version)
    always = {"API-Version", "X-Request-ID"} | ({"Deprecation", "Sunset", "Link"} if version == "v1" else set())
    for name, operation in operations(document):
        assert {"400", "406", "429", "503"} <= set(operation["responses"]), name
        assert ("401" in operation["responses"]) or operation["security"] == [] or "auth" in name, name
        assert operation.get("deprecated", False) is (version == "v1"), name
        for status, response in operation["responses"].items():
            headers = followed(document, response)["headers"]
            assert always <= set(headers), (name, status)
            assert all(followed(document, headers[header])["required"] for header in always), (name, status)


def test_each_version_wraps_items_in_its_envelope() -> None:
    user = {"$ref": "#/components/schemas/User"}
    v1 = body(published("v1"), "/users", "post", "201")
    assert v1["properties"]["response"]["properties"] == {"user": user}
    for version in ("v2", "v3"):
        schema = body(published(version), "/users", "post", "201")
        assert schema["required"] == ["data", "meta"]
        assert schema["properties"]["data"] == user


def test_each_version_wraps_lists_in_its_envelope() -> None:
    users = {"type": "array", "items": {"$ref": "#/components/schemas/UserFields"}}
    v1 = body(published("v1"), "/users", "get", "200")["properties"]["response"]
    assert v1["properties"]["users"] == users
    v3 = body(published("v3"), "/users", "get", "200")
    assert v3["properties"]["data"] == users
    assert set(v3["properties"]["pagination"]["properties"]) == {"limit", "cursor", "has_more"}


def test_lists_that_count_pages_declare_the_counts() -> None:
    counts = {"X-Total-Count", "X-Total-Pages", "X-Current-Page"}
    for version, counted in (("v1", True), ("v2", True), ("v3", False)):
        headers = set(published(version)["paths"]["/users"]["get"]["responses"]["200"]["headers"])
        assert "Link" in headers
        assert (counts <= headers) is counted


def test_an_envelope_with_its_own_error_rewrites_every_error() -> None:
    document = published("v1")
    error = document["components"]["schemas"]["Error"]
    assert error["required"] == ["error"]
    example = document["components"]["responses"]["BadRequest"]["content"]["application/json"]["example"]
    assert example == {"error": {"code": "BAD_REQUEST", "message": "A parameter is invalid."}}
    assert "Violation" not in document["components"]["schemas"]
    assert "details" in published("v2")["components"]["schemas"]["Error"]["properties"]


def test_what_has_no_envelope_stays_bare() -> None:
    for version in VERSIONS:
        schema = body(published(version), "/.well-known/jwks.json", "get", "200")
        assert schema == {"$ref": "#/components/schemas/JsonWebKeySet"}


def test_overlays_choose_how_lists_are_read() -> None:
    names = {
        version: {
            followed(published(version), parameter)["name"]
            for parameter in published(version)["paths"]["/users"]["get"]["parameters"]
        }
        for version in VERSIONS
    }
    assert "page" in names["v1"] and "cursor" not in names["v1"]
    assert "page" in names["v2"] and "cursor" not in names["v2"]
    assert "cursor" in names["v3"] and "page" not in names["v3"]
    assert all("sort" in found for found in names.values())


def test_patterns_stay_as_json_schema_has_them() -> None:
    for version in VERSIONS:
        assert published(version)["components"]["schemas"]["Username"]["pattern"].endswith("$")


def test_a_version_that_has_ended_may_answer_410(workshop: Workshop) -> None:
    workshop.replace("specs/versions/lifecycle.yaml", "afterSunset: serve", "afterSunset: gone")
    documents = publish_all(workshop)
    for name, operation in operations(documents["v1"]):
        assert operation["responses"]["410"] == {"$ref": "#/components/responses/Gone"}, name
    assert "410" not in str(documents["v2"]["paths"]["/users"])


def test_an_example_of_an_answer_is_wrapped_or_dropped(workshop: Workshop) -> None:
    example = (
        "{id: 7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11, email: a@example.com, username: alice, first_name: null,"
        " last_name: null, role: user, status: active, created_at: '2026-01-01T00:00:00Z',"
        " updated_at: '2026-01-01T00:00:00Z'}"
    )
    schema = "schema: {$ref: '#/components/schemas/UserPage'}"
    space = "\n              "
    workshop.replace(
        "specs/openapi/users.yaml", schema, f"{schema}{space}example: {{items: [{example}], next_cursor: null}}"
    )
    documents = publish_all(workshop)

    def answer(version: str) -> Document:
        response: Document = documents[version]["paths"]["/users"]["get"]["responses"]["200"]
        found: Document = response["content"]["application/json"]
        return found

    assert "example" not in answer("v1"), "its timestamps are integers"
    assert answer("v2")["example"]["data"][0]["username"] == "alice"
    assert set(answer("v3")["example"]["pagination"]) == {"limit", "cursor", "has_more"}
