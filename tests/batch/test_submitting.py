"""Taking batches in: item by item, all or nothing of each, and nothing of a password."""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest

from tests.api import Api
from tests.batch.jobs import HASH, Sql, counted, done, ended, new_users, results, submit
from tests.people import PASSWORD, MakeUser, create_user, fresh_name, new_user
from tests.servers import embedded_gateway


async def test_one_bad_row_does_not_cost_the_others_their_place(admin: Api, make_user: MakeUser) -> None:
    """B1, G12: a row that the database refuses is told alone, and what is said to be created is there."""
    taken = await make_user()
    items = new_users(5)
    items[1]["email"] = taken.email.upper()
    items[3]["username"] = taken.username
    # Of two that share an address the first one has it, whatever the order of their names.
    items[4] |= {"email": items[0]["email"], "username": f"0-{items[4]['username']}"}
    result = await done(admin, "users", items)
    assert [error["index"] for error in result["errors"]] == [1, 3, 4]
    assert [error["error"] for error in result["errors"]] == [
        "Another account has this e-mail address.",
        "Another account has this username.",
        "Another account has this e-mail address.",
    ]
    assert [user["username"] for user in result["created"]] == [items[0]["username"], items[2]["username"]]
    for user in result["created"]:
        assert (await admin.get(f"/users/{user['id']}")).status == 200


async def test_a_small_batch_is_answered_at_once_and_a_large_one_in_the_background(admin: Api) -> None:
    """R17: both have a job and a Location; what failed in part is in the body."""
    small = await admin.post("/batch/users", {"users": new_users(2)})
    assert small.status == 201
    assert small.headers["Location"] == f"/api/v2/batch/jobs/{small.data['job_id']}"
    large = await admin.post("/batch/users", {"users": new_users(1001)})
    assert (large.status, large.data["status"], large.data["total_count"]) == (202, "PENDING", 1001)
    assert large.headers["Location"] == large.data["status_url"] == f"/api/v2/batch/jobs/{large.data['job_id']}"
    asked = await admin.post("/batch/users", {"users": new_users(1)}, headers={"Prefer": "respond-async"})
    assert (asked.status, asked.headers["Preference-Applied"]) == (202, "respond-async")
    assert (await ended(admin, large.data["job_id"]))["success_count"] == 1001


async def test_items_are_held_to_the_rules_of_the_single_operation(admin: Api) -> None:
    """B10: each by its index, with the field that breaks one."""
    good, *bad = new_users(6)
    bad[0]["email"] = "no address"
    bad[1]["nickname"] = "Ada"
    del bad[2]["username"]
    bad[3]["role"] = "emperor"
    bad[4]["password"] = PASSWORD
    result = await done(admin, "users", [*bad, good])
    assert len(result["created"]) == 1
    errors = {error["index"]: error["error"] for error in result["errors"]}
    assert errors.keys() == {0, 1, 2, 3, 4}
    for index, field in enumerate(["email", "nickname", "username", "role", "password"]):
        assert field in errors[index]
    for item in bad[:4]:
        single = {name: value for name, value in item.items() if name != "password_hash"}
        assert (await admin.post("/users", {**single, "password": PASSWORD})).status == 422


async def test_ten_thousand_items_fit_and_nothing_else_is_that_large(admin: Api, sql: Sql) -> None:
    """B7: the limit is this operation's own."""
    items = new_users(10_000, first_name="Ada", last_name="Lovelace")
    job = await ended(admin, await submit(admin, "users", items))
    assert (job["status"], job["success_count"], job["progress"]) == ("COMPLETED", 10_000, 100)
    assert counted(sql, job["id"]) == {"COMPLETED": 10_000}
    assert (await admin.post("/batch/users", {"users": [{}] * 10_001})).status == 422
    assert (await admin.post("/users", body=b" " * (2**20 + 1))).status == 413
    assert (await admin.post("/batch/users", body=b" " * (2**25 + 1))).status == 413


