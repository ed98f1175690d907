"""Clients on deprecated versions are told: who, once for each stage, through which channel, whatever goes wrong."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from services.chassis.settings import InvalidSetting
from services.gateway.channels import NoticeSettings
from tests.api import Api
from tests.notices.conftest import SECRET, Mailbox, Receiver, Town
from tests.people import Person
from tests.servers import UNLIMITED
from tests.statements import Sql
from tests.usage.house import FakeClock, House, open_house

USE = """INSERT INTO gateway.usage VALUES (%(day)s, %(version)s, 'GET', '/users/{id}', 'getUser', %(client)s, 2,
    %(version)s = 'v1', %(requests)s, 1, %(day)s)"""
NOTICES = "SELECT channel, stage, sent_at IS NOT NULL FROM gateway.notices WHERE client_id = %(client)s ORDER BY 1, 2"
WAITING = """SELECT count(*) FROM queue.procrastinate_jobs
    WHERE queue_name = 'gateway' AND status IN ('todo', 'doing')"""
LOST = """UPDATE gateway.notices SET sent_at = NULL, created_at = created_at - interval '1 day'
    WHERE client_id = %(client)s"""
# Of years nobody else uses; what is found in one of them is this test's.
_years = count(2040)
Opening = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def today() -> datetime:
    return datetime(next(_years), 7, 1, 6, tzinfo=UTC)


@pytest.fixture
def opening(api: Api, town: Town, mailbox: Mailbox, receiver: Receiver, today: datetime) -> Opening:
    """Opens a gateway that tells by log, mail and webhook."""

    @asynccontextmanager
    async def open_at(now: datetime = today) -> AsyncIterator[House]:
        environment = {
            **UNLIMITED,
            "USAGE_DAYS": "3660",
            "NOTICE_SMTP": mailbox.url,
            "NOTICE_FROM": "Trellis <api@trellis.example>",
            "NOTICE_WEBHOOK": receiver.url,
            "NOTICE_WEBHOOK_SECRET": SECRET,
            "NOTICE_WEBHOOK_HOSTS": "127.0.0.1",
            "PUBLIC_URL": "https://api.trellis.example",
        }
        clock = FakeClock(now)
        opened = open_house(api, town.admin, town.database_url, clock, counted=False, environment=environment)
        async with opened as house:
            yield house

    return open_at


def use(sql: Sql, person: Person, day: datetime, **requests: int) -> None:
    sql("SELECT gateway.open_usage_day(%(day)s)", day=day.date())
    for version, number in requests.items():
        sql(USE, day=day.date(), version=version, client=person.id, requests=number)


async def find(house: House) -> None:
    assert house.services.telling is not None
    await house.services.telling.find()


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.05)


async def quiet(sql: Sql) -> None:
    """Returns once nothing waits in the queue."""
    waiting = (
        "SELECT count(*) FROM queue.procrastinate_jobs WHERE queue_name = 'gateway' AND status IN ('todo', 'doing')"
    )
    await until(lambda: sql(waiting) == [(0,)])


async def test_v17_a_client_is_told_once_for_each_version_and_stage(
    opening: Opening, town: Town, mailbox: Mailbox, receiver: Receiver, today: datetime
) -> None:
    """V17: the seed tells everybody every day, from every replica, and writes down nothing of it."""
    person, sql = next(town.people), town.sql
    use(sql, person, today, v1=20, v2=80)
    async with opening() as first, opening() as second:
        await asyncio.gather(find(first), find(second), find(first))
        await until(lambda: bool(mailbox.to(person.email)) and bool(receiver.of(person.id)))
        first.clock.turn(days=1)
        await find(first)
        await quiet(sql)
    async with opening() as restarted:
        await find(restarted)
        await quiet(sql)
    assert len(mailbox.to(person.email)) == len(receiver.of(person.id)) == 1
    told = [("log", "sunset", True), ("mail", "sunset", True), ("webhook", "sunset", True)]
    assert sql(NOTICES, client=person.id) == told


async def test_what_is_said_is_right(
    opening: Opening, town: Town, mailbox: Mailbox, receiver: Receiver, today: datetime
) -> None:
    """V17: the seed says `will be deprecated` and dates it today."""
    person, sql = next(town.people), town.sql
    use(sql, person, today, v1=1234, v2=1234)
    async with opening() as house:
        await find(house)
        await until(lambda: bool(mailbox.to(person.email)) and bool(receiver.of(person.id)))
    (mail,) = mailbox.to(person.email)
    assert mail["From"] == "Trellis <api@trellis.example>"
    assert mail["Subject"] == "The sunset of API v1 was on 1 June 2026"
    body = mail.get_content()
    assert f"Hello {person.username}," in body
    assert "1,234 requests in the last 30 days, 50% of all of yours" in body
    assert "Deprecated since: 1 June 2025" in body
    assert "Sunset: 1 June 2026" in body
    assert "https://api.trellis.example/api-docs/v2#changes" in body
    (data,) = receiver.of(person.id)
    assert data == {
        "client_id": person.id,
        "username": person.username,
        "version": "v1",
        "stage": "sunset",
        "requests": 1234,
        "share": 0.5,
        "sunset_at": "2026-06-01T00:00:00Z",
        "successor": "v2",
    }


async def test_only_who_stays_is_told(opening: Opening, town: Town, receiver: Receiver, today: datetime) -> None:
    """Above a tenth of the last 30 days; neither those at a tenth, nor those who have moved since, nor the deleted."""
    above, at, moved, deleted = (next(town.people) for _ in range(4))
    sql = town.sql
    use(sql, above, today, v1=11, v2=89)
    use(sql, at, today, v1=10, v2=90)
    use(sql, moved, today - timedelta(days=30), v1=1000)
    use(sql, moved, today, v2=1)
    use(sql, deleted, today, v1=5)
    async with opening() as house:
        assert (await house.admin.delete(deleted.path)).status == 204
        await find(house)
        await until(lambda: bool(receiver.of(above.id)))
        await quiet(sql)
    assert {told["data"]["client_id"] for _, told in receiver.messages} == {above.id}
    for person in (at, moved, deleted):
        assert sql(NOTICES, client=person.id) == []


async def test_each_stage_is_told(opening: Opening, town: Town, receiver: Receiver) -> None:
    person, sql = next(town.people), town.sql
    days = [datetime(2025, 7, 1, tzinfo=UTC), datetime(2026, 5, 3, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)]
    for day in days:
        use(sql, person, day, v1=1)
    for number, day in enumerate(days, start=1):
        async with opening(day) as house:
            await find(house)
            await find(house)
            await until(lambda number=number: len(receiver.of(person.id)) == number)  # type: ignore[misc]
            await quiet(sql)
    assert [told["stage"] for told in receiver.of(person.id)] == ["deprecated", "sunset_near", "sunset"]


async def test_a_receiver_that_is_away_is_asked_again_with_the_same_message(
    opening: Opening, town: Town, mailbox: Mailbox, receiver: Receiver, today: datetime
) -> None:
    person, sql = next(town.people), town.sql
    use(sql, person, today, v1=1)
    receiver.statuses = [503, 302]
    mailbox.refusing = True
    async with opening() as house:
        await find(house)
        await until(lambda: mailbox.attempts >= 1)
        mailbox.refusing = False
        await until(lambda: bool(mailbox.to(person.email)) and bool(receiver.of(person.id)), 40)
        await quiet(sql)
    assert (receiver.attempts, len(receiver.of(person.id)), len(mailbox.to(person.email))) == (3, 1, 1)
    assert {sent for _, _, sent in sql(NOTICES, client=person.id)} == {True}


async def test_what_could_not_be_delivered_is_tried_again_on_the_next_day(
    opening: Opening, town: Town, receiver: Receiver, today: datetime
) -> None:
    """The queue gives up at some time; the notice does not."""
    person, sql = next(town.people), town.sql
    use(sql, person, today, v1=1)
    async with opening() as house:
        await find(house)
        await until(lambda: bool(receiver.of(person.id)))
        await quiet(sql)
        sql(LOST, client=person.id)
        await find(house)
        await until(lambda: len(receiver.messages) == 2)
    first, second = (message_id for message_id, _ in receiver.messages)
    assert first == second


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"NOTICE_WEBHOOK": "https://x.example/told"}, "NOTICE_WEBHOOK_SECRET"),
        ({"NOTICE_SMTP": "mail.example:25", "NOTICE_FROM": "a@b.example", "PUBLIC_URL": "https://x"}, "NOTICE_SMTP"),
        ({"NOTICE_SMTP": "smtp://mail.example:99999", "PUBLIC_URL": "https://x"}, "NOTICE_SMTP"),
        ({"NOTICE_SMTP": "smtp://mail.example", "PUBLIC_URL": "https://x"}, "NOTICE_FROM"),
        ({"NOTICE_SMTP": "smtp://mail.example", "NOTICE_FROM": "a@b.example"}, "PUBLIC_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(InvalidSetting, match=named):
        NoticeSettings.read(environment)
