"""The storage of the limits fails: every gateway counts for itself, and nobody is turned away for that."""

import asyncio
import time
from contextlib import AsyncExitStack

import pytest
import redis

from tests.api import Api
from tests.limits.conftest import Gateway, Store, free_port, storing
from tests.limits.test_shared_limits import JWKS
from tests.standin import MISBEHAVIOURS, misbehaving

LIMIT = 30
LIMITS = {"RATE_LIMIT": f"{LIMIT}/minute"}


async def _statuses(caller: Api, number: int) -> list[int]:
    return [(await caller.get(JWKS)).status for _ in range(number)]


async def _limited_by_itself(caller: Api) -> None:
    """The limit holds, with its headers, as if there were no other gateway; and no answer takes long."""
    started = time.monotonic()
    answers = await asyncio.gather(*(caller.get(JWKS) for _ in range(LIMIT + 5)))
    assert time.monotonic() - started < 3
    statuses = [answer.status for answer in answers]
    assert (statuses.count(200), statuses.count(429)) == (LIMIT, 5)
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {f'"default";q={LIMIT};w=60'}
    assert all("Retry-After" in answer.headers for answer in answers if answer.status == 429)


async def test_a_storage_that_never_was_there_is_no_reason_to_fail(gateway: Gateway) -> None:
    async with gateway(f"redis://127.0.0.1:{free_port()}/0", **LIMITS) as caller:
        await _limited_by_itself(caller)


@pytest.mark.parametrize("misbehaviour", ["silent", "abrupt", "garbled", "dripping"])
async def test_a_storage_that_is_none_is_no_reason_to_fail(gateway: Gateway, misbehaviour: str) -> None:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(misbehaving(MISBEHAVIOURS[misbehaviour]))
        caller = await stack.enter_async_context(gateway(url.replace("http://", "redis://"), **LIMITS))
        await _limited_by_itself(caller)


async def test_a_storage_that_wants_a_password_is_no_reason_to_fail(gateway: Gateway, store: Store) -> None:
    inside = redis.Redis(port=store.port, password="a-secret", single_connection_client=True)
    store.inside.config_set("requirepass", "a-secret")
    try:
        async with gateway(store.url, **LIMITS) as caller:
            await _limited_by_itself(caller)
        url = store.url.replace("redis://", "redis://:a-secret@")
        async with gateway(url, **LIMITS) as here, gateway(url, **LIMITS) as there:
            assert await _statuses(here, LIMIT) == [200] * LIMIT
            assert await _statuses(there, 1) == [429]
    finally:
        inside.config_set("requirepass", "")


async def test_a_storage_that_is_full_is_no_reason_to_fail(gateway: Gateway, store: Store) -> None:
    store.inside.config_set("maxmemory", "1")
    try:
        async with gateway(store.url, **LIMITS) as caller:
            await _limited_by_itself(caller)
    finally:
        store.inside.config_set("maxmemory", "0")


async def test_when_the_storage_is_back_the_quota_is_shared_again(
    gateway: Gateway, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with storing(tmp_path_factory.mktemp("fragile")) as store:
        limits = {"RATE_LIMIT": "10/minute"}
        async with gateway(store.url, **limits) as here, gateway(store.url, **limits) as there:
            assert await _statuses(here, 2) + await _statuses(there, 2) == [200] * 4
            store.stop()
            assert await _statuses(here, 10) == [200] * 10
            assert await _statuses(here, 1) == [429]
            assert await _statuses(there, 1) == [200]
            store.start()
            async with asyncio.timeout(10):
                while not store.inside.keys():
                    await there.get(JWKS)
                    await asyncio.sleep(0.2)
            # A new server has forgotten; both count there from now on.
            store.inside.flushall()
            await asyncio.sleep(2)
            assert await _statuses(here, 5) + await _statuses(there, 5) == [200] * 10
            assert await _statuses(here, 1) + await _statuses(there, 1) == [429] * 2
