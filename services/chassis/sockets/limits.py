"""How much one client may ask for on sockets, and whether it is still there."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from services.chassis.settings import number
from services.chassis.sockets.connection import Socket


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    sockets_per_caller: int = 100
    subscriptions: int = 100
    messages_per_minute: int = 600
    largest_message: int = 64 * 1024
    auth_seconds: float = 10.0
    ping_seconds: float = 25.0
    # A client that reads nothing at all for so long is gone.
    stall_seconds: float = 7.0

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Limits":
        """Raises `InvalidSetting`."""
        return cls(
            sockets_per_caller=number(environment, "SOCKETS_PER_CALLER", 100, least=1, most=1_000_000),
            messages_per_minute=number(environment, "SOCKET_MESSAGES_PER_MINUTE", 600, least=1, most=1_000_000_000),
            auth_seconds=number(environment, "SOCKET_AUTH_SECONDS", 10, least=1, most=60),
            ping_seconds=number(environment, "SOCKET_PING_SECONDS", 25, least=1, most=3600),
        )


class Vigil:
    """What one client says, measured against the limits, and pings where it says nothing."""

    __slots__ = ("_limits", "_messages", "_minute", "_pinged_at", "opened_at")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.opened_at = self._pinged_at = self._minute = time.monotonic()
        self._messages = 0

    def allows_message(self) -> bool:
        """Counts one message; False when that is too many in a minute."""
        now = time.monotonic()
        if now - self._minute >= 60:
            self._minute, self._messages = now, 0
        self._messages += 1
        return self._messages <= self._limits.messages_per_minute

    def keep_alive(self, socket: Socket, now: float) -> None:
        """Pings a client that has been silent, and drops one that does not answer."""
        if now - socket.heard_at > 2.5 * self._limits.ping_seconds:
            socket.abort()
        elif now - max(socket.heard_at, self._pinged_at) > self._limits.ping_seconds:
            self._pinged_at = now
            socket.ping()
