"""Batches as a client sends them, and what becomes of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from argon2 import PasswordHasher

from tests.api import Api
from tests.people import PASSWORD, fresh_name

Sql = Callable[..., list[tuple[Any, ...]]]
# Real, and cheap to check.
HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
TERMINAL = {"COMPLETED", "COMPLETED_WITH_ERRORS", "FAILED", "CANCELLED"}


def new_users(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Items that create users nobody has, with a password that is hashed already."""
    stem = fresh_name("batch")
    return [
        {"email": f"{stem}-{n}@people.example", "username": f"{stem}-{n}", "password_hash": HASH, **fields}
        for n in range(count)
    ]


async def submit(api: Api, resource: str, items: list[dict[str, Any]], **fields: Any) -> str:
    """The id of a job that goes on in the background."""
    answer = await api.post(f"/batch/{resource}", {resource: items, **fields}, headers={"Prefer": "respond-async"})
    assert answer.status == 202, answer.body
    return str(answer.data["job_id"])


async def ended(api: Api, job_id: str) -> dict[str, Any]:
    """The job, once it has ended."""
    answer = await api.get(f"/batch/jobs/{job_id}", headers={"Prefer": "wait=30"})
    assert answer.status == 200, answer.body
    job: dict[str, Any] = answer.data
    assert job["status"] in TERMINAL
    return job


async def done(api: Api, resource: str, items: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """The answer to a small batch."""
    answer = await api.post(f"/batch/{resource}", {resource: items, **fields})
    assert answer.status == 201, answer.body
    result: dict[str, Any] = answer.data
    return result


async def results(api: Api, job_id: str) -> list[dict[str, Any]]:
    """The first hundred."""
    answer = await api.get(f"/batch/jobs/{job_id}/results", query={"limit": 100})
    assert answer.status == 200, answer.body
    items: list[dict[str, Any]] = answer.data
    return items


def counted(sql: Sql, job_id: str) -> dict[str, int]:
    """A job's items by status, counted in the table itself."""
    rows = sql("SELECT status, count(*) FROM batch.items WHERE job_id = %(id)s GROUP BY status", id=job_id)
    return {status: int(count) for status, count in rows}


@contextmanager
def ended_job(sql: Sql, owner: str, errors: list[str]) -> Iterator[str]:
    """A job that ended with these errors, whatever it was."""
    rows = sql(
        """
        WITH job AS (
            INSERT INTO batch.jobs (id, resource, operation, status, total_count, failure_count, created_by,
                                    completed_at, chunk_size)
            VALUES (gen_random_uuid(), 'users', 'create', 'COMPLETED_WITH_ERRORS', cardinality(%(errors)s),
                    cardinality(%(errors)s), %(owner)s, clock_timestamp(), 500) RETURNING id
        ), items AS (
            INSERT INTO batch.items (job_id, index, id, status, error)
            SELECT job.id, e.n - 1, gen_random_uuid(), 'FAILED', e.error
            FROM job, unnest(%(errors)s::text[]) WITH ORDINALITY AS e (error, n)
        )
        SELECT id::text FROM job
        """,
        errors=errors,
        owner=owner,
    )
    try:
        yield rows[0][0]
    finally:
        sql("DELETE FROM batch.jobs WHERE id = %(id)s", id=rows[0][0])
