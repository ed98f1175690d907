"""A shop, and people who buy there."""

import pytest

from tests.api import Api
from tests.orders.shop import Shop
from tests.people import MakeUser, Person


@pytest.fixture(scope="session")
async def shop(admin: Api) -> Shop:
    return await Shop.open(admin)


@pytest.fixture(scope="session")
async def buyer(make_user: MakeUser) -> Person:
    return await make_user()


@pytest.fixture(scope="session")
async def rival(make_user: MakeUser) -> Person:
    """Somebody else who buys."""
    return await make_user()
