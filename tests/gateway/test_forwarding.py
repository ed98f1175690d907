"""What a service gets to see of a request, and a client of a service's answer."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.api import Api
from tests.servers import split_gateway
from tests.standin import CHATTER, Overheard, eavesdropper

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
HOP_BY_HOP = {
    "Connection": "keep-alive, X-Named",
    "X-Named": "1",
    "Keep-Alive": "timeout=5",
    "Proxy-Authorization": "Basic eDp5",
    "Proxy-Connection": "keep-alive",
    "TE": "trailers",
    "Trailer": "X-After",
    "Upgrade": "h2c",
}
OUTSIDE = {
    "Cookie": "a=b",
    "X-Forwarded-For": "10.0.0.1",
    "X-User-Id": "1",
    "API-Version": "2",
    "Origin": "http://evil",
}


@pytest.fixture(scope="module")
async def overheard(api: Api, service_urls: dict[str, str]) -> AsyncIterator[tuple[Api, Overheard]]:
    async with AsyncExitStack() as stack:
        url, headers = await stack.enter_async_context(eavesdropper(service_urls["users"]))
        gateway = await stack.enter_async_context(split_gateway({**service_urls, "users": url}))
        yield api.at(gateway), headers


async def test_neither_hop_by_hop_headers_nor_the_rest_of_the_world_go_on(overheard: tuple[Api, Overheard]) -> None:
    caller, headers = overheard
    assert (await caller.get("/.well-known/jwks.json", headers={**HOP_BY_HOP, **OUTSIDE})).status == 200
    seen = {name.lower() for name in headers[-1]}
    assert not seen & {name.lower() for name in {**HOP_BY_HOP, **OUTSIDE} if name != "Connection"}
    assert "x-named" not in headers[-1].get("Connection", "").lower()


async def test_what_the_service_needs_goes_on(overheard: tuple[Api, Overheard]) -> None:
    caller, headers = overheard
    sent = {
        "X-Request-ID": "followed",
        "traceparent": TRACE,
        "tracestate": "a=1",
        "If-Match": '"v1"',
        "If-None-Match": '"v2"',
        "Idempotency-Key": '"k"',
        "Prefer": "respond-async",
    }
    await caller.post("/auth/revoke", {"token": "nobody-knows-it"}, headers=sent)
    assert {name: headers[-1][name] for name in sent} == sent
    assert headers[-1]["Content-Type"] == "application/json"


async def test_the_token_goes_on_so_that_the_service_can_judge_for_itself(
    overheard: tuple[Api, Overheard], admin: Api
) -> None:
    caller, headers = overheard
    assert (await caller.holding(admin.token).get("/users")).status == 200
    assert headers[-1]["Authorization"] == f"Bearer {admin.token}"


async def test_an_id_that_was_refused_does_not_go_on(overheard: tuple[Api, Overheard]) -> None:
    caller, headers = overheard
    answer = await caller.post("/auth/revoke", {"token": "x"}, headers={"X-Request-ID": "not one of these!"})
    assert headers[-1].getall("X-Request-ID") == [answer.headers["X-Request-ID"]]


async def test_what_a_service_says_of_itself_stays_inside(overheard: tuple[Api, Overheard], admin: Api) -> None:
    caller, _ = overheard
    for answer in (
        await caller.holding(admin.token).get("/users"),
        await caller.get("/.well-known/jwks.json"),
        await caller.sign_in("bob", "wrong"),
    ):
        assert not {name.title() for name in answer.headers} & (CHATTER.keys() - {"Server"})
        assert "secret" not in answer.headers["Server"]


async def test_refused_requests_never_reach_the_service(overheard: tuple[Api, Overheard]) -> None:
    caller, headers = overheard
    before = len(headers)
    await caller.get("/users")
    await caller.get("/users", headers={"Accept": "text/html"})
    await caller.get("/nowhere")
    await caller.post("/auth/token", body=b" " * (2**20 + 1))
    assert len(headers) == before
