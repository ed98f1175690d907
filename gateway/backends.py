"""How the gateway reaches a service: in the same process, or over HTTP."""

import asyncio
import math
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
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
CONNECT_SECONDS = 2.0


class Backend(Protocol):
    """One service."""

    async def call(
        self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes, *, seconds: float = SECONDS
    ) -> Answer:
        """The service's answer. `path` is percent-encoded. Raises `ServiceUnavailable` when there is none within so
        many seconds."""
        ...

    async def stream(self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes) -> Answer:
        """The same for an answer that is no JSON: it comes as a stream, unless it is a refusal."""
        ...


class EmbeddedBackend:
    """A service in this process, called as ASGI without a socket in between."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def call(
        self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes, *, seconds: float = SECONDS
    ) -> Answer:
        answer = Answer(500)

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                _begin(answer, message)
            else:
                answer.body += message.get("body", b"")

        await self._app(_scope(method, path, query_string, headers), _receiver(body), send)
        return answer

    async def stream(self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes) -> Answer:
        answer = Answer(500)
        started = asyncio.Event()
        # One part at a time: the service waits until the client has taken the last one.
        parts: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=1)

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                _begin(answer, message)
                started.set()
            elif message.get("body"):
                await parts.put(message["body"])

        async def run() -> None:
            try:
                await self._app(_scope(method, path, query_string, headers), _receiver(body), send)
            finally:
                started.set()
                await parts.put(None)

        task = asyncio.create_task(run())
        await started.wait()
        answer.stream = await _begun(_parts(task, parts))
        return await _whole(answer) if answer.status >= 400 else answer


async def _begun(stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """Runs it to its first `yield`, which gives nothing: only a generator that has begun cleans up when closed."""
    await anext(stream)
    return stream


async def _parts(task: asyncio.Task[None], parts: asyncio.Queue[bytes | None]) -> AsyncGenerator[bytes, None]:
    try:
        yield b""
        while (part := await parts.get()) is not None:
            yield part
        await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _whole(answer: Answer) -> Answer:
    """A refusal is no stream."""
    assert answer.stream is not None
    answer.body = b"".join([part async for part in answer.stream])
    answer.stream, answer.content_type = None, "application/json"
    return answer


def _begin(answer: Answer, message: dict[str, Any]) -> None:
    answer.status = message["status"]
    for name, value in message["headers"]:
        text = name.decode("latin-1")
        if text in RETURNED:
            answer.headers[text] = value.decode("latin-1")
        elif text == "content-type":
            answer.content_type = value.decode("latin-1")


def _receiver(body: bytes) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _scope(method: str, path: str, query_string: str, headers: RawHeaders) -> dict[str, Any]:
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
        self._most = most
        self._base_url = base_url
        self._session = session

    async def call(
        self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes, *, seconds: float = SECONDS
    ) -> Answer:
        timeout = aiohttp.ClientTimeout(total=min(seconds, self._most), connect=CONNECT_SECONDS)
        try:
            async with self._request(method, path, query_string, headers, body, timeout) as response:
                content = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ServiceUnavailable(self._base_url) from error
        if content and response.content_type != "application/json":
            # Not our service that speaks here, but something between: a proxy's page, a server's traceback.
            raise ServiceUnavailable(f"{self._base_url} answered {response.status} as {response.content_type}")
        return Answer(response.status, content, headers=_returned(response))

    async def stream(self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes) -> Answer:
        # It may take as long as the client takes to read it, but not stand still.
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_read=SECONDS)
        stack = AsyncExitStack()
        try:
            response = await stack.enter_async_context(
                self._request(method, path, query_string, headers, body, timeout)
            )
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ServiceUnavailable(self._base_url) from error
        answer = Answer(response.status, headers=_returned(response))
        answer.content_type = response.headers.get("Content-Type", answer.content_type)
        answer.stream = await _begun(_read(stack, response))
        return await _whole(answer) if answer.status >= 400 else answer

    def _request(
        self,
        method: str,
        path: str,
        query_string: str,
        headers: RawHeaders,
        body: bytes,
        timeout: aiohttp.ClientTimeout,
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        url = URL(f"{self._base_url}{path}{'?' + query_string if query_string else ''}", encoded=True)
        text = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
        return self._session.request(
            method, url, headers=text, data=body or None, timeout=timeout, allow_redirects=False
        )


def _returned(response: aiohttp.ClientResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items() if name.lower() in RETURNED}


async def _read(stack: AsyncExitStack, response: aiohttp.ClientResponse) -> AsyncGenerator[bytes, None]:
    async with stack:
        yield b""
        async for part in response.content.iter_any():
            yield part


class AbsentBackend:
    """A service that this deployment goes without."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def call(
        self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes, *, seconds: float = SECONDS
    ) -> Answer:
        raise ServiceUnavailable(f"{self._name} is not part of this deployment")

    async def stream(self, method: str, path: str, query_string: str, headers: RawHeaders, body: bytes) -> Answer:
        return await self.call(method, path, query_string, headers, body)
