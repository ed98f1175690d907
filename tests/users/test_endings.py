"""Everything that ends a session, or changes what it may do, is felt within five seconds; and no sooner is it asked."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import pytest

from tests.api import Answer, Api, Keyed
from tests.people import PASSWORD, MakeUser, Person

WITHIN = 5.0


@dataclass(frozen=True)
class Scene:
    """Who acts, and where the same service runs once more."""

    admin: Api
    make_user: MakeUser
    split_url: str


class Asker(Protocol):
    """Somebody with credentials."""

    async def get(self, path: str) -> Answer: ...


@dataclass(frozen=True)
class Expected:
    """What somebody who was let through before will hear."""

    caller: Asker
    path: str
    before: int | None
    after: int
    act: Callable[[], Awaitable[object]]


def _shut_out(person: Person, act: Callable[[], Awaitable[object]]) -> Expected:
    return Expected(person.api, person.path, 200, 401, act)


async def _patched(scene: Scene, **fields: str) -> Expected:
    person = await scene.make_user()
    return _shut_out(person, lambda: scene.admin.patch(person.path, fields))


async def _suspended(scene: Scene) -> Expected:
    return await _patched(scene, status="suspended")


async def _deactivated(scene: Scene) -> Expected:
    return await _patched(scene, status="inactive")


async def _given_a_password_by_an_admin(scene: Scene) -> Expected:
    return await _patched(scene, password="given-by-the-admin-1")


async def _deleted(scene: Scene) -> Expected:
    person = await scene.make_user()
    return _shut_out(person, lambda: scene.admin.delete(person.path))


async def _changing_the_password_elsewhere(scene: Scene) -> Expected:
    person = await scene.make_user()
    elsewhere = await person.api.signed_in(person.username, PASSWORD)
    change = {"password": "brand-new-password-1", "current_password": PASSWORD}
    return _shut_out(person, lambda: elsewhere.patch(person.path, change))


async def _revoking_the_access_token(scene: Scene) -> Expected:
    person = await scene.make_user()
    return _shut_out(person, lambda: person.api.post("/auth/revoke", {"token": person.api.token}))


async def _revoking_the_refresh_token(scene: Scene) -> Expected:
    person = await scene.make_user()
    token = (await person.api.sign_in(person.username, PASSWORD)).data
    revoke = {"token": token["refresh_token"]}
    caller = person.api.holding(token["access_token"])
    return Expected(caller, person.path, 200, 401, lambda: person.api.post("/auth/revoke", revoke))


async def _using_a_refresh_token_twice(scene: Scene) -> Expected:
    person = await scene.make_user()
    first = (await person.api.sign_in(person.username, PASSWORD)).data
    second = (await person.api.post("/auth/refresh", {"refresh_token": first["refresh_token"]})).data
    caller = person.api.holding(second["access_token"])
    replay = {"refresh_token": first["refresh_token"]}
    return Expected(caller, person.path, 200, 401, lambda: person.api.post("/auth/refresh", replay))


async def _suspended_and_asking_another_process(scene: Scene) -> Expected:
    person = await scene.make_user()
    there = person.api.at(scene.split_url)
    return Expected(there, person.path, 200, 401, lambda: scene.admin.patch(person.path, {"status": "suspended"}))


async def _suspended_and_asking_a_service_that_asks_another(scene: Scene) -> Expected:
    person = await scene.make_user()
    there = person.api.at(scene.split_url)

    async def act() -> None:
        # The users service has just looked; the orders service asks it for the first time when that is nearly stale.
        looked = time.monotonic()
        assert (await there.patch(person.path, {})).status == 200
        await scene.admin.patch(person.path, {"status": "suspended"})
        await asyncio.sleep(looked + 2.5 - time.monotonic())
        await there.get("/orders")

    return Expected(there, "/orders", None, 401, act)


async def _revoking_an_api_key(scene: Scene) -> Expected:
    person = await scene.make_user()
    made = (await person.api.post("/api-keys", {"name": "short-lived", "scopes": ["read"]})).data
    program = Keyed(person.api, made["key"])
    return Expected(program, person.path, 200, 401, lambda: person.api.delete(f"/api-keys/{made['id']}"))


async def _revoking_an_api_key_that_another_service_was_given(scene: Scene) -> Expected:
    person = await scene.make_user()
    made = (await person.api.post("/api-keys", {"name": "short-lived", "scopes": ["read", "write"]})).data
    program = Keyed(person.api.at(scene.split_url), made["key"])

    async def act() -> None:
        looked = time.monotonic()
        assert (await program.request("PATCH", person.path, {})).status == 200
        await person.api.delete(f"/api-keys/{made['id']}")
        await asyncio.sleep(looked + 2.5 - time.monotonic())
        await program.get("/orders")

    return Expected(program, "/orders", None, 401, act)


async def _promoted(scene: Scene) -> Expected:
    person = await scene.make_user()
    return Expected(person.api, "/users", 403, 200, lambda: scene.admin.patch(person.path, {"role": "admin"}))


async def _demoted(scene: Scene) -> Expected:
    person = await scene.make_user(role="admin")
    return Expected(person.api, "/users", 200, 403, lambda: scene.admin.patch(person.path, {"role": "user"}))


ENDINGS = {
    name.removeprefix("_").replace("_", " "): value
    for name, value in dict(globals()).items()
    if asyncio.iscoroutinefunction(value) and value is not _patched
}


async def _seconds(scene: Scene, ending: Callable[[Scene], Awaitable[Expected]]) -> float:
    """How long it takes until an ending is felt; more than allowed when it never is."""
    expected = await ending(scene)
    if expected.before is not None:
        assert (await expected.caller.get(expected.path)).status == expected.before
    acted = time.monotonic()
    await expected.act()
    while (waited := time.monotonic() - acted) < WITHIN * 1.5:
        if (await expected.caller.get(expected.path)).status == expected.after:
            return waited
        await asyncio.sleep(0.1)
    return waited


@pytest.fixture(scope="module")
async def felt(admin: Api, make_user: MakeUser, split_url: str) -> dict[str, float]:
    """How long each ending took; all of them run side by side."""
    scene = Scene(admin, make_user, split_url)
    seconds = await asyncio.gather(*(_seconds(scene, ending) for ending in ENDINGS.values()))
    return dict(zip(ENDINGS, seconds, strict=True))


@pytest.mark.parametrize("ending", ENDINGS)
async def test_it_is_felt_within_five_seconds(felt: dict[str, float], ending: str) -> None:
    assert felt[ending] < WITHIN
