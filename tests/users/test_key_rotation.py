"""Replacing the signing key while everything runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import jwt
import pytest

from services.chassis.database import Database
from services.chassis.migrations import migrate
from services.users.keys import Keys
from tests.api import Api
from tests.people import PASSWORD, MakeUser

Sql = Callable[..., list[tuple[Any, ...]]]
JWKS = "/.well-known/jwks.json"


@pytest.fixture
async def keys(database_url: str) -> AsyncIterator[Keys]:
    """The keys as another process sees them, such as `python -m services.users.keys`."""
    database = await Database.connect(database_url, size=1, name="tests-rotation")
    yield Keys(database)
    await database.close()


async def _published(api: Api) -> list[str]:
    return [key["kid"] for key in (await api.get(JWKS)).json()["keys"]]


async def test_a_new_key_is_published_beside_the_old_ones(api: Api, keys: Keys) -> None:
    before = await _published(api)
    new = await keys.rotate()
    assert set(await _published(api)) == {new, *before}


async def test_tokens_of_the_old_key_stay_good(api: Api, keys: Keys, make_user: MakeUser, split_url: str) -> None:
    person = await make_user()
    await keys.rotate()
    await _published(api)
    assert (await person.api.get(person.path)).status == 200
    assert (await person.api.at(split_url).get(person.path)).status == 200


async def test_who_signs_in_during_a_rotation_notices_nothing(
    api: Api, keys: Keys, make_user: MakeUser, split_url: str
) -> None:
    person = await make_user()
    gateways = (api, api.at(split_url))
    for round in range(3):
        # Somebody presents a key id of their own making, as anybody may at any time.
        stranger = jwt.encode({}, "x" * 32, headers={"kid": f"made-up-{round}", "typ": "at+jwt"})
        for gateway in gateways:
            assert (await gateway.holding(stranger).get("/users")).status == 401
        await keys.rotate()
        await _published(api)
        for gateway in gateways:
            fresh = await gateway.signed_in(person.username, PASSWORD)
            for other in gateways:
                assert (await fresh.at(other.base).get(person.path)).status == 200


async def test_processes_that_start_together_make_one_first_key(database_url: str, sql: Sql) -> None:
    sql("CREATE DATABASE fresh")
    url = database_url.replace("/postgres?", "/fresh?")
    migrate(url)
    databases = [await Database.connect(url, size=1, name="tests-first-key") for _ in range(5)]
    try:
        published = await asyncio.gather(*(Keys(database).public() for database in databases))
    finally:
        for database in databases:
            await database.close()
    assert len({key.kid for keys in published for key in keys.keys}) == 1
