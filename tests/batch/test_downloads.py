"""Results as a file: RFC 4180, safe to open, and no faster than it is read."""

import asyncio
import csv
import io

import aiohttp
import pytest

from tests.api import Api
from tests.batch.jobs import Sql, ended_job


@pytest.fixture
def owner(sql: Sql) -> str:
    [(id,)] = sql("SELECT id::text FROM users.users WHERE username = 'admin'")
    return str(id)


@pytest.fixture(params=["embedded", "split"])
def caller(request: pytest.FixtureRequest, admin: Api, split_url: str) -> Api:
    """An admin in front of either topology."""
    return admin if request.param == "embedded" else admin.at(split_url)


async def test_a_file_is_what_rfc_4180_says_and_no_cell_is_a_formula(caller: Api, sql: Sql, owner: str) -> None:
    """B14."""
    dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\N{FULLWIDTH EQUALS SIGN}1"]
    plain = ['a "word"', "one, two", "two\r\nlines", "Grüße", "1=1", ""]
    with ended_job(sql, owner, [*dangerous, *plain]) as job_id:
        answer = await caller.get(f"/batch/jobs/{job_id}/download")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="batch-results-{job_id}.csv"'
    text = answer.body.decode()
    assert text.startswith("index,status,resource_id,output,error\r\n")
    assert text.endswith("\r\n")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert [row[0] for row in rows] == [str(n) for n in range(len(dangerous) + len(plain))]
    assert [row[header.index("error")] for row in rows] == [f"'{text}" for text in dangerous] + plain


async def test_a_file_waits_for_whoever_reads_it(caller: Api, sql: Sql, owner: str) -> None:
    """B13: what nobody has read is not fetched from the database either."""
    # 120 MB are more than the sockets on the way can hold, of which Linux lets each grow to 32 MB.
    with ended_job(sql, owner, ["x" * 12_000] * 10_000) as job_id:
        url = f"{caller.base}{caller.prefix}/batch/jobs/{job_id}/download"
        async with caller.session.get(url, headers={"Authorization": f"Bearer {caller.token}"}) as response:
            assert response.status == 200
            await asyncio.sleep(1)
            # Of them nobody has read anything: the end must still be where it was.
            sql("DELETE FROM batch.items WHERE job_id = %(id)s AND index >= 9000", id=job_id)
            assert (await response.read()).count(b",FAILED,") == 9000


async def test_half_a_file_is_not_taken_for_the_whole(caller: Api, sql: Sql, owner: str) -> None:
    """B13: when it cannot go on the connection breaks off."""
    with ended_job(sql, owner, ["x" * 4000] * 10_000) as job_id:
        url = f"{caller.base}{caller.prefix}/batch/jobs/{job_id}/download"
        headers = {"Authorization": f"Bearer {caller.token}"}
        async with caller.session.get(url, headers=headers) as response:
            assert response.status == 200
            await response.content.readany()
            # Beside the event loop, on which the gateway reads from the table.
            await asyncio.to_thread(sql, "ALTER TABLE batch.items RENAME TO items_away")
            try:
                with pytest.raises(aiohttp.ClientError):
                    await response.read()
            finally:
                sql("ALTER TABLE batch.items_away RENAME TO items")


async def test_only_the_head_may_be_asked_for(caller: Api, sql: Sql, owner: str) -> None:
    with ended_job(sql, owner, ["one"]) as job_id:
        answer = await caller.request("HEAD", f"/batch/jobs/{job_id}/download")
    assert (answer.status, answer.body) == (200, b"")
