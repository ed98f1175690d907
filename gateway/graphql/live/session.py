"""What is said on one socket that speaks graphql-transport-ws."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass

import msgspec
import structlog
from graphql import GraphQLError, located_error

from gateway.graphql.changes import Gap
from gateway.graphql.context import Apis, Context
from gateway.graphql.errors import coded, told
from gateway.graphql.live.messages import (
    ACK,
    PROTOCOL,
    Complete,
    ConnectionInit,
    Message,
    Payload,
    Ping,
    Pong,
    Subscribe,
    complete_message,
    credential_in,
    error_message,
    next_message,
    pong,
    read_message,
)
from gateway.graphql.live.watch import AWAY, Watch
from gateway.graphql.operations import REFUSALS, Operations, Prepared, answers, refusal_errors, run
from gateway.graphql.requests import Asked, Malformed, asked
from services.chassis.callers import Caller
from services.chassis.identity import Identity
from services.chassis.problems import Problem
from services.chassis.sockets import Close, Handshake, Limits, Socket, Vigil, chosen_protocol

log = structlog.get_logger("graphql")


@dataclass(frozen=True, slots=True)
class Host:
    """What all sockets stand on."""

    operations: Operations
    services: Apis
    identity: Identity
    watch: Watch
    limits: Limits


class Session:
    """One client. Its operations run side by side, each in a task, and wait while the client does not read."""

    def __init__(self, host: Host, handshake: Handshake, request_id: str) -> None:
        self.caller: Caller | None = None
        self.credential = handshake.credential
        self._host = host
        self._request_id = request_id
        self._understood = chosen_protocol(handshake.headers, (PROTOCOL,)) is not None
        self._vigil = Vigil(host.limits)
        self._admission: asyncio.Task[None] | None = None
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Event()
        self._stalled_at: float | None = None

    # What the socket tells.

    def opened(self, socket: Socket) -> None:
        self._socket = socket
        if self._understood:
            self._host.watch.enter(self)
        else:
            self.end(Close.PROTOCOL, f"Subprotocol not acceptable; offer {PROTOCOL}")

    def received(self, text: bytes) -> None:
        if not self._vigil.allows_message():
            self.end(Close.TOO_MANY, "Too many messages")
            return
        try:
            self._handle(read_message(text))
        except (msgspec.DecodeError, RecursionError, Malformed) as error:
            self.end(Close.MALFORMED, f"Malformed: {error}")

    def drained(self) -> None:
        self._stalled_at = None
        self._room.set()

    def closed(self) -> None:
        self._host.watch.leave(self)
        self._stop()

    # What the watch tells.

    def end(self, code: Close, reason: str) -> None:
        self._socket.close(code, reason)
        self._stop()

    def tick(self, now: float) -> None:
        limits = self._host.limits
        if not self._socket.writable and self._stalled_at is None:
            self._stalled_at = now
        if self.caller is None and now - self._vigil.opened_at > limits.auth_seconds:
            self.end(Close.TOO_LATE, "Connection initialisation timeout")
        elif self._stalled_at is not None and now - self._stalled_at > limits.stall_seconds:
            self.end(Close.TRY_LATER, "The client does not read")
        else:
            self._vigil.keep_alive(self._socket, now)

    def _stop(self) -> None:
        for task in (self._admission, *self._operations.values()):
            if task is not None and task is not asyncio.current_task():
                task.cancel()

    # Messages.

    def _handle(self, message: Message) -> None:
        match message:
            case Ping(payload):
                # Of a client that does not read, nothing is kept that it could make large.
                self._socket.send(pong(payload if self._socket.writable else None))
            case Pong():
                pass
            case ConnectionInit(payload):
                self._begin(payload)
            case Subscribe(id, payload):
                self._subscribe(id, asked(payload))
            case Complete(id):
                task = self._operations.pop(id, None)
                if task is not None:
                    task.cancel()

    def _begin(self, payload: Payload) -> None:
        if self._admission is not None:
            self.end(Close.TOO_MANY, "Too many initialisation requests")
            return
        credential = credential_in(payload) or self.credential
        if credential is None:
            self.end(Close.UNAUTHENTICATED, "Unauthorized: no credentials")
            return
        self._admission = asyncio.create_task(self._admit(credential))

    async def _admit(self, credential: str) -> None:
        try:
            caller = await self._host.identity.holder(credential)
        except Problem as problem:
            self.end(Close.UNAUTHENTICATED, f"Unauthorized: {problem.message}")
        except AWAY:
            self.end(Close.TRY_LATER, "Credentials cannot be looked at now")
        except Exception as error:  # the outermost edge: a defect ends this connection and no other
            log.error("a socket failed", request_id=self._request_id, exc_info=error)
            self.end(Close.INTERNAL, "Something went wrong on our side")
        else:
            if self._host.watch.admits(caller, self._host.limits.sockets_per_caller):
                self.caller, self.credential = caller, credential
                self._socket.send(ACK)
            else:
                self.end(Close.TOO_MANY, "Too many connections")

    def _subscribe(self, id: str, asked: Asked) -> None:
        if self.caller is None:
            self.end(Close.UNAUTHENTICATED, "Unauthorized: wait for connection_ack")
        elif id in self._operations:
            self.end(Close.DUPLICATE, f"Subscriber for {id} already exists")
        elif len(self._operations) >= self._host.limits.subscriptions:
            message = f"At most {self._host.limits.subscriptions} operations at once."
            errors = [coded(message, "TOO_MANY_SUBSCRIPTIONS").formatted]
            self._socket.send(error_message(id, errors))
        else:
            self._operations[id] = asyncio.create_task(self._operate(id, asked))

    # Operations.

    async def _operate(self, id: str, asked: Asked) -> None:
        """Whatever goes wrong ends the operation with an error, and the socket stays."""
        try:
            last = await self._run(id, asked)
        except REFUSALS as refused:
            last = error_message(id, refusal_errors(refused))
        except Exception as error:
            found = told(error, self._request_id)
            assert isinstance(found, GraphQLError)
            last = error_message(id, [found.formatted])
        try:
            await self._writable()
            self._socket.send(last)
        finally:
            if self._operations.get(id) is asyncio.current_task():
                del self._operations[id]

    async def _run(self, id: str, asked: Asked) -> bytes:
        """The operation, up to the message that ends it."""
        assert self.credential is not None
        # With the rights they have now. Who has none any more is found by the watch as well.
        caller = await self._host.identity.holder(self.credential)
        operation = self._host.operations.find(asked)
        prepared = self._host.operations.prepare(operation, asked.variables)
        if operation.subscribes:
            return await self._follow(id, prepared, caller)
        result = await run(prepared, Context(caller, self._host.services), self._request_id)
        await self._writable()
        self._socket.send(next_message(id, result))
        return complete_message(id)

    async def _follow(self, id: str, prepared: Prepared, caller: Caller) -> bytes:
        (field,) = prepared.plan.fields
        execution = prepared.execution(Context(caller, self._host.services), self._request_id)
        try:
            async with aclosing(await execution.source(prepared.plan)) as bursts:
                async for burst in bursts:
                    # Read anew each time: what an earlier one found may have changed.
                    context = Context(caller, self._host.services)
                    for answer in await answers(prepared, context, self._request_id, burst):
                        await self._writable()
                        self._socket.send(next_message(id, answer))
        except Gap as gap:
            message = "Some changes cannot be told any more; what follows `resume` can."
            error: Exception = coded(message, "GAP", reason=gap.reason, resume=gap.resume)
        except Exception as failure:
            error = told(failure, self._request_id)
        else:
            return complete_message(id)
        return error_message(id, [located_error(error, list(field.nodes), [field.key]).formatted])

    async def _writable(self) -> None:
        """Waits while the client does not read."""
        while not self._socket.writable:
            self._room.clear()
            await self._room.wait()
