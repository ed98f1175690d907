"""WebSockets (RFC 6455): frames, the handshake, and a connection without a task of its own."""

from services.chassis.sockets.connection import Close, Session, Socket
from services.chassis.sockets.handshake import Handshake, SocketFactory, accepted, upgrading

__all__ = ["Close", "Handshake", "Session", "Socket", "SocketFactory", "accepted", "upgrading"]
