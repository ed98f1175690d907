"""Callbacks: signed, retried, logged, and never into a network of our own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from standardwebhooks.webhooks import Webhook

from services.chassis.webhooks import Forbidden, open_webhooks
from tests.api import Api
from tests.batch.jobs import Sql, ended, new_users
from tests.servers import embedded_gateway

WAIT = {"Prefer": "respond-async"}


class Receiver:
    """Somebody's server, which answers as it is told and keeps what it was sent."""

    def __init__(self, *statuses: int) -> None:
        self._statuses = list(statuses)
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.url = ""

    async def answer(self, request: web.BaseRequest) -> web.Response:
        self.seen.append((dict(request.headers), await request.read()))
        status = self._statuses.pop(0) if self._statuses else 204
        return web.Response(status=status, headers={"Location": f"{self.url}/elsewhere"} if status == 302 else None)

    async def times(self, count: int) -> None:
        async with asyncio.timeout(15):
            while len(self.seen) < count:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def receiving(*statuses: int) -> AsyncIterator[Receiver]:
    receiver = Receiver(*statuses)
    runner = web.ServerRunner(web.Server(receiver.answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield receiver
    finally:
        await runner.cleanup()


@pytest.fixture(scope="module")
async def caller(quiet_url: str, quiet: Api) -> AsyncIterator[Api]:
    """An admin at a gateway that may call this machine."""
    async with embedded_gateway(quiet_url, BATCH_CALLBACK_HOSTS="127.0.0.1", BATCH_QUEUED="1000") as base:
        yield quiet.at(base)


async def submit(caller: Api, url: str) -> dict[str, Any]:
    answer = await caller.post("/batch/users", {"users": new_users(3), "callback_url": url}, headers=WAIT)
    assert answer.status == 202, answer.body
    await ended(caller, answer.data["job_id"])
    accepted: dict[str, Any] = answer.data
    return accepted


async def settled(caller: Api, job_id: str) -> dict[str, Any]:
    """What became of a job's callback."""
    async with asyncio.timeout(15):
        while True:
            callback: dict[str, Any] = (await caller.get(f"/batch/jobs/{job_id}")).data["callback"]
            if callback["status"] != "PENDING":
                return callback
            await asyncio.sleep(0.05)


async def test_whoever_asked_is_told_with_a_signature(caller: Api) -> None:
    """B11."""
    async with receiving() as receiver:
        job = await submit(caller, f"{receiver.url}/hook")
        callback = await settled(caller, job["job_id"])
    assert (callback["status"], [attempt["status_code"] for attempt in callback["attempts"]]) == ("DELIVERED", [204])
    [(headers, body)] = receiver.seen
    told = Webhook(job["callback_secret"]).verify(body, headers)
    assert told["type"] == "batch.job.ended"
    assert (told["data"]["id"], told["data"]["status"]) == (job["job_id"], "COMPLETED")
    assert len(body) < 20_000


async def test_what_was_not_taken_is_sent_again_and_all_of_it_is_written_down(caller: Api) -> None:
    """B11: after five seconds, under the same id."""
    async with receiving(500) as receiver:
        job = await submit(caller, receiver.url)
        await receiver.times(2)
        callback = await settled(caller, job["job_id"])
    assert callback["status"] == "DELIVERED"
    assert [attempt["status_code"] for attempt in callback["attempts"]] == [204, 500]
    assert {headers["webhook-id"] for headers, _ in receiver.seen} == {job["job_id"]}


async def test_an_address_that_is_gone_is_not_told_again(caller: Api) -> None:
    async with receiving(410) as receiver:
        job = await submit(caller, receiver.url)
        callback = await settled(caller, job["job_id"])
        assert callback["status"] == "DISABLED"
    assert len(receiver.seen) == 1


async def test_a_redirect_is_not_followed(caller: Api, quiet_sql: Sql) -> None:
    async with receiving(302) as receiver:
        job = await submit(caller, receiver.url)
        await receiver.times(1)
        await asyncio.sleep(0.3)
        callback = (await caller.get(f"/batch/jobs/{job['job_id']}")).data["callback"]
    assert (callback["status"], callback["attempts"][0]["status_code"]) == ("PENDING", 302)
    assert len(receiver.seen) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "https://127.0.0.1/hook",
        "https://127.1/hook",
        "https://2130706433/hook",
        "https://10.0.0.8/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/hook",
        "https://[::ffff:10.0.0.8]/hook",
        "https://[64:ff9b::a00:8]/hook",
        "https://[fe80::1]/hook",
        "https://localhost/hook",
        "https://printer.local/hook",
        "https://user:password@example.com/hook",
        "https://example.com:0/hook",
        "https://0.0.0.0/hook",
        "https://two..dots.example.com/hook",
        f"https://{'a' * 64}.example.com/hook",
        f"https://{'ü' * 60}.example.com/hook",
        "https://\N{FULLWIDTH DIGIT ONE}27.0.0.1/hook",
    ],
)
async def test_an_address_of_our_own_is_refused(quiet: Api, url: str) -> None:
    """B11: before anything is sent."""
    answer = await quiet.post("/batch/users", {"users": new_users(1), "callback_url": url}, headers=WAIT)
    assert (answer.status, answer.violations) == (422, {"callback_url"})


async def test_a_name_that_leads_to_a_private_address_is_refused_when_it_is_looked_up() -> None:
    """B11: every address counts, and the one that was looked at is the one that is called."""
    async with open_webhooks([]) as webhooks:
        # No address by its looks, but the resolver knows better.
        with pytest.raises(Forbidden):
            await webhooks.send("https://0x7f.1/hook", "whsec_" + "YWFh" * 8, "id", b"{}")
