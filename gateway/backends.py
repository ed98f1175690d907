"""How the gateway reaches a service: in the same process, or over HTTP."""

import math
from typing import Any, Protocol
from urllib.parse import unquote

import aiohttp
from yarl import URL

from gateway.exchange import Answer
from gateway.streams import follow_app, follow_url
from gateway.tunnels import Opened, serve, tunnel
from services.chassis.problems import ServiceUnavailable
from services.chassis.service import Service
from services.chassis.sockets import Handshake

RawHeaders = list[tuple[bytes, bytes]]

# What a service may say to a client; everything else is its own or the connection's business.
RETURNED = frozenset(
    {
        "location",
        "etag",
        "idempotency-replayed",
        "preference-applied",
        "retry-after",
        "www-authenticate",
        "allow",
        "accept",
        "accept-patch",
        "content-disposition",
        "x-content-type-options",
    }
)
SECONDS = 15.0


class Backend(Protocol):
    """One service."""

    async def call(
        self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes, *, seconds: float = SECONDS
    ) -> Answer:
        """The service's answer. `path` is percent-encoded. Raises `ServiceUnavailable` when there is none within so
        many seconds."""
        ...

    async def follow(self, path: str, query_string: str, headers: RawHeaders, *, whole: bool) -> Answer:
        """An answer that goes on for a while, as its `stream`. Raises as `call` does. Of a `whole` one a part is
        nothing: its stream raises when the service goes away."""
        ...

    async def open_socket(self, handshake: Handshake) -> Opened:
        """A WebSocket the service has agreed to. Raises as `call` does."""
        ...


class EmbeddedBackend:
    """A service in this process, called as ASGI without a socket in between."""

    def __init__(self, app: Service) -> None:
        self._app = app

    async def call(
        self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes, *, seconds: float = SECONDS
    ) -> Answer:
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

        await self._app(_scope(method, path, query_string, headers), receive, send)
        return answer

    async def follow(self, path: str, query_string: str, headers: RawHeaders, *, whole: bool) -> Answer:
        return await follow_app(self._app, _scope("GET", path, query_string, headers), RETURNED.__contains__)

    async def open_socket(self, handshake: Handshake) -> Opened:
        return serve(self._app.sockets, handshake)


def _scope(method: str, path: str, query_string: str, headers: RawHeaders) -> dict[str, Any]:
    """The request as ASGI has it."""
    return {
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


class HttpBackend:
    """A service behind a URL (split topology), over one pooled session. `most` bounds every deadline, in seconds."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession, *, most: float = math.inf) -> None:
        self._base_url = base_url
        self._session = session
        self._most = most

    async def call(
        self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes, *, seconds: float = SECONDS
    ) -> Answer:
        url = self._url(path, query_string)
        text = _text(headers)
        timeout = aiohttp.ClientTimeout(total=min(seconds, self._most), connect=2.0)
        try:
            async with self._session.request(
                method, url, headers=text, data=body or None, timeout=timeout, allow_redirects=False
            ) as response:
                content = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ServiceUnavailable(self._base_url) from error
        if content and response.content_type != "application/json":
            # Not our service that speaks here, but something between: a proxy's page, a server's traceback.
            raise ServiceUnavailable(f"{self._base_url} answered {response.status} as {response.content_type}")
        returned = {name.lower(): value for name, value in response.headers.items() if name.lower() in RETURNED}
        return Answer(response.status, content, headers=returned)

    async def follow(self, path: str, query_string: str, headers: RawHeaders, *, whole: bool) -> Answer:
        return await follow_url(
            self._session, self._url(path, query_string), _text(headers), RETURNED.__contains__, whole=whole
        )

    async def open_socket(self, handshake: Handshake) -> Opened:
        return await tunnel(self._base_url, handshake)

    def _url(self, path: str, query_string: str) -> URL:
        return URL(f"{self._base_url}{path}{'?' + query_string if query_string else ''}", encoded=True)


def _text(headers: RawHeaders) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}


class AbsentBackend:
    """A service that this deployment goes without."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def call(
        self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes, *, seconds: float = SECONDS
    ) -> Answer:
        raise self._absent()

    async def follow(self, path: str, query_string: str, headers: RawHeaders, *, whole: bool) -> Answer:
        raise self._absent()

    async def open_socket(self, handshake: Handshake) -> Opened:
        raise self._absent()

    def _absent(self) -> ServiceUnavailable:
        return ServiceUnavailable(f"{self._name} is not part of this deployment")
