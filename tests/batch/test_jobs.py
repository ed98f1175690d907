"""Jobs while they run and after: who sees them, what they count, how they end."""

import asyncio
from uuid import uuid4

import pytest

from services.batch.retention import Retention
from services.chassis.database import Database
from tests.api import Api
from tests.batch.jobs import Sql, counted, ended, ended_job, new_users, results, submit
from tests.orders.shop import Shop, order
from tests.people import MakeUser

OF_A_JOB = (("GET", ""), ("GET", "/results"), ("GET", "/download"), ("POST", "/cancel"))


async def test_a_job_with_errors_ends_as_such(admin: Api) -> None:
    """B2: by a name that fits its column, with the time it ended."""
    items = [*new_users(3), {"username": "x"}]
    job = await ended(admin, await submit(admin, "users", items))
    assert (job["status"], job["success_count"], job["failure_count"]) == ("COMPLETED_WITH_ERRORS", 3, 1)
    assert job["processed_count"] == job["total_count"] == 4
    assert job["created_at"] <= job["started_at"] <= job["completed_at"]
    assert [error["index"] for error in job["sample_errors"]] == [3]
    assert job["results_url"] == f"/api/v2/batch/jobs/{job['id']}/results"


async def test_results_are_there_however_a_job_ended_and_never_before(quiet: Api) -> None:
    """B3: 409 until then."""
    job_id = await submit(quiet, "users", [*new_users(2), {"username": "x"}])
    for path in ("results", "download"):
        answer = await quiet.get(f"/batch/jobs/{job_id}/{path}")
        assert (answer.status, answer.json()["code"]) == (409, "JOB_NOT_ENDED")
    cancelled = await quiet.post(f"/batch/jobs/{job_id}/cancel")
    assert (cancelled.status, cancelled.data["status"]) == (200, "CANCELLED")
    assert [row["status"] for row in await results(quiet, job_id)] == ["CANCELLED", "CANCELLED", "FAILED"]
    assert (await quiet.get(f"/batch/jobs/{job_id}/download")).body.count(b"CANCELLED") == 2
    again = await quiet.post(f"/batch/jobs/{job_id}/cancel")
    assert (again.status, again.json()["code"]) == (409, "JOB_ENDED")


async def test_counters_are_what_the_items_say_while_it_runs_too(admin: Api, sql: Sql) -> None:
    """B4: counted in the transaction that writes the items, so nobody ever sees others."""
    job_id = await submit(admin, "users", new_users(3000))
    seen, finished = [], False
    while not finished:
        [(success, failure, total, finished)] = sql(
            """SELECT success_count - sum((i.status = 'COMPLETED')::int),
                      failure_count - sum((i.status = 'FAILED')::int), success_count, completed_at IS NOT NULL
               FROM batch.jobs j, LATERAL (SELECT i.status FROM batch.items i WHERE i.job_id = j.id) i
               WHERE j.id = %(id)s GROUP BY j.id""",
            id=job_id,
        )
        assert (success, failure) == (0, 0)
        seen.append(total)
        await asyncio.sleep(0.01)
    assert seen == sorted(seen)
    assert seen[-1] == 3000


async def test_progress_is_a_hundred_only_when_nothing_is_left(quiet: Api, quiet_sql: Sql) -> None:
    """B16: 199 of 200 is not all of it."""
    job_id = await submit(quiet, "users", new_users(200))
    quiet_sql("UPDATE batch.jobs SET success_count = 199 WHERE id = %(id)s", id=job_id)
    assert (await quiet.get(f"/batch/jobs/{job_id}")).data["progress"] == 99


