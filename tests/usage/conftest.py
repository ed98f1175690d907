"""One such gateway for the tests of what is counted."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.api import Api
from tests.usage.house import FakeClock, House, open_house


@pytest.fixture(scope="session")
async def house(api: Api, admin: Api, database_url: str) -> AsyncIterator[House]:
    async with open_house(api, admin, database_url, FakeClock(datetime(2031, 5, 5, 12, tzinfo=UTC))) as opened:
        yield opened


@pytest.fixture(autouse=True)
async def another_day(house: House) -> None:
    """Every test has a day to itself."""
    await house.written()
    house.clock.turn(days=1)
    await house.written()
