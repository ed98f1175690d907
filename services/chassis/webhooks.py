"""Callbacks to addresses that strangers name: signed (Standard Webhooks), and never into our own network.

Every address a host resolves to is looked at, and the connection goes to one of those and no other: what a name server
says a moment later does not count. Redirects are not followed.
"""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from standardwebhooks.webhooks import Webhook
from yarl import URL

SECONDS = 15.0
# The longest part of a name (RFC 1035, section 2.3.4).
LABEL = 63
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Forbidden(Exception):
    """A callback may not go there. The message says why, in words for whoever named it."""


class Undelivered(Exception):
    """There was no answer."""


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def is_public(text: str) -> bool:
    """Whether an address is one that the whole internet shares."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and (inner := _inner(address)) is not None:
        address = inner
    return address.is_global and not address.is_multicast and not address.is_reserved


class Resolver(AbstractResolver):
    """The system's, for public addresses only, and for hosts that are allowed whatever they are."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys((kind, str(place[0])) for kind, _, _, _, place in found))
        if host not in self._allowed and not all(is_public(address) for _, address in addresses):
            raise Forbidden("The host has an address that is not public.")
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in addresses
        ]

    async def close(self) -> None:
        """There is nothing to close."""


class Webhooks:
    """Sends callbacks; build it with `open_webhooks`. `allowed` are hosts that need be neither https nor public."""

    def __init__(self, session: aiohttp.ClientSession, allowed: frozenset[str]) -> None:
        self._session = session
        self._allowed = allowed

    def check(self, url: str) -> None:
        """Raises `Forbidden` for an address that can be told to be wrong without asking a name server."""
        try:
            parts = urlsplit(url)
            # In the letters of DNS, as it will be asked for: full-width digits are an address too.
            host, port = (URL(url).raw_host or "").lower(), parts.port
        except ValueError as error:
            raise Forbidden("Not a URL.") from error
        if parts.scheme not in ("http", "https") or not host or port == 0:
            raise Forbidden("Not an https URL.")
        if any(not 0 < len(label) <= LABEL for label in host.removesuffix(".").split(".")):
            raise Forbidden("The host is no name.")
        if parts.username is not None or parts.password is not None:
            raise Forbidden("A callback URL holds no credentials.")
        if host in self._allowed:
            return
        if parts.scheme != "https":
            raise Forbidden("A callback URL must be https.")
        try:
            public = is_public(host)
        except ValueError:
            # aiohttp takes whatever looks like an address for one, and asks no resolver about `127.1`.
            looks_like_one = ":" in host or host.replace(".", "").isdigit()
            public = (
                not looks_like_one
                and "." in host
                and not host.rstrip(".").endswith((".localhost", ".local", ".internal"))
            )
        if not public:
            raise Forbidden("The host is not public.")

    async def send(self, url: str, secret: str, message_id: str, payload: bytes) -> int:
        """The status that a POST of the signed JSON is answered with. Raises `Forbidden` or `Undelivered`."""
        self.check(url)
        now = datetime.now(UTC)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Trellis-Webhooks/1",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign(message_id, now, payload.decode()),
        }
        try:
            # What is answered is of no interest, and is not read.
            async with self._session.post(url, data=payload, headers=headers, allow_redirects=False) as response:
                return response.status
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            cause = error.__cause__ or error
            if isinstance(cause, Forbidden):
                raise cause from error
            raise Undelivered(_reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"No answer within {SECONDS:.0f} s."
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "The host is not known."
    if isinstance(error, aiohttp.ClientSSLError):
        return "No secure connection could be made."
    return "No connection, or none that lasted."


@asynccontextmanager
async def open_webhooks(allowed: Iterable[str]) -> AsyncIterator[Webhooks]:
    """A sender with connections of its own."""
    hosts = frozenset(host.strip().lower() for host in allowed if host.strip())
    connector = aiohttp.TCPConnector(resolver=Resolver(hosts), use_dns_cache=False, limit=20, force_close=True)
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=jar, trust_env=False) as session:
        yield Webhooks(session, hosts)
