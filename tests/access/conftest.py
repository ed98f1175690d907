"""Everybody who might try."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.access.cast import Cast
from tests.api import Api
from tests.orders.shop import Shop
from tests.people import MakeUser


@pytest.fixture(scope="session")
async def shop(admin: Api) -> Shop:
    return await Shop.open(admin)


@pytest.fixture(scope="session")
async def cast(shop: Shop, make_user: MakeUser, api: Api, sql: Callable[..., Any]) -> Cast:
    sql("INSERT INTO cdc.connectors (name, slot, sink) VALUES ('access', 'cdc_access', 'jsonlines') RETURNING name")
    return await Cast.gathered(shop, make_user, api)
