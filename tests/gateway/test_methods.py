"""HEAD, OPTIONS, and methods and paths that are not there."""

import json

import pytest

from tests.api import Api
from tests.wire import exchange, request

JWKS = "/.well-known/jwks.json"
USER = "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"
ALLOWED = {
    "/users": "GET, HEAD, OPTIONS, POST",
    USER: "DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
    "/auth/token": "OPTIONS, POST",
    JWKS: "GET, HEAD, OPTIONS",
}


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
@pytest.mark.parametrize("path", ALLOWED)
async def test_options_tells_the_methods_to_anybody(api: Api, version: str, path: str) -> None:
    answer = await api.version(version).request("OPTIONS", path)
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Allow"] == ALLOWED[path]


async def test_options_tells_what_a_patch_may_be_written_in(api: Api) -> None:
    answer = await api.request("OPTIONS", USER)
    assert answer.headers["Accept-Patch"] == "application/merge-patch+json, application/json"
    assert "Accept-Patch" not in (await api.request("OPTIONS", "/users")).headers


@pytest.mark.parametrize("path", ALLOWED)
async def test_a_method_that_is_not_there_is_refused_with_those_that_are(admin: Api, path: str) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - set(ALLOWED[path].split(", ")):
        answer = await admin.request(method, path)
        assert answer.status == 405
        assert answer.headers["Allow"] == ALLOWED[path]
        assert answer.json()["code"] == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_head_is_get_without_the_body(admin: Api, version: str) -> None:
    get = await admin.version(version).get("/users", query={"limit": 3})
    head = await admin.version(version).request("HEAD", "/users", query={"limit": 3})
    assert (head.status, head.body) == (200, b"")
    volatile = {"Date", "X-Request-ID", "RateLimit", "ratelimit", "Content-Length"}
    assert {k.lower(): v for k, v in head.headers.items() if k not in volatile} == {
        k.lower(): v for k, v in get.headers.items() if k not in volatile
    }
    assert int(head.headers["Content-Length"]) > 0


async def test_not_one_byte_follows_the_head_of_head(api: Api) -> None:
    for path in ("/livez", f"/api/v2{JWKS}", "/api/v2/users", "/nowhere"):
        answer = await exchange(api.base, request("HEAD", path))
        assert answer.status in (200, 401, 404)
        assert answer.rest == b""


async def test_head_and_get_are_refused_alike(api: Api) -> None:
    head = await api.request("HEAD", "/users")
    assert head.status == 401
    assert head.headers["WWW-Authenticate"] == 'Bearer realm="trellis"'


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/users/",
        "/users//",
        "//users",
        "/user",
        "/Users",
        f"{USER}/orders/x/y",
        "/auth",
        "/auth/token/",
        "",
    ],
)
async def test_what_is_not_there_is_not_found_whoever_asks(api: Api, admin: Api, path: str) -> None:
    for caller in (api, admin):
        answer = await caller.negotiating.get(path) if path else await caller.negotiating.get("/")
        assert answer.status == 404
        assert answer.json()["code"] == "NOT_FOUND"


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_internal_operations_have_no_public_path(admin: Api, version: str) -> None:
    for path in ("/auth/session", "/readyz", "/livez"):
        assert (await admin.version(version).get(path)).status == 404


@pytest.mark.parametrize(
    "target",
    ["/users/%2e%2e%2fauth%2fsession", "/users/%2e%2e", "/users/..%2Fauth%2Fsession", "/users/.%2e/auth/session"],
)
async def test_an_encoded_path_leads_to_nothing_internal(admin: Api, split_url: str, target: str) -> None:
    for base in (admin.base, split_url):
        raw = request("GET", f"/api/v2{target}", f"Authorization: Bearer {admin.token}")
        answer = await exchange(base, raw)
        assert answer.status in (400, 404)


@pytest.mark.parametrize(
    "segment", ["%00", "%FF", "%2F", "%ED%A0%80", "ä", "%C3%A4", "..", "%0d%0aX-Evil:%201", "\xff"]
)
async def test_an_id_of_strange_bytes_is_refused(admin: Api, split_url: str, segment: str) -> None:
    for base in (admin.base, split_url):
        target = b"/api/v2/users/" + (b"\xff" if segment == "\xff" else segment.encode())
        answer = await exchange(base, request("GET", target, f"Authorization: Bearer {admin.token}"))
        assert answer.status in (400, 404)
        assert not answer.header("X-Evil")


async def test_a_connection_that_speaks_no_http_does_no_harm(api: Api) -> None:
    for noise in (b"\x16\x03\x01\x02\x00\x01\x00", b"hello\r\n\r\n", b"GET\r\n\r\n"):
        answer = await exchange(api.base, noise + b"\r\n\r\n")
        assert 400 <= answer.status < 500
        assert answer.header("Content-Type") == ["application/json"]
        assert json.loads(answer.rest)["request_id"] == answer.header("X-Request-ID")[0]
    assert (await api.root.get("/livez")).status == 200
