"""What is said on one WebSocket (seed, section 3.1)."""

import asyncio
from collections import deque
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from msgspec import UNSET, UnsetType

from services.chassis.callers import Caller
from services.chassis.problems import (
    DatabaseUnavailable,
    IdentityUnavailable,
    Problem,
    ServiceUnavailable,
    Violation,
    bad_request,
    unavailable,
)
from services.chassis.sockets import Close, Handshake, Socket, Vigil
from services.realtime.generated import models
from services.realtime.generated.models import (
    AckMessage,
    Admission,
    AuthenticatedMessage,
    AuthMessage,
    Channel,
    Clock,
    ConnectedMessage,
    ErrorMessage,
    Overflow,
    PingMessage,
    PongMessage,
    Refusal,
    Standing,
    StandingStatus,
    SubscribeMessage,
    UnsubscribeMessage,
    Welcome,
)
from services.realtime.node import Node
from services.realtime.plans import choose
from services.realtime.positions import BadToken, Resume
from services.realtime.sending import Sender, SocketSubscription

ClientMessage = AuthMessage | SubscribeMessage | UnsubscribeMessage | PingMessage
AWAY = (DatabaseUnavailable, IdentityUnavailable, ServiceUnavailable)

log = structlog.get_logger("realtime")
_decode = msgspec.json.Decoder(ClientMessage).decode
_encode = msgspec.json.encode


