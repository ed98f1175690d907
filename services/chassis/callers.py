"""Who is asking."""

from enum import StrEnum
from uuid import UUID

import msgspec


class Role(StrEnum):
    """Rows of the access table. A guest account may do what a user may."""

    ANONYMOUS = "anonymous"
    USER = "user"
    GUEST = "guest"
    ADMIN = "admin"


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """The principal behind a request. Its credential goes along when one service calls another.

    `scopes` is what an API key allows: read, write, admin; None, for a token, is everything the role may. `expires_at`
    is when a token ends, in seconds since the epoch.
    """

    role: Role = Role.ANONYMOUS
    user_id: UUID | None = None
    session_id: UUID | None = None
    token: str | None = None
    api_key: str | None = None
    scopes: frozenset[str] | None = None
    expires_at: float | None = None

    def __hash__(self) -> int:
        # Requests that arrive together are gathered by caller. A credential has one holder, and a string remembers
        # its hash, which the other members do not.
        return hash(self.token or self.api_key)

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN


ANONYMOUS = Caller()
