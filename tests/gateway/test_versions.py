"""Where the version of a request comes from, and what every answer says about it."""

import pytest

from tests.api import Api

VERSIONS = ["v1", "v2", "v3"]
EVERY_WAY = {
    "header": {"headers": {"API-Version": "1"}},
    "header with v": {"headers": {"API-Version": "v1"}},
    "media type": {"headers": {"Accept": "application/vnd.api.v1+json"}},
    "query": {"query": {"version": "1"}},
    "query with v": {"query": {"version": "v1"}},
}
JWKS = "/.well-known/jwks.json"


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_path_names_the_version(admin: Api, version: str) -> None:
    answer = await admin.version(version).get("/users", query={"limit": 1})
    assert answer.status == 200
    assert answer.headers["API-Version"] == version
    assert "Vary" not in answer.headers


@pytest.mark.parametrize("way", EVERY_WAY)
async def test_without_a_version_in_the_path_the_client_may_name_it(admin: Api, way: str) -> None:
    answer = await admin.negotiating.get("/users/" + "0" * 8, **EVERY_WAY[way])
    assert answer.status == 400
    assert answer.headers["API-Version"] == "v1"
    assert answer.json().keys() == {"error"}
    assert answer.headers["Vary"] == "API-Version, Accept"


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_version_can_be_negotiated(admin: Api, version: str) -> None:
    by_header = await admin.negotiating.get("/users", query={"limit": 1}, headers={"API-Version": version})
    by_query = await admin.negotiating.get("/users", query={"limit": 1, "version": version[1:]})
    by_media = await admin.negotiating.get(
        "/users", query={"limit": 1}, headers={"Accept": f"application/vnd.api.{version}+json"}
    )
    for answer in (by_header, by_query, by_media):
        assert (answer.status, answer.headers["API-Version"]) == (200, version)


async def test_who_names_no_version_gets_v2(admin: Api) -> None:
    answer = await admin.negotiating.get("/users", query={"limit": 1})
    assert answer.status == 200
    assert answer.headers["API-Version"] == "v2"
    assert answer.headers["Vary"] == "API-Version, Accept"
    assert answer.json().keys() == {"data", "meta", "pagination", "links"}


async def test_naming_one_version_twice_is_no_disagreement(admin: Api) -> None:
    answer = await admin.version("v3").get(
        "/users",
        query={"limit": 1, "version": "3"},
        headers={"API-Version": "v3", "Accept": "application/vnd.api.v3+json"},
    )
    assert (answer.status, answer.headers["API-Version"]) == (200, "v3")


@pytest.mark.parametrize("way", EVERY_WAY)
async def test_a_version_that_disagrees_with_the_path_is_refused(admin: Api, way: str) -> None:
    answer = await admin.version("v2").get("/users", **EVERY_WAY[way])
    assert answer.status == 400
    assert answer.json()["code"] == "BAD_REQUEST"
    assert answer.headers["API-Version"] == "v2"


@pytest.mark.parametrize(
    "options",
    [
        {"headers": {"API-Version": "1", "Accept": "application/vnd.api.v2+json"}},
        {"headers": {"API-Version": "2"}, "query": {"version": "3"}},
        {"headers": {"Accept": "application/vnd.api.v3+json"}, "query": {"version": "1"}},
    ],
)
async def test_two_negotiated_versions_that_disagree_are_refused(
    admin: Api, options: dict[str, dict[str, str]]
) -> None:
    answer = await admin.negotiating.get("/users", **options)
    assert answer.status == 400
    assert "API-Version" in answer.headers


async def test_an_unknown_version_in_the_path_is_not_found(api: Api) -> None:
    for path in ("/api/v9", "/api/v9/users", "/api/v0/users", "/api/v99999999999999999999/users"):
        answer = await api.root.get(path)
        assert answer.status == 404
        assert answer.json()["available_versions"] == VERSIONS


async def test_an_unknown_version_as_a_media_type_is_not_acceptable(api: Api) -> None:
    answer = await api.negotiating.get(JWKS, headers={"Accept": "application/vnd.api.v9+json"})
    assert answer.status == 406
    assert answer.json()["available_versions"] == VERSIONS


@pytest.mark.parametrize("name", ["9", "v9", "two", "", "v", "2.0", "-1", "v2 ", "२"])
async def test_an_unknown_version_elsewhere_is_a_bad_request(api: Api, name: str) -> None:
    answers = [await api.negotiating.get(JWKS, query={"version": name})]
    if name.isascii() and name == name.strip():
        answers.append(await api.negotiating.get(JWKS, headers={"API-Version": name}))
    for answer in answers:
        assert answer.status == 400
        assert answer.json()["available_versions"] == VERSIONS
        assert answer.json()["code"] == "BAD_REQUEST"


async def test_what_only_looks_like_a_version_is_an_ordinary_path(api: Api) -> None:
    for path in ("/api/v2users", "/api/V2/users", "/api/2/users", "/api/version"):
        answer = await api.root.get(path)
        assert answer.status == 404
        assert answer.headers["API-Version"] == "v2"


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_media_type_request_is_answered_in_that_media_type(admin: Api, version: str) -> None:
    vendor = f"application/vnd.api.{version}+json"
    good = await admin.negotiating.get("/users", query={"limit": 1}, headers={"Accept": vendor})
    bad = await admin.negotiating.get("/users/nobody", headers={"Accept": f"{vendor}, application/json;q=0.5"})
    by_path = await admin.version(version).get("/users", query={"limit": 1}, headers={"Accept": vendor})
    assert [answer.headers["Content-Type"] for answer in (good, bad, by_path)] == [vendor] * 3
    assert bad.status == 400


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/*", "text/html, application/json;q=0.1"])
async def test_any_other_request_is_answered_in_json(admin: Api, accept: str) -> None:
    answer = await admin.negotiating.get("/users", query={"limit": 1}, headers={"Accept": accept})
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_answer_names_its_version(api: Api, admin: Api, version: str) -> None:
    answers = {
        200: await admin.version(version).get("/users"),
        204: await api.version(version).post("/auth/revoke", {"token": "nobody-knows-it"}),
        400: await admin.version(version).get("/users", query={"limit": 0}),
        401: await api.version(version).get("/users"),
        404: await api.version(version).get("/nowhere"),
        405: await api.version(version).delete("/users"),
        406: await api.version(version).get("/users", headers={"Accept": "text/html"}),
        415: await admin.version(version).post("/users", body=b"x", headers={"Content-Type": "text/plain"}),
        422: await admin.version(version).post("/users", {}),
    }
    assert {status: answer.status for status, answer in answers.items()} == {status: status for status in answers}
    assert {answer.headers.get("API-Version") for answer in answers.values()} == {version}
