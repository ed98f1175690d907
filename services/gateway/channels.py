"""How notices leave: the log, a signed webhook, mail. Each raises when it could not deliver, and is asked again."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec
import structlog

from services.chassis.settings import InvalidSetting
from services.chassis.webhooks import Forbidden, Undelivered, Webhooks, open_webhooks
from services.gateway.notices import Contact, Deprecation, Notice, subject, text

SMTP_SECONDS = 20.0

log = structlog.get_logger("notices")


class Channel(Protocol):
    """One way to tell."""

    async def deliver(self, notice: Notice, deprecation: Deprecation, contact: Contact) -> None:
        """Raises `Undelivered`; the same notice may come again."""
        ...


class ToLog:
    """For whoever reads the log."""

    async def deliver(self, notice: Notice, deprecation: Deprecation, contact: Contact) -> None:
        log.warning(
            "client on a deprecated version",
            client_id=str(notice.client_id),
            version=notice.version,
            stage=notice.stage.value,
            requests=notice.requests,
            share=float(notice.share),
        )


class ToWebhook:
    """One address of the operator's, which hears of all clients. The id of a notice is the id of its message, so a
    receiver can tell one that comes twice (Standard Webhooks)."""

    def __init__(self, webhooks: Webhooks, url: str, secret: str) -> None:
        self._webhooks = webhooks
        self._url = url
        self._secret = secret

    async def deliver(self, notice: Notice, deprecation: Deprecation, contact: Contact) -> None:
        body = {
            "type": "api.version.deprecated_use",
            "data": {
                "client_id": notice.client_id,
                "username": contact.name,
                "version": notice.version,
                "stage": notice.stage.value,
                "requests": notice.requests,
                "share": float(notice.share),
                "sunset_at": deprecation.sunset_at,
                "successor": deprecation.successor,
            },
        }
        try:
            status = await self._webhooks.send(self._url, self._secret, str(notice.id), msgspec.json.encode(body))
        except Forbidden as error:
            raise Undelivered(str(error)) from error
        if not 200 <= status < 300:
            raise Undelivered(f"The receiver answered {status}.")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes: `smtp://` upgrades to TLS where the server can, `smtps://` begins with it."""

    host: str
    port: int
    username: str | None
    password: str | None
    tls: bool

    @classmethod
    def parse(cls, url: str) -> "MailServer":
        """Raises `InvalidSetting`."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise InvalidSetting("NOTICE_SMTP: must be a URL such as smtp://user:password@host:587") from error
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise InvalidSetting("NOTICE_SMTP: must be a URL such as smtp://user:password@host:587")
        tls = parts.scheme == "smtps"
        return cls(
            parts.hostname,
            port or (465 if tls else 587),
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
            tls,
        )


class ToMail:
    """The client's own address."""

    def __init__(self, server: MailServer, sender: str, base_url: str) -> None:
        self._server = server
        self._sender = sender
        self._base_url = base_url

    async def deliver(self, notice: Notice, deprecation: Deprecation, contact: Contact) -> None:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = contact.email
        message["Subject"] = subject(notice, deprecation)
        # Of the notice, so that a mail program shows one that came twice once.
        message["Message-ID"] = f"<{notice.id}@{self._sender.rpartition('@')[2].rstrip('>')}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text(notice, deprecation, contact, self._base_url))
        try:
            await aiosmtplib.send(
                message,
                hostname=self._server.host,
                port=self._server.port,
                username=self._server.username,
                password=self._server.password,
                use_tls=self._server.tls,
                timeout=SMTP_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Undelivered(f"{type(error).__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """See deploy/README.md for each variable."""

    webhook: str = ""
    webhook_secret: str = ""
    webhook_hosts: tuple[str, ...] = ()
    smtp: str = ""
    sender: str = ""
    base_url: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "NoticeSettings":
        """Raises `InvalidSetting` naming the variable that is missing or wrong."""
        settings = cls(
            webhook=environment.get("NOTICE_WEBHOOK", ""),
            webhook_secret=environment.get("NOTICE_WEBHOOK_SECRET", ""),
            webhook_hosts=tuple(filter(None, environment.get("NOTICE_WEBHOOK_HOSTS", "").split(","))),
            smtp=environment.get("NOTICE_SMTP", ""),
            sender=environment.get("NOTICE_FROM", ""),
            base_url=environment.get("PUBLIC_URL", "").rstrip("/"),
        )
        if settings.webhook and not settings.webhook_secret.startswith("whsec_"):
            raise InvalidSetting("NOTICE_WEBHOOK_SECRET: must be whsec_ and a key of 24 to 64 bytes in base64")
        if settings.smtp:
            MailServer.parse(settings.smtp)
            if not settings.base_url.startswith(("http://", "https://")):
                raise InvalidSetting(f"PUBLIC_URL={settings.base_url!r}: must be where clients find the gateway")
            if "@" not in settings.sender:
                raise InvalidSetting(f"NOTICE_FROM={settings.sender!r}: must be the address that mail comes from")
        return settings


@asynccontextmanager
async def open_channels(settings: NoticeSettings) -> AsyncIterator[Mapping[str, Channel]]:
    """Every channel there is, by the name that the database has for it."""
    async with open_webhooks(settings.webhook_hosts) as webhooks:
        channels: dict[str, Channel] = {"log": ToLog()}
        if settings.webhook:
            channels["webhook"] = ToWebhook(webhooks, settings.webhook, settings.webhook_secret)
        if settings.smtp:
            channels["mail"] = ToMail(MailServer.parse(settings.smtp), settings.sender, settings.base_url)
        yield channels
