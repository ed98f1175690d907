"""Query and path parameters: what is unknown, doubled or out of bounds is a 400 that names it."""

import pytest

from tests.api import Api
from tests.wire import exchange, request

VERSIONS = ["v1", "v2", "v3"]
NEWER = ["v2", "v3"]


@pytest.mark.parametrize("version", NEWER)
async def test_unknown_parameters_are_named(admin: Api, version: str) -> None:
    answer = await admin.version(version).get("/users", query={"limit": 5, "offset": 5, "Status": "active"})
    assert answer.status == 400
    assert answer.violations == {"offset", "Status"}


@pytest.mark.parametrize("path", ["/.well-known/jwks.json", "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"])
async def test_an_operation_takes_no_parameters_of_another(admin: Api, path: str) -> None:
    answer = await admin.get(path, query={"offset": 5, "Limit": 1})
    assert answer.status == 400
    assert answer.violations == {"offset", "Limit"}


async def test_a_parameter_given_twice_is_refused(admin: Api) -> None:
    for query in ("limit=5&limit=6", "limit=5&limit=5", "status=active&role=user&status=inactive", "lim%69t=1&limit=1"):
        answer = await exchange(
            admin.base, request("GET", f"/api/v2/users?{query}", f"Authorization: Bearer {admin.token}")
        )
        assert answer.status == 400
        assert (b'"limit"' in answer.rest) != (b'"status"' in answer.rest)


async def test_the_version_given_twice_is_refused(api: Api) -> None:
    answer = await exchange(api.base, request("GET", "/api/.well-known/jwks.json?version=1&version=2"))
    assert answer.status == 400


async def test_page_is_refused_in_v3_and_cursor_before(admin: Api) -> None:
    page = await admin.version("v3").get("/users", query={"page": 1})
    cursor = await admin.version("v2").get("/users", query={"cursor": "a.b"})
    oldest = await admin.version("v1").get("/users", query={"cursor": "a.b"})
    assert (page.status, page.violations) == (400, {"page"})
    assert (cursor.status, cursor.violations) == (400, {"cursor"})
    assert oldest.status == 400


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "limit",
    ["0", "101", "-1", "", "ten", "1.5", "1e1", "+5", "05", " 5", "5 ", "٥", "0x5", "9" * 30, "5\n", "NaN", "true"],
)
async def test_a_limit_out_of_bounds_or_form_is_refused(admin: Api, version: str, limit: str) -> None:
    answer = await admin.version(version).get("/users", query={"limit": limit})
    assert answer.status == 400
    assert version == "v1" or answer.violations == {"limit"}


@pytest.mark.parametrize("page", ["0", "-1", "10001", "1.0", "one", "9" * 25])
async def test_a_page_out_of_bounds_or_form_is_refused(admin: Api, page: str) -> None:
    answer = await admin.get("/users", query={"page": page})
    assert (answer.status, answer.violations) == (400, {"page"})


async def test_the_bounds_themselves_are_taken(admin: Api) -> None:
    for query in ({"limit": 1}, {"limit": 100}, {"page": 1}, {"page": 10_000}):
        assert (await admin.get("/users", query=query)).status == 200


async def test_without_a_limit_a_page_holds_twenty(admin: Api) -> None:
    assert len((await admin.get("/users")).data) == 20
    assert len((await admin.version("v3").get("/users")).data) == 20


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("status", "ACTIVE"),
        ("status", ""),
        ("status", "deleted"),
        ("status", "active,inactive"),
        ("role", "root"),
        ("role", "anonymous"),
        ("sort", "password_hash"),
        ("sort", "created_at desc"),
        ("sort", "created_at;drop table users"),
        ("sort", ""),
        ("sort", "username,,email"),
        ("sort", "username,email,created_at,updated_at,-username"),
        ("sort", "+username"),
        ("created_after", "yesterday"),
        ("created_after", "2020-01-01"),
        ("created_after", "2020-01-01T00:00:00"),
        ("created_after", "2020-02-30T00:00:00Z"),
        ("created_after", "0000-01-01T00:00:00Z"),
        ("created_after", "2020-01-01T24:00:00Z"),
        ("created_after", "20200101T000000Z"),
        ("created_after", "2020-01-01T00:00:00+99:99"),
    ],
)
async def test_an_invalid_value_is_refused_by_name(admin: Api, name: str, text: str) -> None:
    answer = await admin.get("/users", query={name: text})
    assert answer.status == 400
    assert {field.split(".")[0] for field in answer.violations} == {name}


async def test_several_invalid_values_are_named_together(admin: Api) -> None:
    answer = await admin.get("/users", query={"limit": 0, "page": "x", "status": "gone", "sort": "id"})
    assert answer.status == 400
    assert {field.split(".")[0] for field in answer.violations} == {"limit", "page", "status", "sort"}


@pytest.mark.parametrize(
    "raw", [b"status=%FF", b"status=%00", b"status=\xff", b"%00=1", b"status=%ED%A0%80", b"%ff=%ff"]
)
async def test_text_that_is_not_utf_8_or_holds_nul_is_refused(admin: Api, split_url: str, raw: bytes) -> None:
    for base in (admin.base, split_url):
        answer = await exchange(base, request("GET", b"/api/v2/users?" + raw, f"Authorization: Bearer {admin.token}"))
        assert answer.status == 400
        assert b'"BAD_REQUEST"' in answer.rest


async def test_a_thousand_parameters_are_refused(admin: Api) -> None:
    answer = await admin.get("/users", query={f"p{number}": "" for number in range(1000)})
    assert answer.status == 400


@pytest.mark.parametrize(
    "user_id",
    [
        "1",
        "me",
        "7b0c6f0e",
        "7b0c6f0e3f5d4c559c8e0a8a2f1b6d11",
        "{7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11}",
        "urn:uuid:7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11",
        "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d1g",
    ],
)
async def test_an_id_that_is_no_uuid_is_a_bad_request(admin: Api, user_id: str) -> None:
    for answer in (await admin.get(f"/users/{user_id}"), await admin.delete(f"/users/{user_id}")):
        assert (answer.status, answer.violations) == (400, {"id"})


async def test_an_id_may_be_written_in_capitals(admin: Api) -> None:
    user = (await admin.get("/users", query={"limit": 1})).data[0]
    answer = await admin.get(f"/users/{user['id'].upper()}")
    assert (answer.status, answer.data["id"]) == (200, user["id"])
