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
LISTS = list(LISTINGS.values())


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
            listing = chance.choice(LISTS)
            version = chance.choice(listing.versions)
            query = random_query(chance, listing, version, most=4)
            left -= len(query)
            answer = await shelf.admin.version(version).get(shelf.path(listing), query=query)
            assert answer.status in (200, 400), (seed, version, listing.id, query, answer.body)
            statuses[answer.status] += 1

    await asyncio.gather(*(worker() for _ in range(WORKERS)))
    assert left <= 0
    # Both ends of the road were travelled.
    assert min(statuses[200], statuses[400]) > sum(statuses.values()) // 10, (seed, statuses)


@pytest.mark.parametrize("query", [{"sort": "secret"}, {"price[gte]": "x"}, {"nonsense": "1"}, {"filter": "price"}])
async def test_a_refused_parameter_costs_little(api: Api, query: dict[str, str]) -> None:
    """Whoever knows nobody here should not keep us busy with nonsense: 15 ms of our time at most, client included."""
    costs = []
    for _ in range(5):
        started = time.process_time()
        for _ in range(5):
            assert (await api.get("/products", query=query)).status == 400
        costs.append((time.process_time() - started) / 5)
    assert min(costs) < 0.015
