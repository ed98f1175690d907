"""Services as processes of their own: the same answers, and what happens when one is gone."""

import os
import time
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest

from gateway.backends import HttpBackend
from gateway.graphql.context import Apis
from gateway.processes import service_process
from gateway.topology import SERVICES, Services
from services.batch.generated.client import BatchClient
from services.chassis.identity import identity_through
from services.chassis.transport import Transport
from services.orders.generated.client import OrdersClient
from services.realtime.generated.client import RealtimeClient
from services.users.generated.client import UsersClient
from tests.api import Answer, Api
from tests.people import new_user
from tests.servers import serving, split_gateway
from tests.standin import MISBEHAVIOURS, misbehaving

NOBODY = "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"
VOLATILE = {"date", "x-request-id", "ratelimit", "content-length"}
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/users", {"query": {"limit": 5, "sort": "email,-created_at"}}),
    ("GET", "/users", {"query": {"limit": 5, "status": "inactive", "role": "guest"}}),
    ("GET", "/users", {"query": {"created_after": "2020-01-01T00:00:00+01:00", "limit": 2}}),
    ("GET", "/users", {"query": {"limit": 0, "page": "x"}}),
    ("GET", NOBODY, {}),
    ("GET", "/users/nobody", {}),
    ("HEAD", "/users", {}),
    ("OPTIONS", "/users", {}),
    ("DELETE", "/users", {}),
    ("DELETE", NOBODY, {}),
    ("POST", "/users", {"json": {"email": "no", "extra": 1}}),
    ("POST", "/users", {"body": b"{"}),
    ("POST", "/users", {"json": {}, "headers": {"Content-Type": "text/plain"}}),
    ("POST", "/users", {"json": new_user(username="alice")}),
    ("PATCH", NOBODY, {"json": {}, "headers": {"Content-Type": "text/plain"}}),
    ("PATCH", NOBODY, {"json": {"first_name": "ü"}, "headers": {"Content-Type": "application/merge-patch+json"}}),
    ("PUT", NOBODY, {"json": {"email": "someone@people.example", "username": "someone"}}),
    ("POST", "/auth/token", {"json": {"username": "alice", "password": "wrong"}}),
    ("POST", "/auth/refresh", {"json": {"refresh_token": "abc"}}),
    ("POST", "/auth/revoke", {"json": {"token": "abc"}}),
    ("GET", "/auth/session", {}),
    ("GET", "/.well-known/jwks.json", {}),
    ("GET", "/nowhere", {}),
]


def _comparable(answer: Answer) -> tuple[int, dict[str, str], Any]:
    headers = {name.lower(): value for name, value in answer.headers.items() if name.lower() not in VOLATILE}
    body = answer.json() if answer.body else None
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name not in ("meta", "request_id")}
    return answer.status, headers, body


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
async def test_both_topologies_give_the_same_answers(admin: Api, api: Api, split_url: str, version: str) -> None:
    for caller in (admin.version(version), api.version(version)):
        for method, path, options in REQUESTS:
            embedded = await caller.request(method, path, **options)
            split = await caller.at(split_url).request(method, path, **options)
            assert _comparable(embedded) == _comparable(split), f"{method} {path} {options}"


async def test_a_user_lives_its_life_in_either_topology(admin: Api, split_url: str) -> None:
    here, there = admin, admin.at(split_url)
    body = new_user(first_name="Ädä")
    created = await there.post("/users", body)
    assert created.status == 201
    assert created.headers["Location"] == f"/api/v2/users/{created.data['id']}"
    path = f"/users/{created.data['id']}"
    assert (await here.get(path)).data["first_name"] == "Ädä"
    assert (await here.patch(path, {"last_name": "Ö"})).status == 200
    assert (await there.get(path)).data["last_name"] == "Ö"
    signed_in = await there.holding(None).signed_in(body["username"], body["password"])
    assert (await signed_in.at(here.base).get(path)).status == 200
    assert (await there.delete(path)).status == 204
    assert (await here.get(path)).status == 404


async def test_a_service_that_is_gone_is_told_as_such(
    database_url: str, service_urls: dict[str, str], admin: Api
) -> None:
    environment = {**os.environ, "DATABASE_URL": database_url, "POOL_SIZE": "2", "ORDERS_URL": service_urls["orders"]}
    async with AsyncExitStack() as stack:
        async with service_process("users", environment) as url:
            gateway = await stack.enter_async_context(split_gateway({**service_urls, "users": url}))
            caller = admin.at(gateway)
            assert (await caller.get("/users")).status == 200
        for _ in range(3):
            answer = await caller.get("/users")
            assert answer.status == 503
            assert int(answer.headers["Retry-After"]) >= 0
            assert answer.json()["code"] == "SERVICE_UNAVAILABLE"
        ready = await caller.root.get("/readyz")
        others = {name: "ready" for name in SERVICES if name != "users"}
        assert (ready.status, ready.json()["services"]) == (503, {"users": "unavailable", **others})
        assert (await caller.root.get("/livez")).status == 200
        assert (await caller.get("/products")).status == 200


def _impatient(url: str, session: aiohttp.ClientSession) -> Services:
    """Services of one URL, which are waited for half a second."""
    users = UsersClient(Transport(url, session))
    backend = HttpBackend(url, session, most=0.5)
    transport = Transport(url, session)
    apis = Apis(users, OrdersClient(transport), BatchClient(transport), RealtimeClient(transport))
    return Services(dict.fromkeys(SERVICES, backend), identity_through(users.get_jwks, users.get_session), apis)


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("misbehaviour", MISBEHAVIOURS)
async def test_a_service_that_misbehaves_costs_a_bounded_time(
    api: Api, session: aiohttp.ClientSession, misbehaviour: str, version: str
) -> None:
    async with misbehaving(MISBEHAVIOURS[misbehaviour]) as url, serving(_impatient(url, session), {}) as gateway:
        started = time.monotonic()
        answer = await api.at(gateway).version(version).sign_in("bob", "bob-password-1")
        assert time.monotonic() - started < 2
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) >= 0
        assert answer.headers["Content-Type"] == "application/json"
        assert b"secret" not in answer.body
        assert ("error" in answer.json()) == (version == "v1")
