"""Two gateways and one quota."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from tests.api import Answer, Api
from tests.limits.conftest import Gateway, Store

LIMIT = 6
GUESSES = 4
REMAINING = re.compile(r'"default";r=(\d+);t=(\d+)')
JWKS = "/.well-known/jwks.json"
LIMITS = {"RATE_LIMIT": f"{LIMIT}/minute", "SIGN_IN_RATE_LIMIT": f"{GUESSES}/minute"}


@pytest.fixture
async def pair(gateway: Gateway, store: Store) -> AsyncIterator[tuple[Api, Api]]:
    async with gateway(store.url, **LIMITS) as here, gateway(store.url, **LIMITS) as there:
        yield here, there


def _left(answer: Answer) -> int:
    found = REMAINING.fullmatch(answer.headers["RateLimit"])
    assert found is not None
    assert 0 < int(found[2]) <= 60
    return int(found[1])


async def test_two_gateways_count_down_together(pair: tuple[Api, Api]) -> None:
    answers = [await pair[number % 2].get(JWKS) for number in range(LIMIT)]
    assert [answer.status for answer in answers] == [200] * LIMIT
    assert [_left(answer) for answer in answers] == [5, 4, 3, 2, 1, 0]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {f'"default";q={LIMIT};w=60'}


async def test_what_is_spent_here_is_spent_there(pair: tuple[Api, Api]) -> None:
    here, there = pair
    for _ in range(LIMIT):
        assert (await here.get(JWKS)).status == 200
    for caller in (there, here):
        refused = await caller.get(JWKS)
        assert (refused.status, refused.json()["code"], _left(refused)) == (429, "TOO_MANY_REQUESTS", 0)
        assert 0 < int(refused.headers["Retry-After"]) <= 60


async def test_without_a_shared_storage_each_gateway_counts_for_itself(gateway: Gateway) -> None:
    async with gateway("memory", **LIMITS) as here, gateway("memory", **LIMITS) as there:
        for caller in (here, there):
            assert [(await caller.get(JWKS)).status for _ in range(LIMIT + 1)] == [200] * LIMIT + [429]


async def test_of_many_at_once_exactly_the_quota_gets_through(pair: tuple[Api, Api]) -> None:
    answers = await asyncio.gather(*(pair[number % 2].get(JWKS) for number in range(60)))
    statuses = [answer.status for answer in answers]
    assert (statuses.count(200), statuses.count(429)) == (LIMIT, 60 - LIMIT)


async def test_each_caller_has_a_quota_of_its_own_at_both(pair: tuple[Api, Api], alice: Api, bob: Api) -> None:
    here, there = pair
    for _ in range(LIMIT):
        await here.holding(alice.token).get("/orders")
    assert (await there.holding(alice.token).get("/orders")).status == 429
    assert (await there.holding(bob.token).get("/orders")).status == 200
    assert (await there.get(JWKS)).status == 200


async def test_guesses_at_one_name_are_counted_together(pair: tuple[Api, Api]) -> None:
    statuses = [(await pair[number % 2].sign_in("bob", "wrong")).status for number in range(GUESSES)]
    assert statuses == [401] * GUESSES
    refused = await pair[0].sign_in("bob", "bob-password-1")
    assert refused.status == 429
    assert refused.headers["RateLimit-Policy"] == f'"sign-in";q={GUESSES};w=60'


async def test_a_gateway_that_starts_later_joins_the_count(gateway: Gateway, store: Store) -> None:
    async with gateway(store.url, **LIMITS) as first:
        for _ in range(LIMIT):
            await first.get(JWKS)
    async with gateway(store.url, **LIMITS) as second:
        assert (await second.get(JWKS)).status == 429


async def test_the_window_passes_for_both(gateway: Gateway, store: Store) -> None:
    limits = {"RATE_LIMIT": "1/second"}
    async with gateway(store.url, **limits) as here, gateway(store.url, **limits) as there:
        assert [(await here.get(JWKS)).status, (await there.get(JWKS)).status] == [200, 429]
        await asyncio.sleep(1.1)
        assert [(await there.get(JWKS)).status, (await here.get(JWKS)).status] == [200, 429]


async def test_counts_leave_the_storage_when_their_window_ends(pair: tuple[Api, Api], store: Store, bob: Api) -> None:
    await pair[0].get(JWKS)
    await pair[0].holding(bob.token).get("/orders")
    await pair[1].sign_in("bob", "wrong")
    keys = store.inside.keys()
    assert len(keys) == 3
    assert all(0 < store.inside.ttl(key) <= 60 for key in keys)
    assert not any(b"wrong" in key or (bob.token or "").encode() in key for key in keys)
