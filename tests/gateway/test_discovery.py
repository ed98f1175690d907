"""What stands outside the versions and tells a client where to go."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.topology import SERVICES
from tests.api import Api

VERSIONS = ["v1", "v2", "v3"]
PUBLISHED = Path(__file__).resolve().parents[2] / "specs" / "published"
LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


async def _versions(api: Api) -> dict[str, dict[str, Any]]:
    answer = await api.root.get("/api/versions")
    assert answer.status == 200
    return {entry["version"]: entry for entry in answer.json()["versions"]}


async def test_the_versions_are_listed_with_their_lives(api: Api) -> None:
    versions = await _versions(api)
    assert list(versions) == VERSIONS
    assert [entry["status"] for entry in versions.values()] == ["deprecated", "active", "beta"]
    assert [entry["default"] for entry in versions.values()] == [False, True, False]
    v1 = versions["v1"]
    assert datetime.fromisoformat(v1["deprecated_at"]) == datetime.fromisoformat("2025-06-01T00:00:00Z")
    assert datetime.fromisoformat(v1["sunset_at"]) == datetime.fromisoformat("2026-06-01T00:00:00Z")
    assert (versions["v2"]["deprecated_at"], versions["v3"]["sunset_at"]) == (None, None)


async def test_features_grow_and_breaking_changes_are_told(api: Api) -> None:
    versions = await _versions(api)
    assert versions["v1"]["features"] == ["basic_crud", "pagination", "filtering"]
    assert versions["v2"]["features"] == [*versions["v1"]["features"], "batch_operations", "graphql"]
    assert versions["v3"]["features"] == [*versions["v2"]["features"], "subscriptions"]
    assert versions["v1"]["breaking_changes"] == []
    assert versions["v2"]["breaking_changes"]
    assert versions["v3"]["breaking_changes"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_each_version_describes_itself_at_its_url(api: Api, version: str) -> None:
    entry = (await _versions(api))[version]
    assert (await api.root.get(entry["url"])).json() == entry


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_document_that_is_served_is_the_published_one(api: Api, version: str) -> None:
    answer = await api.root.get(f"/openapi/{version}.json")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json() == yaml.safe_load((PUBLISHED / f"{version}.yaml").read_text())


async def test_the_catalog_is_a_linkset_with_every_version(api: Api) -> None:
    answer = await api.root.get("/.well-known/api-catalog")
    assert (answer.status, answer.headers["Content-Type"]) == (200, LINKSET)
    contexts = {context["anchor"]: context for context in answer.json()["linkset"]}
    assert contexts.keys() == {f"/api/{version}" for version in VERSIONS}
    for version in VERSIONS:
        context = contexts[f"/api/{version}"]
        assert context["service-desc"] == [{"href": f"/openapi/{version}.json", "type": "application/json"}]
        assert context["service-doc"][0]["type"] == "text/html"


def _targets(page: str) -> set[str]:
    """Where a page leads, on this server."""
    return {target for target in re.findall(r'href="([^"#]+)"', page) if target.startswith("/")}


async def test_what_discovery_names_is_there(api: Api) -> None:
    links = _targets((await api.root.get("/")).body.decode())
    assert {"/api/versions", "/health"} <= links
    for entry in (await _versions(api)).values():
        links |= {entry["url"], entry["openapi"], entry["documentation"]}
    for context in (await api.root.get("/.well-known/api-catalog")).json()["linkset"]:
        links |= {target["href"] for targets in context.values() if isinstance(targets, list) for target in targets}
    assert {link: (await api.root.get(link)).status for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_version_is_documented_for_people(api: Api, version: str) -> None:
    answer = await api.root.get(f"/api-docs/{version}")
    page = answer.body.decode()
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    document = yaml.safe_load((PUBLISHED / f"{version}.yaml").read_text())
    assert [path for path in document["paths"] if path not in page] == []
    assert f"/openapi/{version}.json" in _targets(page)
    assert ("deprecated since" in page) == (version == "v1")
    assert "<script" not in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_a_key_set_stands_at_the_well_known_place_too(api: Api) -> None:
    bare = (await api.root.get("/.well-known/jwks.json")).json()
    assert bare == (await api.get("/.well-known/jwks.json")).json()
    assert bare["keys"][0].keys() == {"kty", "crv", "x", "kid", "alg", "use"}
    assert (bare["keys"][0]["alg"], bare["keys"][0]["crv"]) == ("EdDSA", "Ed25519")


@pytest.mark.parametrize("path", ["/api/versions", "/health", "/livez", "/readyz", "/.well-known/api-catalog", "/"])
async def test_discovery_is_for_reading(api: Api, path: str) -> None:
    head = await api.root.request("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = await api.root.request(method, path)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api", "/openapi/v9.json", "/openapi/../pyproject.toml", "/.well-known/", "/api/versions/"]
)
async def test_anything_else_is_not_found(api: Api, path: str) -> None:
    answer = await api.root.get(path)
    assert (answer.status, answer.json()["code"]) == (404, "NOT_FOUND")


async def test_health_says_who_is_well(api: Api) -> None:
    health = await api.root.get("/health")
    ready = await api.root.get("/readyz")
    alive = await api.root.get("/livez")
    assert [answer.status for answer in (health, ready, alive)] == [200, 200, 200]
    assert health.json()["status"] == "healthy"
    assert health.json()["services"] == ready.json()["services"] == dict.fromkeys(SERVICES, "ready")
    assert "Retry-After" not in health.headers
