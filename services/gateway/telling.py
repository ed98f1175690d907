"""The daily job: finds clients that stay on deprecated versions, and sees to it that each is told once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import structlog

from services.chassis.clock import Clock
from services.chassis.database import Database, Transaction
from services.chassis.queue import Queue, Task
from services.chassis.webhooks import Undelivered
from services.gateway.channels import Channel
from services.gateway.notices import Contact, Deprecation, Notice, Stage
from services.gateway.store import QUERIES, Days

FIND, DELIVER = "find_deprecated_use", "deliver_notice"
# In the morning, UTC.
DAILY = "0 6 * * *"
DAYS = 30
# Who makes more of their requests than this to a deprecated version is told.
SHARE = Decimal("0.1")

# How to reach a user; None when there is no such user any more.
Contacts = Callable[[UUID], Awaitable[Contact | None]]

log = structlog.get_logger("notices")


class Telling:
    """Finding is one entry of the queue a day, whoever of the gateways works on it; each delivery is an entry of its
    own, which is tried until it succeeds. What has been sent stands in the database."""

    def __init__(
        self,
        database: Database,
        queue: Queue,
        deprecations: Sequence[Deprecation],
        channels: Mapping[str, Channel],
        contacts: Contacts,
        clock: Clock,
    ) -> None:
        self._database = database
        self._queue = queue
        self._deprecations = {deprecation.version: deprecation for deprecation in deprecations}
        self._channels = channels
        self._contacts = contacts
        self._clock = clock

    def tasks(self, cron: str = DAILY) -> tuple[Task, ...]:
        """What the queue runs."""
        return Task(FIND, self.find, cron), Task(DELIVER, self.deliver)

    async def find(self, timestamp: int | None = None) -> None:
        """Notes whom to tell and queues the deliveries, in one transaction for each version."""
        now = self._clock()
        for deprecation in self._deprecations.values():
            stage = deprecation.stage(now)
            if stage is not None:
                await self._find(deprecation, stage, now)

        async def again(transaction: Transaction) -> None:
            for (notice_id,) in await transaction.rows(QUERIES["unsent_notices"]):
                await self._queue.defer(transaction, DELIVER, lock=str(notice_id), notice=str(notice_id))

        await self._database.transaction(again)

    async def _find(self, deprecation: Deprecation, stage: Stage, now: datetime) -> None:
        parameters = {"version": deprecation.version, "share": SHARE, **Days.last(DAYS, now.date()).parameters}

        async def work(transaction: Transaction) -> int:
            told = 0
            for client_id, requests, share in await transaction.rows(QUERIES["clients_to_tell"], parameters):
                for channel in self._channels:
                    notice = Notice(uuid4(), client_id, deprecation.version, stage, channel, requests, share)
                    told += await self._note(transaction, notice)
            return told

        told = await self._database.transaction(work)
        if told:
            log.info("notices queued", version=deprecation.version, stage=stage.value, count=told)

    async def _note(self, transaction: Transaction, notice: Notice) -> int:
        """Queues a notice unless there has been the like before; how many that makes."""
        row = {
            "id": notice.id,
            "client_id": notice.client_id,
            "version": notice.version,
            "stage": notice.stage.value,
            "channel": notice.channel,
            "requests": notice.requests,
            "share": notice.share,
        }
        if not await transaction.run(QUERIES["note_notice"], row):
            return 0
        await self._queue.defer(transaction, DELIVER, lock=str(notice.id), notice=str(notice.id))
        return 1

    async def deliver(self, notice: str) -> None:
        """Delivers one notice unless it has been. Raises `Undelivered`, and the queue tries again."""
        row = await self._database.row(QUERIES["unsent_notice"], {"id": UUID(notice)})
        if row is None:
            return
        found = Notice(row[0], row[1], row[2], Stage(row[3]), row[4], row[5], row[6])
        deprecation, channel = self._deprecations.get(found.version), self._channels.get(found.channel)
        if channel is None:
            raise Undelivered(f"This gateway has no channel {found.channel}; another one may.")
        contact = await self._contacts(found.client_id)
        if contact is None or deprecation is None:
            # The client or the deprecation is no more; there is nothing left to tell.
            await self._write("drop_notice", {"id": found.id})
            return
        await channel.deliver(found, deprecation, contact)
        await self._write("notice_sent", {"id": found.id, "now": self._clock()})

    async def _write(self, statement: str, parameters: Mapping[str, object]) -> None:
        async def work(transaction: Transaction) -> int:
            return await transaction.run(QUERIES[statement], parameters)

        await self._database.transaction(work)
