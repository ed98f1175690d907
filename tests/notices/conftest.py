"""Receivers of notices: a real SMTP server, and a web server that checks signatures."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session
from standardwebhooks.webhooks import Webhook

from services.chassis.postgres import start_embedded
from services.prepare import prepare
from tests.api import Api
from tests.people import PASSWORD, Person, create_user
from tests.servers import database_directory, embedded_gateway
from tests.statements import Sql, statements

SECRET = "whsec_" + "dHJlbGxpcy1ub3RpY2VzLXNlY3JldC0wMDAx"


@dataclass
class Mailbox:
    """What an SMTP server took in. While `refusing` is set it sends everything back for later."""

    url: str = ""
    refusing: bool = False
    attempts: int = 0
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.attempts += 1
        if self.refusing:
            return "451 Try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if message["To"] == address]


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box, hostname="mail.example"), "127.0.0.1", 0)
    async with server:
        box.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield box


@dataclass
class Receiver:
    """What a webhook was told, once its signature was found right. `statuses` are answered first, one by one."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    attempts: int = 0
    messages: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.attempts += 1
        told = Webhook(SECRET).verify(body, dict(request.headers))
        status = self.statuses.pop(0) if self.statuses else 204
        if status < 300:
            self.messages.append((request.headers["webhook-id"], told))
        return web.Response(status=status)

    def of(self, client_id: str) -> list[dict[str, Any]]:
        return [told["data"] for _, told in self.messages if told["data"]["client_id"] == client_id]


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[None]:
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]] = receiver.take
    application = web.Application()
    application.router.add_post("/told", handler)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/told"
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    found = Receiver()
    async with receiving(found):
        yield found


@dataclass(frozen=True)
class Town:
    """A database of its own, so that what waits in its queue is for no other gateway, and people nobody has told of
    anything."""

    database_url: str
    sql: Sql
    admin: Api
    people: Iterator[Person]


@pytest.fixture(scope="module")
async def town(api: Api) -> AsyncIterator[Town]:
    with database_directory() as directory:
        server = start_embedded(directory)
        try:
            await prepare(server.url, demo=False, admin_password=PASSWORD)
            with statements(server.url) as sql:
                async with embedded_gateway(server.url) as url:
                    admin = await api.at(url).signed_in("admin", PASSWORD)
                    people = [await create_user(admin, status="inactive") for _ in range(12)]
                yield Town(server.url, sql, admin, iter(people))
        finally:
            server.stop()
