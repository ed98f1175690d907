"""The aiohttp side of the gateway: from a socket's request to an exchange, from an answer to a response."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from multidict import CIMultiDict

from gateway.addresses import Addresses
from gateway.discovery import Discovery
from gateway.exchange import Answer, Exchange
from gateway.lasting import Lasting
from gateway.observer import Observer
from gateway.pipeline import Pipeline, refusal
from gateway.protocol import Server
from gateway.stages.lifecycle_headers import mark
from gateway.stages.request_id import request_id
from services.chassis.problems import CODES, Problem, bad_request

# A list of 50 names in a filter, each character of which may take twelve in a URL, is still a request.
LONGEST_LINE = 2**18
BODY_SECONDS = 30.0
LISTS = frozenset({"accept", "x-forwarded-for"})
# What a request counts as that is dropped at a shutdown; nobody gets to see it.
ABANDONED = 499


class Gateway:
    """One handler for aiohttp's low-level server: routing is ours, from the generated tables."""

    def __init__(self, pipeline: Pipeline, discovery: Discovery, observer: Observer, addresses: Addresses) -> None:
        self._pipeline = pipeline
        self._discovery = discovery
        self.lasting = Lasting()
        self._observer = observer
        self._addresses = addresses

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        raw_path, _, query_string = request.raw_path.partition("?")
        headers = _headers(request)
        exchange = Exchange(
            method=request.method,
            path=raw_path,
            query_string=query_string,
            headers=headers,
            address=self._addresses.of(request.remote or "", headers.get("x-forwarded-for")),
            request_id=request_id(request.headers.get("X-Request-ID")),
        )
        self._observer.entered()
        status = ABANDONED
        try:
            answer = await self._answer(exchange, raw_path, request)
            status = answer.status
        finally:
            # A stream may last for hours; how long it took to begin is what is noted.
            self._observer.left(exchange, status)
        return await self._respond(request, exchange, answer)

    async def _respond(self, request: web.BaseRequest, exchange: Exchange, answer: Answer) -> web.StreamResponse:
        if answer.socket is not None:
            return self.lasting.take_over(request, answer.body, answer.socket)
        if answer.stream is None:
            return _response(exchange, answer)
        headers = _answer_headers(exchange, answer)
        headers["Content-Type"] = answer.content_type
        headers["Cache-Control"] = "no-store"
        headers["X-Accel-Buffering"] = "no"
        try:
            return await self.lasting.send(request, headers, answer.stream)
        finally:
            await answer.stream.aclose()

    async def _answer(self, exchange: Exchange, raw_path: str, request: web.BaseRequest) -> Answer:
        if raw_path.startswith("/api/") and not self._discovery.knows(raw_path):
            return await self._pipeline.handle(exchange, raw_path, partial(_body, request))
        try:
            answer = await self._discovery.answer(exchange)
        except Exception as error:  # the outermost edge
            answer = refusal(exchange, error)
        mark(exchange, answer)
        return answer


def _headers(request: web.BaseRequest) -> dict[str, str]:
    """Headers by lower-case name. Of one that is repeated the first counts, except for lists."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        name = name.lower()
        if name not in headers:
            headers[name] = value
        elif name in LISTS:
            headers[name] += f", {value}"
    return headers


async def _body(request: web.BaseRequest, largest: int) -> bytes:
    """The whole body. Raises a 413 past the limit, without reading on; a 400 when it breaks off or dawdles."""
    length = request.content_length
    if length is not None and length > largest:
        raise _too_large(largest)
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.content.iter_any():
                parts.append(part)
                size += len(part)
                if size > largest:
                    raise _too_large(largest)
    except (TimeoutError, BadHttpMessage, web.PayloadAccessError, ConnectionError) as error:
        raise bad_request("The request body did not arrive in full.") from error
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _too_large(largest: int) -> Problem:
    return Problem(413, CODES[413], f"The body is larger than {largest} bytes.")


def _answer_headers(exchange: Exchange, answer: Answer) -> "CIMultiDict[str]":
    headers: CIMultiDict[str] = CIMultiDict(answer.headers)
    headers["X-Request-ID"] = exchange.request_id
    headers["Server"] = "trellis"
    if answer.links:
        headers["Link"] = ", ".join(answer.links)
    return headers


def _response(exchange: Exchange, answer: Answer) -> web.Response:
    headers = _answer_headers(exchange, answer)
    if answer.body:
        headers["Content-Type"] = answer.content_type
    response = web.Response(status=answer.status, body=answer.body, headers=headers)
    if answer.status == 413:
        # The rest of the body is still on its way; this connection has no next request.
        response.force_close()
    return response


@asynccontextmanager
async def listening(gateway: Gateway, host: str, port: int) -> AsyncIterator[int]:
    """Serves while the context is open and yields the port. Leaving it lets requests under way finish."""
    server = Server(gateway, access_log=None, max_line_size=LONGEST_LINE, max_field_size=LONGEST_LINE)
    runner = web.ServerRunner(server, shutdown_timeout=10.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, reuse_port=port != 0, backlog=1024)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await asyncio.gather(*(site.stop() for site in list(runner.sites)))
        await gateway.lasting.leave()
        await runner.cleanup()
