"""Every answer the published documents declare is given once by the real gateway, and is what they say it is.

For each version: every operation with every status it declares. Status, required headers and body are checked by
openapi-core; a status that is declared and never asked for here, or given and never declared, fails the suite.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse

from gateway.topology import SERVICES
from tests.api import Answer, Api
from tests.oracle.documents import broken_rules, published, resolved
from tests.people import MakeUser, Person, new_user
from tests.servers import embedded_gateway, split_gateway

VERSIONS = ["v1", "v2", "v3"]
NOBODY = "/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


@dataclass(frozen=True)
class World:
    """Who asks, about whom, and where: one gateway that works, one that is used up, one whose service is gone."""

    admin: Api
    anybody: Api
    owner: Person
    taken: Person
    spent: str
    lost: str
    make_user: MakeUser


@pytest.fixture(scope="module")
async def world(
    api: Api, admin: Api, database_url: str, session: aiohttp.ClientSession, make_user: MakeUser
) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        spent = await stack.enter_async_context(embedded_gateway(database_url, RATE_LIMIT="1/hour"))
        # Nobody listens on the port for multiplexing services on TCP.
        lost = await stack.enter_async_context(split_gateway(dict.fromkeys(SERVICES, "http://127.0.0.1:1")))
        for caller in (api, admin):
            await caller.at(spent).get("/.well-known/jwks.json")
        yield World(admin, api, await make_user(), await make_user(), spent, lost, make_user)


Ask = Callable[[World, Api], Awaitable[Answer]]


@dataclass(frozen=True)
class Plain:
    """An operation's ordinary, valid request."""

    method: str
    path: str
    json: Any = None
    anonymous: bool = False

    def caller(self, world: World, version: str) -> Api:
        return (world.anybody if self.anonymous else world.admin).version(version)

    async def ask(self, caller: Api, **options: Any) -> Answer:
        body = {} if self.json is None or "body" in options else {"json": self.json}
        return await caller.request(self.method, self.path, **{**body, **options})


SOMEONE = {"email": "someone@people.example", "username": "someone-else"}
PLAIN = {
    "listUsers": Plain("GET", "/users"),
    "createUser": Plain("POST", "/users", SOMEONE | {"password": "a-password-1"}),
    "getUser": Plain("GET", NOBODY),
    "replaceUser": Plain("PUT", NOBODY, SOMEONE),
    "patchUser": Plain("PATCH", NOBODY, {"first_name": "Ada"}),
    "deleteUser": Plain("DELETE", NOBODY),
    "issueToken": Plain("POST", "/auth/token", {"username": "bob", "password": "wrong"}, anonymous=True),
    "refreshToken": Plain("POST", "/auth/refresh", {"refresh_token": "x"}, anonymous=True),
    "revokeToken": Plain("POST", "/auth/revoke", {"token": "x"}, anonymous=True),
    "getJwks": Plain("GET", "/.well-known/jwks.json", anonymous=True),
}


async def _created(world: World, caller: Api) -> Answer:
    return await caller.post("/users", new_user())


async def _replaced(world: World, caller: Api) -> Answer:
    return await caller.put(world.owner.path, {"email": world.owner.email, "username": world.owner.username})


async def _refreshed(world: World, caller: Api) -> Answer:
    token = (await world.anybody.sign_in("bob", "bob-password-1")).data["refresh_token"]
    return await caller.post("/auth/refresh", {"refresh_token": token})


async def _deleted(world: World, caller: Api) -> Answer:
    return await caller.delete((await world.make_user()).path)


async def _deleted_self(world: World, caller: Api) -> Answer:
    boss = await world.make_user(role="admin")
    return await caller.holding(boss.api.token).delete(boss.path)