async def test_anothers_job_is_not_there(admin: Api, shop: Shop, make_user: MakeUser, sql: Sql) -> None:
    """B9: not for whoever knows its id, and in nobody's list; an admin sees it."""
    owner, other = await make_user(), await make_user()
    goods = await shop.product(inventory=10)
    job_id = await submit(owner.api, "orders", [order((goods, 1))])
    job = await ended(owner.api, job_id)
    assert job["created_by"] == owner.id
    for method, path in OF_A_JOB:
        answer = await other.api.request(method, f"/batch/jobs/{job_id}{path}")
        assert (answer.status, answer.json()["code"]) == (404, "NOT_FOUND")
        unknown = await other.api.request(method, f"/batch/jobs/{uuid4()}{path}")
        assert unknown.json()["message"] == answer.json()["message"]
        anonymous = await owner.api.holding(None).request(method, f"/batch/jobs/{job_id}{path}")
        assert anonymous.status == 401
    assert (await other.api.get("/batch/jobs")).data == []
    assert [row["id"] for row in (await owner.api.get("/batch/jobs")).data] == [job_id]
    assert (await admin.get(f"/batch/jobs/{job_id}")).status == 200
    assert (await owner.api.post("/batch/users", {"users": new_users(1)})).status == 403
    assert sql("SELECT count(*) FROM batch.jobs WHERE created_by IS NULL") == [(0,)]


@pytest.mark.parametrize(
    "path",
    [
        "/batch/jobs/{id}/results?status=COMPLETED&status=FAILED",
        "/batch/jobs/{id}/results?status=completed",
        "/batch/jobs/{id}/results?limit=0",
        "/batch/jobs/{id}/results?limit=101",
        "/batch/jobs/{id}/results?limit=ten",
        "/batch/jobs/{id}/results?page=-1",
        "/batch/jobs/{id}/results?page=NaN",
        "/batch/jobs/not-an-id",
        "/batch/jobs/not-an-id/download",
        "/batch/jobs?status=NEW",
        "/batch/jobs?sort=access",
    ],
)
async def test_a_wrong_parameter_is_a_400(admin: Api, sql: Sql, path: str) -> None:
    """B12: never a 500, and never an endless page."""
    [(owner,)] = sql("SELECT id FROM users.users WHERE username = 'admin'")
    with ended_job(sql, owner, ["one"]) as job_id:
        answer = await admin.get(path.replace("{id}", job_id))
    assert (answer.status, answer.json()["code"]) == (400, "BAD_REQUEST")


async def test_results_are_read_by_page_filter_and_cursor(admin: Api, sql: Sql) -> None:
    [(owner,)] = sql("SELECT id FROM users.users WHERE username = 'admin'")
    with ended_job(sql, owner, [f"error {n}" for n in range(250)]) as job_id:
        path = f"/batch/jobs/{job_id}/results"
        page = await admin.get(path, query={"page": 3, "limit": 100})
        assert [row["index"] for row in page.data] == list(range(200, 250))
        assert page.json()["pagination"]["total"] == 250
        assert (await admin.get(path, query={"status": "COMPLETED"})).data == []
        assert len((await admin.get(path, query={"filter": "index ge 240"})).data) == 10
        indexes, cursor = [], ""
        while cursor is not None:
            query = {"limit": 100} | ({"cursor": cursor} if cursor else {})
            answer = await admin.version("v3").get(path, query=query)
            indexes += [row["index"] for row in answer.data]
            cursor = answer.json()["pagination"]["cursor"]
        assert indexes == list(range(250))


async def test_whoever_waits_is_told_when_it_has_ended(admin: Api, quiet: Api) -> None:
    job_id = await submit(admin, "users", new_users(1500))
    answer = await admin.get(f"/batch/jobs/{job_id}", headers={"Prefer": "wait=20"})
    assert (answer.data["status"], answer.headers["Preference-Applied"]) == ("COMPLETED", "wait=20")
    waiting = await submit(quiet, "users", new_users(1))
    started = asyncio.get_running_loop().time()
    assert (await quiet.get(f"/batch/jobs/{waiting}", headers={"Prefer": "wait=1"})).data["status"] == "PENDING"
    assert 0.9 < asyncio.get_running_loop().time() - started < 3


