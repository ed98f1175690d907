"""How usage is kept: a partition for each day, written once, dropped when it is old."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from psycopg2 import errors

from services.chassis.database import Database
from services.chassis.housekeeping import tidy
from services.gateway.app import old_things
from services.gateway.ledger import Ledger
from services.gateway.store import Usage
from tests.statements import Sql
from tests.usage.house import House

PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'gateway.usage'::regclass ORDER BY 1"
COUNTS = (
    b'[{"version":"v1","method":"GET","route":"/x","operation_id":"getX","client_id":null,"status_class":2,'
    b'"deprecated":true,"requests":3,"milliseconds":1.5}]'
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await Database.connect(database_url, size=2, name="test of usage", role="trellis_gateway")
    yield opened
    await opened.close()


async def test_a_batch_that_is_written_twice_counts_once(house: House, sql: Sql, database: Database) -> None:
    """The connection may break after the commit and before anybody hears of it."""
    ledger, batch, today = Ledger(database, Usage(database)), uuid4(), house.clock().date()
    for _ in range(2):
        await ledger.write(batch, today, house.clock(), COUNTS)
    assert house.rows(sql, "requests") == [(3,)]
    await ledger.write(uuid4(), today, house.clock(), COUNTS)
    assert house.rows(sql, "requests") == [(6,)]


async def test_each_day_has_its_partition_and_old_ones_are_dropped(house: House, sql: Sql, database: Database) -> None:
    """V15: the seed keeps everything for ever, in one table."""
    ledger, today = Ledger(database, Usage(database)), datetime.now(UTC).date()
    kept = [today - timedelta(days=back) for back in (0, 29)]
    for day in (*kept, today - timedelta(days=30), today - timedelta(days=500)):
        await ledger.write(uuid4(), day, house.clock(), COUNTS)
    await tidy(database, old_things(30))
    left = {row[0] for row in sql(PARTITIONS)}
    assert {f"gateway.usage_{day:%Y%m%d}" for day in kept} <= left
    assert min(left) == f"gateway.usage_{kept[1]:%Y%m%d}"


async def test_counts_are_wider_than_any_traffic(house: House, sql: Sql, database: Database) -> None:
    """V15: a serial of four bytes ends at two thousand million."""
    ledger = Ledger(database, Usage(database))
    many = COUNTS.replace(b'"requests":3', b'"requests":5000000000000')
    await ledger.write(uuid4(), house.clock().date(), house.clock(), many)
    assert house.rows(sql, "requests") == [(5_000_000_000_000,)]
    report = (await house.admin.get("/admin/usage", query={"days": 1})).data
    assert report["versions"][0]["requests"] == 5_000_000_000_000


async def test_the_gateway_may_drop_days_and_nothing_else(database: Database) -> None:
    day = date(2031, 1, 1)
    await database.rows("SELECT gateway.open_usage_day(%(day)s)", {"day": day})
    for statement in ("DROP TABLE gateway.usage_20310101", "DROP TABLE gateway.usage", "CREATE TABLE gateway.mine ()"):
        with pytest.raises(errors.InsufficientPrivilege):
            await database.rows(statement)
