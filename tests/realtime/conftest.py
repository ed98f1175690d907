"""Both ways to a socket: served by the gateway's own process, and tunnelled to a service."""

from collections.abc import AsyncIterator

import pytest

from tests.api import Api
from tests.orders.shop import Shop
from tests.people import MakeUser, Person
from tests.realtime.wire import Client, connected


@pytest.fixture
async def socket(boss: Api) -> AsyncIterator[Client]:
    """A socket of the admin's."""
    async with connected(boss) as client:
        yield client


@pytest.fixture
async def person(make_user: MakeUser) -> Person:
    return await make_user()


@pytest.fixture(scope="session")
async def shop(admin: Api) -> Shop:
    return await Shop.open(admin)