async def test_whoever_knows_a_state_is_told_of_the_next(quiet: Api) -> None:
    job_id = await submit(quiet, "users", new_users(1))
    path = f"/batch/jobs/{job_id}"
    tag = (await quiet.get(path)).headers["ETag"]
    assert (await quiet.get(path, headers={"If-None-Match": tag})).status == 304
    headers = {"If-None-Match": tag, "Prefer": "wait=20"}
    waiting = asyncio.create_task(quiet.get(path, headers=headers))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    await quiet.post(f"{path}/cancel")
    answer = await waiting
    assert (answer.status, answer.data["status"]) == (200, "CANCELLED")
    assert answer.headers["ETag"] != tag


async def test_a_running_job_that_is_cancelled_keeps_what_is_done(admin: Api, sql: Sql) -> None:
    """B16: what is under way is finished, what was not begun never is; and both are told apart."""
    items = new_users(8000)
    job_id = await submit(admin, "users", items)
    while not (await admin.get(f"/batch/jobs/{job_id}")).data["success_count"]:
        await asyncio.sleep(0.01)
    answer = await admin.post(f"/batch/jobs/{job_id}/cancel")
    assert answer.status in (200, 409)
    job = await ended(admin, job_id)
    assert job["status"] == "CANCELLED"
    counts = counted(sql, job_id)
    assert counts["COMPLETED"] == job["success_count"] > 0
    assert counts["COMPLETED"] + counts["CANCELLED"] == 8000
    stem = items[0]["username"].rpartition("-")[0]
    created = sql("SELECT count(*) FROM users.users WHERE username LIKE %(like)s", like=f"{stem}-%")
    assert created == [(counts["COMPLETED"],)]


async def test_a_large_job_does_not_keep_a_small_one_of_somebody_else_waiting(
    admin: Api, shop: Shop, make_user: MakeUser
) -> None:
    """B16: callers take turns."""
    person = await make_user()
    goods = await shop.product(inventory=100)
    large = [await submit(admin, "users", new_users(10_000)) for _ in range(2)]
    small = await ended(person.api, await submit(person.api, "orders", [order((goods, 1))] * 10))
    others = [(await admin.get(f"/batch/jobs/{job_id}")).data for job_id in large]
    assert small["success_count"] == 10
    assert any(job["completed_at"] is None for job in others)
    for job_id in large:
        assert (await ended(admin, job_id))["success_count"] == 10_000


async def test_what_ended_long_ago_is_forgotten(admin: Api, sql: Sql, database_url: str) -> None:
    """B15: with its items; what is younger stays, and so does what is not delivered yet."""
    old, young = await submit(admin, "users", new_users(2)), await submit(admin, "users", new_users(2))
    for job_id in (old, young):
        await ended(admin, job_id)
    sql("UPDATE batch.jobs SET completed_at = completed_at - interval '31 days' WHERE id = %(id)s", id=old)
    database = await Database.connect(database_url, size=1, name="retention", role="trellis_batch")
    await Retention(database, days=30).forget(0)
    await database.close()
    assert (await admin.get(f"/batch/jobs/{old}")).status == 404
    assert (await admin.get(f"/batch/jobs/{young}")).status == 200
    assert counted(sql, old) == {}


async def test_v1_knows_no_batches(admin: Api) -> None:
    for method, path in (("POST", "/batch/users"), ("GET", "/batch/jobs")):
        assert (await admin.version("v1").request(method, path)).status == 404


async def test_no_connection_is_held_while_items_are_done(admin: Api, sql: Sql) -> None:
    """B17: work is committed chunk by chunk, and no transaction outlives one."""
    job_id = await submit(admin, "users", new_users(5000))
    longest = 0.0
    while (await admin.get(f"/batch/jobs/{job_id}")).data["completed_at"] is None:
        [(age,)] = sql(
            """SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity
               WHERE datname = current_database() AND application_name IN ('batch', 'users', 'orders')"""
        )
        longest = max(longest, float(age))
        await asyncio.sleep(0.01)
    assert longest < 2
    chunks = sql("SELECT count(DISTINCT processed_at) > 5 FROM batch.items WHERE job_id = %(id)s", id=job_id)
    assert chunks == [(True,)]
