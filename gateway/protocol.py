"""What is no HTTP at all gets our error body too, not aiohttp's page."""

import asyncio
from typing import Any, cast

import msgspec
import structlog
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from gateway.stages.request_id import request_id
from services.chassis.problems import CODES, ErrorBody

log = structlog.get_logger("gateway")


class Handler(RequestHandler):
    """One connection."""

    def data_received(self, data: bytes) -> None:
        """Takes the rest of a body, too, whose request was under way when the server was told to stop."""
        if not (self._request_in_progress and (self._close or self._force_close)):
            super().data_received(data)
            return
        # aiohttp would drop it, and the request would wait in vain.
        close, force_close = self._close, self._force_close
        self._close = self._force_close = False
        super().data_received(data)
        self._close, self._force_close = close, force_close

    def hand_over(self, protocol: asyncio.Protocol, first: bytes) -> None:
        """Gives the connection to another protocol, `first` being what is sent next. For aiohttp it is gone."""
        # uvloop's are not of that class.
        transport, early = cast(asyncio.Transport, self.transport), self._message_tail
        # Else it would be closed with the rest.
        self.transport = None
        super().connection_lost(None)
        transport.set_protocol(protocol)
        transport.write(first)
        protocol.connection_made(transport)
        transport.resume_reading()
        if early:
            protocol.data_received(early)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answers a request aiohttp could not parse, and closes the connection behind it."""
        named = request_id(None)
        if status >= 500:
            log.error("request failed", request_id=named, status=status, exc_info=exc)
        else:
            log.info("request refused", request_id=named, status=status, reason=type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer is on its way already")
        text = "The request is not well-formed HTTP." if status < 500 else "Something went wrong on our side."
        body = msgspec.json.encode(ErrorBody(CODES.get(status, "BAD_REQUEST"), text, (), named))
        headers = {"Content-Type": "application/json", "X-Request-ID": named, "Server": "trellis"}
        response = web.Response(status=status, body=body, headers=headers)
        response.force_close()
        return response


class Server(web.Server):
    """aiohttp's low-level server with our connections."""

    def __init__(self, handler: Any, **options: Any) -> None:
        super().__init__(handler, **options)
        self._options = options

    def __call__(self) -> RequestHandler:
        return Handler(self, loop=asyncio.get_running_loop(), **self._options)
