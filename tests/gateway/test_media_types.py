"""Which media types are read and produced, and how much of them."""

import gzip

import pytest

from tests.api import Api
from tests.people import MakeUser, new_user
from tests.wire import exchange, request

LARGEST = 2**20


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "application/json;q=0", "*/*;q=0.0"])
async def test_what_cannot_be_produced_is_not_acceptable(admin: Api, accept: str) -> None:
    answer = await admin.get("/users", headers={"Accept": accept})
    assert answer.status == 406
    assert answer.json()["code"] == "NOT_ACCEPTABLE"
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "application/json-patch+json", "json", ""])
async def test_a_body_of_another_media_type_is_refused_with_those_that_are_read(admin: Api, content_type: str) -> None:
    answer = await admin.post("/users", new_user(), headers={"Content-Type": content_type})
    assert answer.status == 415
    assert answer.json()["code"] == "UNSUPPORTED_MEDIA_TYPE"
    assert answer.headers["Accept"] == "application/json"
    assert "Accept-Patch" not in answer.headers


async def test_a_patch_of_another_media_type_is_refused_with_accept_patch(alice: Api) -> None:
    path = f"/users/{'0' * 8}-0000-4000-8000-{'0' * 12}"
    answer = await alice.patch(path, {}, headers={"Content-Type": "text/plain"})
    assert answer.status == 404  # whose it is comes first
    me = await alice.get("/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11")
    assert me.status == 404


async def test_the_owner_is_told_what_a_patch_is_written_in(make_user: MakeUser) -> None:
    person = await make_user()
    answer = await person.api.patch(person.path, {}, headers={"Content-Type": "text/plain"})
    assert answer.status == 415
    assert answer.headers["Accept-Patch"] == "application/merge-patch+json, application/json"
    assert "Accept" not in answer.headers


async def test_a_body_without_a_content_type_is_refused(api: Api) -> None:
    body = b'{"username":"bob","password":"bob-password-1"}'
    answer = await exchange(api.base, request("POST", "/api/v2/auth/token", body=body))
    assert answer.status == 415
    assert answer.header("Accept") == ["application/json"]


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"]
)
async def test_json_may_be_written_in_more_than_one_way(api: Api, content_type: str) -> None:
    answer = await api.post(
        "/auth/token", {"username": "bob", "password": "bob-password-1"}, headers={"Content-Type": content_type}
    )
    assert answer.status == 200


async def test_another_charset_is_not_read(api: Api) -> None:
    answer = await api.post(
        "/auth/token",
        body='{"username":"bob","password":"bob-password-1"}'.encode("utf-16"),
        headers={"Content-Type": "application/json; charset=utf-16"},
    )
    assert answer.status == 415


async def test_the_largest_body_is_read_and_one_byte_more_is_not(api: Api) -> None:
    body = b'{"username":"bob","password":"bob-password-1"}'
    largest = await api.post("/auth/token", body=body + b" " * (LARGEST - len(body)))
    larger = await api.post("/auth/token", body=body + b" " * (LARGEST - len(body) + 1))
    assert largest.status == 200
    assert larger.status == 413
    assert larger.json()["code"] == "PAYLOAD_TOO_LARGE"


async def test_a_body_that_does_not_tell_its_length_is_counted(api: Api) -> None:
    head = (
        b"POST /api/v2/auth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    answer = await exchange(api.base, head + chunk * 17 + b"0\r\n\r\n")
    assert answer.status == 413
    assert answer.header("Connection") == ["close"]


async def test_a_compressed_body_is_counted_unpacked(api: Api) -> None:
    answer = await api.post(
        "/auth/token", body=gzip.compress(b" " * 20 * LARGEST), headers={"Content-Encoding": "gzip"}
    )
    assert answer.status in (413, 415)


async def test_a_body_that_breaks_off_is_no_request(api: Api) -> None:
    head = b"POST /api/v2/auth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    answer = await exchange(api.base, head + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n")
    assert answer.status == 400
    assert (await api.root.get("/livez")).status == 200
