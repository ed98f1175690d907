"""Access and refresh tokens of a session.

An access token is a JWT after RFC 9068, signed with Ed25519. A refresh token is `session.secret`, both base64url;
only a hash of the secret is kept, and each use replaces it.
"""

import base64
import binascii
import hashlib
import secrets
import time
from dataclasses import dataclass
from uuid import UUID

import jwt

from services.chassis.identity import ALGORITHM, AUDIENCE, ISSUER, TYPE
from services.users.keys import SigningKey

ACCESS_SECONDS = 900
REFRESH_SECONDS = 30 * 86400
GRANT_SECONDS = 7 * 86400


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A session's id and the secret that renews it."""

    session: UUID
    secret: bytes

    @classmethod
    def new(cls, session: UUID) -> "RefreshToken":
        return cls(session, secrets.token_bytes(32))

    @classmethod
    def parse(cls, text: str) -> "RefreshToken | None":
        """None for what was never one of ours."""
        try:
            session, secret = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in text.split("."))
            return cls(UUID(bytes=session), secret)
        except (ValueError, binascii.Error):
            return None

    @property
    def text(self) -> str:
        return ".".join(
            base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (self.session.bytes, self.secret)
        )

    @property
    def hash(self) -> bytes:
        # 256 random bits need no slow hash.
        return hashlib.sha256(self.secret).digest()


def sign_access_token(key: SigningKey, *, user: UUID, session: UUID, role: str, seconds: int = ACCESS_SECONDS) -> str:
    """An access token that is good for so many seconds."""
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user),
        "sid": str(session),
        "role": role,
        "iat": now,
        "nbf": now,
        "exp": now + seconds,
        "jti": secrets.token_urlsafe(12),
    }
    return jwt.encode(claims, key.private, algorithm=ALGORITHM, headers={"typ": TYPE, "kid": key.id})
