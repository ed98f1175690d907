"""How the gateway reaches a service: in the same process, or over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from urllib.parse import unquote

import aiohttp
from yarl import URL

from gateway.exchange import Answer
from services.chassis.problems import ServiceUnavailable

AsgiApp = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
RawHeaders = list[tuple[bytes, bytes]]

# What a service may say to a client; everything else is its own or the connection's business.
RETURNED = frozenset(
    {"location", "etag", "idempotency-replayed", "retry-after", "www-authenticate", "allow", "accept", "accept-patch"}
)


class Backend(Protocol):
    """One service."""

    async def call(self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes) -> Answer:
        """The service's answer. `path` is percent-encoded. Raises `ServiceUnavailable` when there is none."""
        ...


class EmbeddedBackend:
    """A service in this process, called as ASGI without a socket in between."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def call(self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes) -> Answer:
        answer = Answer(500)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                for name, value in message["headers"]:
                    text = name.decode("latin-1")
                    if text in RETURNED:
                        answer.headers[text] = value.decode("latin-1")
            else:
                answer.body += message.get("body", b"")

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "method": method,
            "path": unquote(path) if "%" in path else path,
            "raw_path": path.encode("ascii"),
            "query_string": query_string.encode("ascii"),
            "root_path": "",
            "headers": headers,
        }
        await self._app(scope, receive, send)
        return answer


class HttpBackend:
    """A service behind a URL (split topology), over one pooled session with a total deadline."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession, *, seconds: float = 15.0) -> None:
        self._base_url = base_url
        self._session = session
        self._timeout = aiohttp.ClientTimeout(total=seconds, connect=2.0)

    async def call(self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes) -> Answer:
        url = URL(f"{self._base_url}{path}{'?' + query_string if query_string else ''}", encoded=True)
        text = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
        try:
            async with self._session.request(
                method, url, headers=text, data=body or None, timeout=self._timeout, allow_redirects=False
            ) as response:
                content = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ServiceUnavailable(self._base_url) from error
        if content and response.content_type != "application/json":
            # Not our service that speaks here, but something between: a proxy's page, a server's traceback.
            raise ServiceUnavailable(f"{self._base_url} answered {response.status} as {response.content_type}")
        returned = {name.lower(): value for name, value in response.headers.items() if name.lower() in RETURNED}
        return Answer(response.status, content, headers=returned)


class AbsentBackend:
    """A service that this deployment goes without."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def call(self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes) -> Answer:
        raise ServiceUnavailable(f"{self._name} is not part of this deployment")