async def test_no_password_is_ever_stored(quiet: Api, quiet_sql: Sql, capfd: pytest.CaptureFixture[str]) -> None:
    """B8, G13: hashed before the item is kept; not in a table, a log, a queue entry, a result or a file."""
    secret = f"plaintext-{uuid4()}"
    items = [
        new_user(password=secret),
        {"email": "wrong", "username": fresh_name(), "password": secret},
        {**new_users(1)[0], "password": secret},
    ]
    key = {"Idempotency-Key": str(uuid4()), "Prefer": "respond-async"}
    answer = await quiet.post("/batch/users", {"users": items}, headers=key)
    assert answer.status == 202
    job_id = answer.data["job_id"]
    stored = quiet_sql("SELECT input::text FROM batch.items WHERE job_id = %(id)s AND index = 0", id=job_id)
    assert "$argon2id$" in stored[0][0]
    tables = quiet_sql(
        "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname !~ '^(pg_|information)'"
    )
    assert len(tables) > 15
    for (table,) in tables:
        assert quiet_sql(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %(like)s", like=f"%{secret}%") == [(0,)]
    assert (await quiet.post(f"/batch/jobs/{job_id}/cancel")).status == 200
    detail = await quiet.get(f"/batch/jobs/{job_id}")
    file = await quiet.get(f"/batch/jobs/{job_id}/download")
    for text in (detail.body, file.body, *capfd.readouterr()):
        assert secret not in (text if isinstance(text, str) else text.decode())
    assert quiet_sql("SELECT count(*) FROM batch.items WHERE job_id = %(id)s AND input IS NOT NULL", id=job_id) == [
        (0,)
    ]


async def test_a_hashed_password_opens_the_account(admin: Api) -> None:
    plain, imported = new_user(), new_users(1)[0]
    result = await done(admin, "users", [plain, imported])
    assert [user["username"] for user in result["created"]] == [plain["username"], imported["username"]]
    for item in (plain, imported):
        assert (await admin.holding(None).sign_in(item["username"], PASSWORD)).status == 200
    [error] = (await done(admin, "users", [{**new_users(1)[0], "password_hash": "plain text"}]))["errors"]
    assert error["error"].startswith("password_hash: ")


async def test_fifty_submissions_with_one_key_are_one_job(quiet: Api, quiet_sql: Sql) -> None:
    """B16: also when they come all at once; a key does not serve for another batch."""
    items, key = new_users(20), {"Idempotency-Key": str(uuid4()), "Prefer": "respond-async"}
    before = quiet_sql("SELECT count(*) FROM batch.jobs")[0][0]
    answers = await asyncio.gather(*(quiet.post("/batch/users", {"users": items}, headers=key) for _ in range(50)))
    statuses = Counter(answer.status for answer in answers)
    assert statuses.keys() <= {202, 409}
    assert len({answer.data["job_id"] for answer in answers if answer.status == 202}) == 1
    assert quiet_sql("SELECT count(*) FROM batch.jobs")[0][0] == before + 1
    again = await quiet.post("/batch/users", {"users": items}, headers=key)
    assert (again.status, again.headers["Idempotency-Replayed"]) == (202, "true")
    assert (await quiet.post("/batch/users", {"users": new_users(20)}, headers=key)).status == 422


async def test_a_small_batch_that_is_repeated_gets_its_answer_again(admin: Api) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    items = new_users(3)
    first = await admin.post("/batch/users", {"users": items}, headers=key)
    again = await admin.post("/batch/users", {"users": items}, headers=key)
    assert (first.status, again.status, again.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.data == again.data


async def test_job_items_and_queue_entry_come_together(quiet: Api, quiet_sql: Sql) -> None:
    """B6: no job that nobody will ever work on."""
    job_id = await submit(quiet, "users", new_users(30))
    rows = quiet_sql(
        """SELECT j.total_count, (SELECT count(*) FROM batch.items WHERE job_id = j.id),
                  (SELECT count(*) FROM queue.procrastinate_jobs WHERE args ->> 'job' = j.id::text AND status = 'todo')
           FROM batch.jobs j WHERE id = %(id)s""",
        id=job_id,
    )
    assert rows == [(30, 30, 1)]
    assert quiet_sql("SELECT args FROM queue.procrastinate_jobs WHERE args ->> 'job' = %(id)s", id=job_id) == [
        ({"job": job_id},)
    ]


async def test_nobody_has_more_than_their_share_of_unfinished_jobs(
    quiet_url: str, quiet: Api, api: Api, make_user: MakeUser
) -> None:
    """B16: the next one is told to wait; somebody else is not."""
    async with embedded_gateway(quiet_url, BATCH_WORKERS="0", BATCH_QUEUED="2") as base:
        person = await api.at(base).signed_in("alice", "alice-password-1")
        other = await api.at(base).signed_in("bob", "bob-password-1")
        item: dict[str, Any] = {"items": [{"product_id": str(uuid4()), "quantity": 1}]}
        jobs = [await submit(person, "orders", [item]) for _ in range(2)]
        refused = await person.post("/batch/orders", {"orders": [item]}, headers={"Prefer": "respond-async"})
        assert (refused.status, refused.headers["Retry-After"]) == (429, "5")
        await submit(other, "orders", [item])
        assert (await person.post(f"/batch/jobs/{jobs[0]}/cancel")).data["status"] == "CANCELLED"
        await submit(person, "orders", [item])


@pytest.mark.parametrize("change", [{"role": "user"}, {"status": "suspended"}])
async def test_who_loses_the_right_loses_the_batch(
    quiet: Api, quiet_url: str, quiet_sql: Sql, change: dict[str, str]
) -> None:
    """G7: a job is done by the right of whoever asked, as it is when it is done."""
    boss = await create_user(quiet, role="admin")
    job_id = await submit(boss.api.at(quiet.base), "users", new_users(30))
    assert (await quiet.patch(boss.path, change)).status == 200
    async with embedded_gateway(quiet_url) as base:
        job = await ended(quiet.at(base), job_id)
    assert (job["status"], job["success_count"], job["failure_count"]) == ("FAILED", 0, 30)
    assert job["error"] == job["sample_errors"][0]["error"]
    assert counted(quiet_sql, job_id) == {"FAILED": 30}


async def test_results_name_what_was_made(admin: Api) -> None:
    result = await done(admin, "users", [*new_users(2), {"username": "x"}])
    rows = await results(admin, result["job_id"])
    assert [(row["index"], row["status"]) for row in rows] == [(0, "COMPLETED"), (1, "COMPLETED"), (2, "FAILED")]
    assert [row["resource_id"] for row in rows] == [*(user["id"] for user in result["created"]), None]
    assert rows[0]["output"] == result["created"][0]
    assert HASH not in str(rows)


async def test_a_batch_goes_through_services_that_stand_apart(admin: Api, split_url: str) -> None:
    caller = admin.at(split_url)
    plain, imported = new_user(), new_users(1)[0]
    result = await done(caller, "users", [plain, imported, {"username": "x"}])
    assert [user["username"] for user in result["created"]] == [plain["username"], imported["username"]]
    job = await ended(caller, await submit(caller, "users", new_users(1500)))
    assert (job["status"], job["success_count"]) == ("COMPLETED", 1500)
