"""WebSockets (RFC 6455): frames, the handshake, and a connection without a task of its own."""

from services.chassis.sockets.connection import Close, Session, Socket
from services.chassis.sockets.handshake import Handshake, SocketFactory, accepted, chosen_protocol, upgrading
from services.chassis.sockets.limits import Limits, Vigil

__all__ = [
    "Close",
    "Handshake",
    "Limits",
    "Session",
    "Socket",
    "SocketFactory",
    "Vigil",
    "accepted",
    "chosen_protocol",
    "upgrading",
]