# What only this operation can do to give this status.
PARTICULAR: dict[tuple[str, int], Ask] = {
    ("listUsers", 200): lambda world, caller: caller.get("/users", query={"limit": 3}),
    ("listUsers", 403): lambda world, caller: caller.holding(world.owner.api.token).get("/users"),
    ("createUser", 201): _created,
    ("createUser", 403): lambda world, caller: caller.holding(world.owner.api.token).post("/users", new_user()),
    ("createUser", 409): lambda world, caller: caller.post("/users", new_user(username=world.taken.username)),
    ("getUser", 200): lambda world, caller: caller.get(world.owner.path),
    ("replaceUser", 200): _replaced,
    ("replaceUser", 403): lambda world, caller: caller.holding(world.owner.api.token).put(
        world.owner.path, SOMEONE | {"role": "admin"}
    ),
    ("replaceUser", 409): lambda world, caller: caller.put(world.owner.path, SOMEONE | {"email": world.taken.email}),
    ("patchUser", 200): lambda world, caller: caller.patch(world.owner.path, {"first_name": "Ada"}),
    ("patchUser", 403): lambda world, caller: caller.holding(world.owner.api.token).patch(
        world.owner.path, {"role": "admin"}
    ),
    ("patchUser", 409): lambda world, caller: caller.patch(world.owner.path, {"email": world.taken.email}),
    ("deleteUser", 204): _deleted,
    ("deleteUser", 403): lambda world, caller: caller.holding(world.owner.api.token).delete(world.owner.path),
    ("deleteUser", 409): _deleted_self,
    ("issueToken", 200): lambda world, caller: caller.sign_in("bob", "bob-password-1"),
    ("issueToken", 401): lambda world, caller: caller.sign_in("bob", "wrong"),
    ("refreshToken", 200): _refreshed,
    ("refreshToken", 401): lambda world, caller: caller.post("/auth/refresh", {"refresh_token": "x"}),
    ("revokeToken", 204): lambda world, caller: caller.post("/auth/revoke", {"token": "x"}),
    ("getJwks", 200): lambda world, caller: caller.get("/.well-known/jwks.json"),
}


async def _anyway(world: World, plain: Plain, status: int, version: str) -> Answer:
    """How any operation can be brought to give a status."""
    caller = plain.caller(world, version)
    match status:
        case 400:
            return await plain.ask(caller, query={"no-such-parameter": "1"})
        case 401:
            return await plain.ask(caller.holding(None))
        case 404:
            return await plain.ask(caller)
        case 406:
            return await plain.ask(caller, headers={"Accept": "text/html"})
        case 413:
            return await plain.ask(caller, body=b" " * (2**20 + 1))
        case 415:
            return await plain.ask(caller, headers={"Content-Type": "text/plain"})
        case 422:
            path = world.owner.path if plain.path == NOBODY else plain.path
            return await Plain(plain.method, path, {"no-such-field": 1}).ask(caller)
        case 429:
            return await plain.ask(caller.at(world.spent))
        case 503:
            return await plain.ask(caller.at(world.lost))
        case _:
            raise AssertionError(f"nobody knows how to bring {plain} to {status}")


def _declared(version: str) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, path and answers of every operation."""
    return {
        operation["operationId"]: (method, path, operation["responses"])
        for path, item in published(version)["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


CASES = [
    (version, operation_id, int(status))
    for version in VERSIONS
    for operation_id, (_, _, answers) in _declared(version).items()
    for status in answers
]
CHECKED = {version: OpenAPI.from_dict(published(version)) for version in VERSIONS}


def _differences(version: str, method: str, path: str, answer: Answer) -> list[str]:
    """What the published document has against an answer."""
    request = MockRequest("http://gateway", method, f"/api/{version}{path}", path_pattern=f"/api/{version}{path}")
    content_type = answer.headers.get("Content-Type", "application/json")
    response = MockResponse(
        data=answer.body, status_code=answer.status, headers=dict(answer.headers), content_type=content_type
    )
    return [f"{error} {error.__cause__}" for error in CHECKED[version].iter_response_errors(request, response)]


@pytest.mark.parametrize(("version", "operation_id", "status"), CASES)
async def test_the_answer_is_the_one_that_was_published(
    world: World, version: str, operation_id: str, status: int
) -> None:
    plain = PLAIN[operation_id]
    method, path, answers = _declared(version)[operation_id]
    particular = PARTICULAR.get((operation_id, status))
    caller = plain.caller(world, version)
    answer = await particular(world, caller) if particular else await _anyway(world, plain, status, version)
    assert answer.status == status
    assert _differences(version, method, path, answer) == []
    declared = resolved(published(version), answers[str(status)])
    required = [name for name, header in declared.get("headers", {}).items() if header.get("required")]
    assert [name for name in required if name not in answer.headers] == []
    if "content" not in declared:
        assert answer.body == b""
    else:
        assert broken_rules(declared["content"]["application/json"]["schema"], answer.json()) == []


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_check_would_notice(world: World, version: str) -> None:
    answer = await world.admin.version(version).get("/users", query={"limit": 1})
    body = answer.body.replace(b'"email":', b'"e-mail":')
    headers = answer.headers.copy()
    del headers["X-Request-ID"]
    assert _differences(version, "get", "/users", answer) == []
    assert _differences(version, "get", "/users", Answer(answer.status, answer.headers, body))
    assert _differences(version, "get", "/users", Answer(418, answer.headers, answer.body))
    bare = Answer(answer.status, type(answer.headers)(headers), answer.body)
    assert _differences(version, "get", "/users", bare)
