"""How much one client may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.chassis.settings import number


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
