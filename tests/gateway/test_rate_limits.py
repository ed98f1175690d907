"""How often one may ask, and how often one may guess."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from tests.api import Answer, Api
from tests.servers import split_gateway

LIMIT = 5
GUESSES = 3
REMAINING = re.compile(r'"default";r=(\d+);t=(\d+)')
JWKS = "/.well-known/jwks.json"


@pytest.fixture
async def limited(service_urls: dict[str, str], api: Api) -> AsyncIterator[Api]:
    """A gateway that nobody has asked anything yet."""
    limits = {"RATE_LIMIT": f"{LIMIT}/minute", "SIGN_IN_RATE_LIMIT": f"{GUESSES}/minute"}
    async with split_gateway(service_urls, **limits) as url:
        yield api.at(url)


def _left(answer: Answer) -> tuple[int, int]:
    found = REMAINING.fullmatch(answer.headers["RateLimit"])
    assert found is not None
    return int(found[1]), int(found[2])


async def test_every_answer_counts_down(limited: Api) -> None:
    answers = [await limited.get(JWKS) for _ in range(LIMIT)]
    assert [answer.status for answer in answers] == [200] * LIMIT
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {f'"default";q={LIMIT};w=60'}
    assert [_left(answer)[0] for answer in answers] == [4, 3, 2, 1, 0]
    assert all(0 < _left(answer)[1] <= 60 for answer in answers)


async def test_past_the_limit_a_client_is_told_when_to_come_again(limited: Api) -> None:
    for _ in range(LIMIT):
        await limited.get(JWKS)
    answer = await limited.get(JWKS)
    assert answer.status == 429
    assert answer.json()["code"] == "TOO_MANY_REQUESTS"
    remaining, reset = _left(answer)
    assert remaining == 0
    assert reset <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit-Policy"] == f'"default";q={LIMIT};w=60'


@pytest.mark.parametrize("version", ["v1", "v3"])
async def test_a_refusal_is_told_in_the_words_of_the_version(limited: Api, version: str) -> None:
    for _ in range(LIMIT):
        await limited.get(JWKS)
    answer = await limited.version(version).get(JWKS)
    assert answer.status == 429
    assert ("error" in answer.json()) == (version == "v1")
    assert ("Deprecation" in answer.headers) == (version == "v1")


async def test_each_caller_has_a_quota_of_its_own(limited: Api, alice: Api, bob: Api) -> None:
    for _ in range(LIMIT + 1):
        spent = await limited.holding(alice.token).get("/users")
    assert spent.status == 429
    assert (await limited.holding(bob.token).get("/users")).status == 403
    assert (await limited.get(JWKS)).status == 200


async def test_a_second_token_is_no_second_quota(limited: Api, api: Api, alice: Api) -> None:
    another = (await api.signed_in("alice", "alice-password-1")).token
    for _ in range(LIMIT):
        await limited.holding(alice.token).get("/users")
    assert (await limited.holding(another).get("/users")).status == 429


async def test_errors_count_and_tell_the_count(limited: Api, alice: Api) -> None:
    caller = limited.holding(alice.token)
    answers = [
        await caller.get("/users"),
        await caller.get("/users/7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"),
        await caller.get(JWKS, query={"nonsense": 1}),
    ]
    assert [answer.status for answer in answers] == [403, 404, 400]
    assert [_left(answer)[0] for answer in answers] == [4, 3, 2]


async def test_the_window_passes(service_urls: dict[str, str], api: Api) -> None:
    async with split_gateway(service_urls, RATE_LIMIT="1/second") as url:
        limited = api.at(url)
        assert (await limited.get(JWKS)).status == 200
        assert (await limited.get(JWKS)).status == 429
        await asyncio.sleep(1.1)
        assert (await limited.get(JWKS)).status == 200


async def test_health_and_discovery_are_never_refused(limited: Api) -> None:
    for _ in range(LIMIT * 3):
        assert (await limited.root.get("/livez")).status == 200
        assert (await limited.root.get("/api/versions")).status == 200


async def test_guesses_at_one_name_are_limited(limited: Api) -> None:
    statuses = [(await limited.sign_in("bob", f"wrong-{number}")).status for number in range(GUESSES)]
    refused = await limited.sign_in("bob", "bob-password-1")
    assert statuses == [401] * GUESSES
    assert refused.status == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit-Policy"] == f'"sign-in";q={GUESSES};w=60'


async def test_capitals_do_not_make_another_name(limited: Api) -> None:
    statuses = [(await limited.sign_in(name, "wrong")).status for name in ("bob", "BOB", "Bob", "bOb")]
    assert statuses == [401, 401, 401, 429]


async def test_another_name_at_the_same_address_may_still_sign_in(limited: Api) -> None:
    for _ in range(GUESSES + 1):
        await limited.sign_in("alice", "wrong")
    assert (await limited.sign_in("bob", "bob-password-1")).status == 200


async def test_who_forwards_a_made_up_address_gains_nothing(limited: Api) -> None:
    headers = [{"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"} for number in range(4)]
    body = {"username": "bob", "password": "wrong"}
    statuses = [(await limited.post("/auth/token", body, headers=one)).status for one in headers]
    assert statuses == [401, 401, 401, 429]


async def test_what_a_client_says_of_its_address_is_not_believed(limited: Api) -> None:
    named = [{"X-Forwarded-For": f"192.0.2.{n}"} for n in range(LIMIT + 1)]
    assert [(await limited.get(JWKS, headers=headers)).status for headers in named] == [200] * LIMIT + [429]


async def test_behind_a_trusted_proxy_each_client_has_its_own_limit(service_urls: dict[str, str], api: Api) -> None:
    settings = {"RATE_LIMIT": "1/minute", "TRUSTED_PROXIES": "127.0.0.0/8, ::1, 10.0.0.0/8"}
    async with split_gateway(service_urls, **settings) as url:
        hops = [
            "192.0.2.1",
            "192.0.2.2",
            "203.0.113.9, 192.0.2.2, 10.0.0.7",
            "192.0.2.3, not an address",
            "::ffff:192.0.2.1",
        ]
        answers = [await api.at(url).get(JWKS, headers={"X-Forwarded-For": hop}) for hop in hops]
    assert [answer.status for answer in answers] == [200, 200, 429, 200, 429]
