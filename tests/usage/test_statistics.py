"""What admins read: by version, by day, by operation and by client, over any days."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from codegen.check.breaking.usage import ANONYMOUS, read_usage
from services.chassis.clock import utc_now
from tests.api import Api
from tests.people import MakeUser, Person
from tests.statements import Sql
from tests.usage.house import House

USAGE, CLIENTS = "/admin/usage", "/admin/usage/clients"


async def _use(house: House, person: Person, *versions: str) -> None:
    """One request of that person to each version named, on the day it is."""
    for version in versions:
        answer = await person.api.at(house.api.base).version(version).get(person.path)
        assert answer.status == 200


async def _client(house: House, person: Person, days: int) -> Any:
    found = await house.admin.get(CLIENTS, query={"days": days, "id": person.id})
    assert found.status == 200, found.body
    return found.data[0] if found.data else None


async def _export(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gateway.usage", "export", *arguments]
    environment = {**os.environ, "DATABASE_URL": database_url}
    return await asyncio.to_thread(subprocess.run, command, env=environment, capture_output=True, text=True)


async def test_usage_is_told_by_version_day_and_operation(house: House, make_user: MakeUser) -> None:
    person, other = await make_user(), await make_user()
    await _use(house, person, "v1", "v1", "v2")
    await house.written()
    house.clock.turn(days=1)
    await house.written()
    await _use(house, other, "v1")
    await house.api.get(person.path)
    await house.written()
    today, yesterday = str(house.clock().date()), str(house.clock().date() - timedelta(days=1))
    report = (await house.admin.get(USAGE, query={"days": 2})).data
    assert (report["since"], report["until"]) == (yesterday, today)
    versions = {each["version"]: each for each in report["versions"]}
    v1, v2 = versions["v1"], versions["v2"]
    assert (v1["requests"], v1["deprecated_requests"], v1["clients"], v1["refused"], v1["failed"]) == (3, 3, 2, 0, 0)
    # The 401 belongs to nobody.
    assert (v2["requests"], v2["deprecated_requests"], v2["clients"], v2["refused"]) == (2, 0, 1, 1)
    days = [(each["date"], each["version"], each["requests"]) for each in report["days"]]
    assert days == [(yesterday, "v1", 2), (yesterday, "v2", 1), (today, "v1", 1), (today, "v2", 1)]
    by_operation = {(each["version"], each["operation_id"]): each for each in report["operations"]}
    assert by_operation["v1", "getUser"]["path"] == "/users/{id}"
    assert by_operation["v1", "getUser"]["requests"] == 3
    assert all(each["average_ms"] > 0 for each in report["days"])


async def test_usage_can_be_asked_of_one_version_or_one_client(house: House, make_user: MakeUser) -> None:
    person, other = await make_user(), await make_user()
    await _use(house, person, "v1", "v3")
    await _use(house, other, "v1")
    await house.written()
    of_v1 = (await house.admin.get(USAGE, query={"days": 1, "api_version": "v1"})).data
    assert [(each["version"], each["clients"]) for each in of_v1["versions"]] == [("v1", 2)]
    of_person = (await house.admin.get(USAGE, query={"days": 1, "client_id": person.id})).data
    assert [(each["version"], each["requests"]) for each in of_person["versions"]] == [("v1", 1), ("v3", 1)]
    nobody = (await house.admin.get(USAGE, query={"days": 1, "api_version": "v99"})).data
    assert (nobody["versions"], nobody["days"], nobody["operations"]) == ([], [], [])


async def test_v17_the_share_of_deprecated_use_is_of_the_days_asked_for(house: House, make_user: MakeUser) -> None:
    """V17: over all time, who moved a year ago would be told for years."""
    person = await make_user()
    await _use(house, person, "v1", "v1", "v1")
    await house.written()
    house.clock.turn(days=20)
    await house.written()
    await _use(house, person, "v2", "v2", "v2", "v1")
    await house.written()
    month, day = await _client(house, person, 30), await _client(house, person, 1)
    assert (month["requests"], month["deprecated_requests"], month["deprecated_share"]) == (7, 4, 0.5714)
    assert (day["requests"], day["deprecated_requests"], day["deprecated_share"]) == (4, 1, 0.25)
    assert month["versions"] == [{"version": "v1", "requests": 4}, {"version": "v2", "requests": 3}]


async def test_clients_are_listed_as_everything_is(house: House, make_user: MakeUser) -> None:
    people = [await make_user() for _ in range(3)]
    for count, person in enumerate(people):
        await _use(house, person, *["v1"] * count, "v2")
    await house.written()
    listed = await house.admin.get(CLIENTS, query={"days": 1, "sort": "-deprecated_requests", "limit": 2})
    assert [each["id"] for each in listed.data] == [people[2].id, people[1].id]
    assert listed.json()["pagination"]["total"] == 3
    movers = await house.admin.get(CLIENTS, query={"days": 1, "deprecated_share[gt]": "0.5", "fields": "id"})
    assert movers.data == [{"id": people[2].id}]
    first = await house.admin.version("v3").get(CLIENTS, query={"days": 1, "limit": 2})
    rest = await house.admin.version("v3").get(first.json()["links"]["next"].removeprefix("/api/v3"))
    assert {each["id"] for each in first.data + rest.data} == {person.id for person in people}
    older = (await house.admin.version("v1").get(CLIENTS, query={"days": 1, "id": people[0].id})).json()
    (client,) = older["response"]["clients"]
    assert client["last_seen"] == int(house.clock().timestamp() * 1000)


@pytest.mark.parametrize("path", [USAGE, CLIENTS])
@pytest.mark.parametrize("days", ["0", "-1", "401", "many", "1.5", "", "30; DROP TABLE gateway.usage", "30 days'"])
async def test_v14_days_are_a_number_and_never_sql(house: House, sql: Sql, path: str, days: str) -> None:
    """V14: the seed writes them into an interval."""
    answer = await house.admin.get(path, query={"days": days})
    assert (answer.status, answer.violations) == (400, {"days"})
    assert sql("SELECT to_regclass('gateway.usage') IS NOT NULL") == [(True,)]


async def test_usage_is_for_admins(house: House, alice: Api) -> None:
    for path in (USAGE, CLIENTS):
        assert (await house.api.get(path)).status == 401
        assert (await alice.at(house.api.base).get(path)).status == 403


async def test_use_is_exported_for_the_gate(sql: Sql, database_url: str, make_user: MakeUser, tmp_path: Path) -> None:
    person = await make_user()
    now = utc_now()
    sql("SELECT gateway.open_usage_day(%(day)s)", day=now.date())
    sql(
        """INSERT INTO gateway.usage VALUES
           (%(day)s, 'v1', 'GET', '/gone/{id}', 'getGone', %(client)s, 2, true, 7, 10, %(now)s),
           (%(day)s, 'v1', 'GET', '/gone/{id}', 'getGone', NULL, 4, true, 2, 1, %(now)s)""",
        day=now.date(),
        now=now,
        client=person.id,
    )
    done = await _export(database_url, "--days", "2")
    assert done.returncode == 0, done.stderr
    exported = json.loads(done.stdout)
    assert (exported["days"], exported["until"]) == (2, str(now.date()))
    file = tmp_path / "usage.json"
    file.write_text(done.stdout)
    assert read_usage(str(file)).of("v1", ["GET /gone/{name}"]) == {person.id: 7, ANONYMOUS: 2}
    (entry,) = (each for each in exported["usage"] if each["operation_id"] == "getGone")
    clients = [(each["client_id"], each["requests"]) for each in entry.pop("clients")]
    assert clients == [(person.id, 7), (None, 2)]
    assert entry == {"version": "v1", "method": "GET", "path": "/gone/{id}", "operation_id": "getGone", "requests": 9}


@pytest.mark.parametrize(
    ("arguments", "url", "said"),
    [
        (["--days", "x"], "", "no number of days"),
        ([], "", "DATABASE_URL"),
        ([], "postgresql://127.0.0.1:1/x", "cannot be reached"),
    ],
)
async def test_an_export_that_cannot_be_says_why(arguments: list[str], url: str, said: str) -> None:
    done = await _export(url, *arguments)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
