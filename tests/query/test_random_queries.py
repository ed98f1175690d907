"""Ten thousand random strings where a list takes something: an answer or a refusal, and never a fault."""

import asyncio
import os
import random
import time
from collections import Counter

import pytest

from tests.api import Api
from tests.query.listings import LISTINGS
from tests.query.randomness import random_query
from tests.query.shelf import Shelf

STRINGS = 10_000
WORKERS = 16
LISTS = [listing for listing in LISTINGS.values() if listing.id != "listApiKeys"]


@pytest.fixture(scope="module")
def seed() -> int:
    """Another one each time, but in CI; it stands in the message when something is wrong."""
    return 3 if os.environ.get("CI") == "true" else random.randrange(2**32)


async def test_no_random_string_is_a_fault_of_ours(shelf: Shelf, seed: int) -> None:
    """R12, R26, R27, R28."""
    chance = random.Random(seed)
    statuses: Counter[int] = Counter()
    left = STRINGS

    async def worker() -> None:
        nonlocal left
        while left > 0:
            query = random_query(chance, most=4)
            left -= len(query)
            path = shelf.path(chance.choice(LISTS))
            caller = shelf.admin.version(chance.choice(("v1", "v2", "v3")))
            answer = await caller.get(path, query=query)
            assert answer.status in (200, 400), (seed, path, query, answer.body)
            statuses[answer.status] += 1

    await asyncio.gather(*(worker() for _ in range(WORKERS)))
    assert left <= 0
    # Both ends of the road were travelled.
    assert min(statuses[200], statuses[400]) > sum(statuses.values()) // 50, (seed, statuses)


@pytest.mark.parametrize("query", [{"sort": "secret"}, {"price[gte]": "x"}, {"nonsense": "1"}, {"filter": "price"}])
async def test_a_refused_parameter_costs_little(api: Api, query: dict[str, str]) -> None:
    """Whoever knows nobody here should not keep us busy with nonsense: less than 10 ms of our time, client included."""
    await api.get("/products", query=query)
    started = time.process_time()
    for _ in range(20):
        assert (await api.get("/products", query=query)).status == 400
    assert (time.process_time() - started) / 20 < 0.01