class Session:
    """One client. Messages are handled one after the other, however long each takes."""

    def __init__(self, node: Node, handshake: Handshake) -> None:
        self.caller: Caller | None = None
        self._node = node
        self._credential = handshake.credential
        self._vigil = Vigil(node.limits)
        self._subscriptions: dict[str, SocketSubscription] = {}
        self._numbers = 0
        self._waiting: deque[ClientMessage] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy = False

    # What the socket tells.

    def opened(self, socket: Socket) -> None:
        self._socket = socket
        self._sender = Sender(self._node, socket, self._subscriptions)
        self._node.watch.enter(self)
        if self._credential is None:
            self._welcome()
        else:
            self._begin(self._admit_by_header(self._credential))
            self._credential = None

    def received(self, text: bytes) -> None:
        if not self._vigil.allows_message():
            self.end(Close.TOO_MANY, "too many messages")
            return
        try:
            message = _decode(text)
        except (msgspec.DecodeError, RecursionError) as error:
            self.end(Close.MALFORMED, f"malformed: {error}")
            return
        if self._busy:
            self._waiting.append(message)
        else:
            self._handle(message)

    def drained(self) -> None:
        self._sender.drained()

    def closed(self) -> None:
        self._node.watch.leave(self)
        self._sender.close()
        for subscription in self._subscriptions.values():
            subscription.end()
        self._subscriptions.clear()
        self._waiting.clear()
        for task in self._tasks:
            task.cancel()

    # What the watch tells.

    def end(self, code: Close, reason: str) -> None:
        self._sender.close()
        self._socket.close(code, reason)

    def tick(self, now: float) -> None:
        limits = self._node.limits
        if self.caller is None and now - self._vigil.opened_at > limits.auth_seconds:
            self.end(Close.UNAUTHENTICATED, "no credentials in time")
        elif self._sender.stalled_for(now) > limits.stall_seconds:
            self._sender.fail()
            self._sender.flush()
        else:
            self._vigil.keep_alive(self._socket, now)

    # Messages.

    def _begin(self, work: Awaitable[None]) -> None:
        """Does it before the next message is looked at."""
        self._busy = True
        self._spawn(self._proceed(work))

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _proceed(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:  # the outermost edge: a defect ends this connection and no other
            log.error("a socket failed", exc_info=error)
            self.end(Close.INTERNAL, "something went wrong on our side")
        self._busy = False
        while self._waiting and not self._busy and self._socket.is_open:
            self._handle(self._waiting.popleft())

    def _handle(self, message: ClientMessage) -> None:
        match message:
            case PingMessage():
                self._send(PongMessage(payload=Clock(timestamp=datetime.now(UTC)), id=message.id))
            case AuthMessage():
                self._begin(self._admit_by_message(message))
            case SubscribeMessage():
                self._begin(self._answering(message.id, self._subscribe(message)))
            case UnsubscribeMessage():
                self._begin(self._answering(message.id, self._unsubscribe(message)))

    async def _answering(self, id: str | UnsetType, work: Awaitable[None]) -> None:
        """A refusal becomes an error message; the socket stays."""
        try:
            await work
        except Problem as problem:
            self._refuse(id, problem)
        except AWAY:
            self._refuse(id, unavailable("The change log"))

    def _refuse(self, id: str | UnsetType, problem: Problem) -> None:
        details = [models.Violation(field_=found.field, message=found.message) for found in problem.violations]
        self._send(ErrorMessage(payload=Refusal(code=problem.code, message=problem.message, details=details), id=id))

    def _send(self, message: msgspec.Struct) -> None:
        self._sender.send(_encode(message))

    def _welcome(self) -> None:
        limits = self._node.limits
        welcome = Welcome(
            client_id=uuid4().hex,
            authenticated=self.caller is not None,
            auth_seconds=limits.auth_seconds,
            ping_seconds=limits.ping_seconds,
            timestamp=datetime.now(UTC),
        )
        self._send(ConnectedMessage(payload=welcome))

    async def _admit_by_header(self, credential: str) -> None:
        refusal = await self._admitted(credential)
        if refusal is None:
            self._welcome()
        else:
            self.end(*refusal)

    async def _admit_by_message(self, message: AuthMessage) -> None:
        refusal = await self._admitted(message.payload.token)
        text = refusal[1] if refusal else "Authentication successful"
        self._send(AuthenticatedMessage(payload=Admission(success=refusal is None, message=text), id=message.id))
        if refusal is not None:
            # One attempt: guessing takes a connection each, which the gateway counts.
            self.end(*refusal)

    async def _admitted(self, credential: str) -> tuple[Close, str] | None:
        """Lets in who the credential says, in place of whoever was there; else how the socket must end."""
        watch = self._node.watch
        try:
            caller = await watch.admit(credential)
        except Problem as problem:
            return Close.UNAUTHENTICATED, problem.message
        except AWAY:
            return Close.TRY_LATER, "Credentials cannot be looked at now."
        if self.caller is not None and (self.caller.user_id, self.caller.role) != (caller.user_id, caller.role):
            return Close.UNAUTHENTICATED, "The socket is somebody else's already."
        if self.caller is None and watch.connections_of(caller) >= self._node.limits.sockets_per_caller:
            return Close.TOO_MANY, "Too many connections."
        watch.leave(self)
        self.caller = caller
        if self._socket.is_open:
            watch.enter(self)
        return None

    async def _subscribe(self, message: SubscribeMessage) -> None:
        if self.caller is None:
            raise Problem(401, "UNAUTHORIZED", "Authentication required.")
        if len(self._subscriptions) >= self._node.limits.subscriptions:
            raise Problem(429, "TOO_MANY_SUBSCRIPTIONS", f"At most {self._node.limits.subscriptions} subscriptions.")
        if any(message.id == subscription.id for subscription in self._subscriptions.values()):
            raise Problem(409, "CONFLICT", "This id is a subscription's already.", (Violation("id", "In use."),))
        wish = message.payload
        choice = choose(self.caller, wish.channel, wish.filter, wish.fields)
        since = _resume(wish.since)
        self._numbers += 1
        subscription_id = f"sub_{self._numbers}"
        subscription = SocketSubscription(
            self._node, self._sender, choice, since, message.id, subscription_id, wish.overflow is Overflow.COALESCE
        )
        if since is None:
            try:
                await subscription.begin()
            except DatabaseUnavailable:
                subscription.end()
                raise
        if not self._socket.is_open:
            subscription.end()
            return
        self._subscriptions[subscription_id] = subscription
        standing = Standing(
            subscription_id=subscription_id,
            status=StandingStatus.ACTIVE,
            channel=Channel(choice.channel),
            resume=subscription.sent.token,
        )
        self._send(AckMessage(payload=standing, id=message.id, subscription_id=subscription_id))
        if since is not None:
            self._spawn(self._catch_up(subscription))

    async def _catch_up(self, subscription: SocketSubscription) -> None:
        try:
            await subscription.catch_up()
        except Exception as error:  # as above
            log.error("a subscription failed", exc_info=error)
            self.end(Close.INTERNAL, "something went wrong on our side")

    async def _unsubscribe(self, message: UnsubscribeMessage) -> None:
        subscription_id = message.payload.subscription_id
        subscription = self._subscriptions.pop(subscription_id, None)
        if subscription is None:
            missing = Violation("payload.subscription_id", "No subscription of this socket.")
            raise Problem(404, "NOT_FOUND", "Subscription not found.", (missing,))
        subscription.end()
        self._sender.forget(subscription)
        standing = Standing(subscription_id=subscription_id, status=StandingStatus.UNSUBSCRIBED)
        id = subscription.id if message.id is UNSET else message.id
        self._send(AckMessage(payload=standing, id=id, subscription_id=subscription_id))


def _resume(token: str | UnsetType) -> Resume | None:
    try:
        return None if token is UNSET else Resume.parse(token)
    except BadToken as error:
        raise bad_request("The subscription cannot be made.", Violation("since", "No resume token.")) from error
