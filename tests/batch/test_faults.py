"""The faults of `make chaos`, in short."""

from collections.abc import AsyncIterator

import pytest

from tests.batch.conftest import own_database
from tests.chaos.batch import Field, kill_workers, open_field, sleep_through_a_lease


@pytest.fixture(scope="module")
async def arena(database_url: str) -> AsyncIterator[Field]:
    async with own_database(database_url) as url, open_field(url) as arena:
        yield arena


async def test_a_worker_that_wakes_up_after_its_lease_writes_nothing(arena: Field) -> None:
    """B5."""
    await sleep_through_a_lease(arena)


async def test_workers_that_are_killed_lose_nothing_and_double_nothing(arena: Field) -> None:
    """B5."""
    await kill_workers(arena, 2)
