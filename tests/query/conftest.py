"""A shelf of rows that are hard to filter."""

import pytest

from tests.api import Api
from tests.orders.shop import Shop
from tests.people import MakeUser, Person
from tests.query.shelf import Shelf, Sql, fill


@pytest.fixture(scope="session")
async def shop(admin: Api) -> Shop:
    return await Shop.open(admin)


@pytest.fixture(scope="session")
async def buyer(make_user: MakeUser) -> Person:
    return await make_user()


@pytest.fixture(scope="session")
async def shelf(shop: Shop, buyer: Person, sql: Sql) -> Shelf:
    return await fill(shop, buyer, sql)
