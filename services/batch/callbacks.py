"""Tells whoever wanted to know that a job has ended, for as long as Standard Webhooks has it."""

import random
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import structlog

from services.batch.sealing import Seal
from services.batch.store import QUERIES
from services.batch.turns import DELIVER
from services.chassis.database import Database, Transaction
from services.chassis.queue import Queue
from services.chassis.webhooks import Forbidden, Undelivered, Webhooks

# Seconds before the second try and each one after it (Standard Webhooks 1.0).
SCHEDULE = (5.0, 300.0, 1800.0, 7200.0, 18000.0, 36000.0, 50400.0, 72000.0, 86400.0)
JITTER = 0.1
GONE = 410

log = structlog.get_logger("batch")


class Callbacks:
    """Delivers, writes down every attempt, and tries again."""

    def __init__(self, database: Database, queue: Queue, webhooks: Webhooks, seal: Seal) -> None:
        self._database = database
        self._queue = queue
        self._webhooks = webhooks
        self._seal = seal

    async def deliver(self, job: str) -> None:
        """One attempt. A crash between the answer and its being written down has it told twice, under the same
        webhook-id."""
        job_id = UUID(job)
        row = await self._database.row(QUERIES["delivery"], {"id": job_id})
        if row is None:
            return
        url, ended, body, attempts, gone = row
        if gone:
            await self._settle(job_id, "DISABLED", None, "The address has answered 410 before.")
            return
        try:
            status = await self._webhooks.send(url, self._seal.callback_secret(job_id), job, _payload(ended, body))
        except Forbidden as refusal:
            await self._settle(job_id, "FAILED", None, str(refusal))
        except Undelivered as error:
            await self._again(job_id, attempts, None, str(error))
        else:
            await self._answered(job_id, attempts, status)

    async def _answered(self, job_id: UUID, attempts: int, status: int) -> None:
        if 200 <= status < 300:
            await self._settle(job_id, "DELIVERED", status, None)
        elif status == GONE:
            await self._settle(job_id, "DISABLED", status, None)
        else:
            await self._again(job_id, attempts, status, None)

    async def _again(self, job_id: UUID, attempts: int, status: int | None, error: str | None) -> None:
        if attempts >= len(SCHEDULE):
            await self._settle(job_id, "FAILED", status, error)
            return
        seconds = SCHEDULE[attempts] * random.uniform(1, 1 + JITTER)

        async def work(transaction: Transaction) -> None:
            await self._log(transaction, job_id, status, error)
            await self._queue.defer(transaction, DELIVER, seconds=seconds, job=str(job_id))

        await self._database.transaction(work)

    async def _settle(self, job_id: UUID, outcome: str, status: int | None, error: str | None) -> None:
        async def work(transaction: Transaction) -> None:
            await self._log(transaction, job_id, status, error)
            await transaction.run(QUERIES["settle_delivery"], {"id": job_id, "status": outcome})

        await self._database.transaction(work)

    async def _log(self, transaction: Transaction, job_id: UUID, status: int | None, error: str | None) -> None:
        await transaction.run(QUERIES["log_delivery"], {"id": job_id, "status_code": status, "error": error})
        log.info("callback", job=str(job_id), status=status, reason=error)


def _payload(ended: datetime, body: str) -> bytes:
    job: dict[str, Any] = msgspec.json.decode(body)
    # Where the results are depends on the version they are asked for in.
    del job["results_url"], job["download_url"]
    return msgspec.json.encode({"type": "batch.job.ended", "timestamp": ended, "data": job})
