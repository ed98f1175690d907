"""A month of usage to look at, and who made it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tests.api import Api
from tests.people import MakeUser, Person
from tests.statements import Sql
from tests.usage.house import FakeClock, open_house

TODAY = datetime(2033, 3, 30, 12, tzinfo=UTC)
INSERT = """INSERT INTO gateway.usage VALUES (%(day)s, %(version)s, 'GET', '/users/{id}', 'getUser', %(client)s, 2,
    %(deprecated)s, %(requests)s, %(requests)s * 4.5, %(day)s + interval '9 hours')"""


@dataclass(frozen=True)
class Month:
    """Where the gateway is that shows it; `staying` uses v1 for a quarter, `moved` not at all."""

    url: str
    staying: Person
    moved: Person


@pytest.fixture(scope="module")
async def month(api: Api, admin: Api, sql: Sql, database_url: str, make_user: MakeUser) -> AsyncIterator[Month]:
    staying, moved = await make_user(), await make_user()
    for back in range(30):
        day = TODAY.date() - timedelta(days=back)
        sql("SELECT gateway.open_usage_day(%(day)s)", day=day)
        for person, version, requests in ((staying, "v1", 10), (staying, "v2", 30), (moved, "v2", 60 - back)):
            deprecated = version == "v1"
            sql(INSERT, day=day, version=version, client=person.id, deprecated=deprecated, requests=requests)
    async with open_house(api, admin, database_url, FakeClock(TODAY), counted=False) as house:
        yield Month(house.api.base, staying, moved)
