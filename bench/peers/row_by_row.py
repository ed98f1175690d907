"""A batch worker as people first write it, over aiopg: each item by itself, one transaction around all of them.

`python -m bench.peers.row_by_row --database-url … --items 2000` makes its tables, takes a batch in row by row, works it
off row by row, and says on the last line of standard output how many seconds that took. It does without any of the
ways to do many rows in one statement, and without what keeps a crash from losing or doubling items.
"""

import argparse
import asyncio
import json
import time
from uuid import uuid4

import aiopg

TABLES = """
CREATE SCHEMA IF NOT EXISTS row_by_row;
CREATE TABLE IF NOT EXISTS row_by_row.jobs (
    id uuid PRIMARY KEY, type text NOT NULL, status text NOT NULL, total_count integer NOT NULL DEFAULT 0,
    processed_count integer NOT NULL DEFAULT 0, success_count integer NOT NULL DEFAULT 0,
    failure_count integer NOT NULL DEFAULT 0, created_at timestamptz DEFAULT now(), started_at timestamptz,
    completed_at timestamptz);
CREATE TABLE IF NOT EXISTS row_by_row.items (
    id uuid PRIMARY KEY, job_id uuid REFERENCES row_by_row.jobs (id), item_index integer NOT NULL, status text NOT NULL,
    input_data jsonb, output_data jsonb, error_message text, created_at timestamptz DEFAULT now(),
    processed_at timestamptz);
CREATE INDEX IF NOT EXISTS items_job_id ON row_by_row.items (job_id);
"""
HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"


async def submit(pool, users):
    job = str(uuid4())
    with await pool.cursor() as cursor:
        await cursor.execute(
            "INSERT INTO row_by_row.jobs (id, type, status, total_count) VALUES (%s, 'USER_CREATE', 'PENDING', %s)",
            (job, len(users)),
        )
        for index, user in enumerate(users):
            await cursor.execute(
                """INSERT INTO row_by_row.items (id, job_id, item_index, input_data, status)
                   VALUES (%s, %s, %s, %s, 'PENDING')""",
                (str(uuid4()), job, index, json.dumps(user)),
            )
    return job


async def work(pool, job):
    with await pool.cursor() as progress:
        await progress.execute(
            "UPDATE row_by_row.jobs SET status = 'PROCESSING', started_at = now() WHERE id = %s", (job,)
        )
    async with pool.acquire() as connection:
        cursor = await connection.cursor()
        await cursor.execute("BEGIN")
        await cursor.execute(
            "SELECT id, input_data FROM row_by_row.items WHERE job_id = %s AND status = 'PENDING' ORDER BY item_index",
            (job,),
        )
        done, failed = 0, 0
        for item, user in await cursor.fetchall():
            if await _one(cursor, item, user):
                done += 1
            else:
                failed += 1
            with await pool.cursor() as progress:
                await progress.execute(
                    """UPDATE row_by_row.jobs SET processed_count = processed_count + 1, success_count = %s,
                       failure_count = %s WHERE id = %s""",
                    (done, failed, job),
                )
        await cursor.execute("COMMIT")
    with await pool.cursor() as progress:
        await progress.execute(
            "UPDATE row_by_row.jobs SET status = 'COMPLETED', completed_at = now() WHERE id = %s", (job,)
        )
    return done


async def _one(cursor, item, user):
    await cursor.execute(
        "SELECT id FROM users.users WHERE lower(email) = lower(%s) OR lower(username) = lower(%s)",
        (user["email"], user["username"]),
    )
    if await cursor.fetchall():
        await cursor.execute(
            "UPDATE row_by_row.items SET status = 'FAILED', error_message = 'exists' WHERE id = %s", (item,)
        )
        return False
    await cursor.execute(
        """INSERT INTO users.users (id, email, username, password_hash) VALUES (%s, %s, %s, %s)
           RETURNING id::text, email, username""",
        (str(uuid4()), user["email"], user["username"], user["password_hash"]),
    )
    created = await cursor.fetchone()
    await cursor.execute(
        "UPDATE row_by_row.items SET status = 'COMPLETED', output_data = %s, processed_at = now() WHERE id = %s",
        (json.dumps(created), item),
    )
    return True


async def main(url, count):
    stem = uuid4().hex[:12]
    users = [
        {"email": f"{stem}-{n}@bench.example", "username": f"{stem}-{n}", "password_hash": HASH} for n in range(count)
    ]
    async with aiopg.create_pool(url) as pool:
        with await pool.cursor() as cursor:
            await cursor.execute(TABLES)
        started = time.perf_counter()
        done = await work(pool, await submit(pool, users))
        seconds = time.perf_counter() - started
    assert done == count, f"{done} of {count} were created"
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--items", type=int, required=True)
    options = parser.parse_args()
    asyncio.run(main(options.database_url, options.items))
