"""Who asks GraphQL, and what there is to ask about."""

import pytest

from tests.api import Api
from tests.graphql.asking import Graph
from tests.orders.shop import Shop
from tests.people import MakeUser, Person


@pytest.fixture(scope="session")
def graph(admin: Api) -> Graph:
    """An admin."""
    return Graph(admin)


@pytest.fixture(scope="session")
def alices(alice: Api) -> Graph:
    """A user."""
    return Graph(alice)


@pytest.fixture(scope="session")
async def shop(admin: Api) -> Shop:
    return await Shop.open(admin)


@pytest.fixture
async def person(make_user: MakeUser) -> Person:
    return await make_user()


@pytest.fixture(scope="session")
async def buyer(make_user: MakeUser) -> Person:
    return await make_user(first_name="Bea", last_name="Buyer")


@pytest.fixture(scope="session")
async def rival(make_user: MakeUser) -> Person:
    """Somebody else who buys."""
    return await make_user()
