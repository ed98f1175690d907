"""From a bearer token to a caller: signature, claims, and whether the session still lives."""

import re
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import jwt
import msgspec

from services.chassis.callers import ANONYMOUS, Caller, Role
from services.chassis.coalesce import Coalescer
from services.chassis.problems import Problem, unauthorized
from services.chassis.replies import Json

ISSUER = "trellis"
AUDIENCE = "trellis-api"
TYPE = "at+jwt"
ALGORITHM = "EdDSA"

# Suspension, deletion and revocation must take effect within 5 s; the look-up itself may take the rest.
SESSION_SECONDS = 4.0
KEY_REFRESH_SECONDS = 5.0
REMEMBERED = 50_000
KID = re.compile(r"[A-Za-z0-9_-]{1,64}")

KeySource = Callable[[], Awaitable[bytes]]
SessionSource = Callable[[Caller], Awaitable[Role | None]]


class Claims(msgspec.Struct, frozen=True):
    """What an access token says (RFC 9068)."""

    sub: UUID
    sid: UUID
    role: Role
    exp: int


def _refused(message: str) -> Problem:
    return unauthorized(message, presented=True)


class Tokens:
    """Verifies access tokens against the issuer's JSON Web Key Set.

    `keys` gives the set as JSON. A verified token is remembered until it expires, so the signature costs once.
    """

    def __init__(self, keys: KeySource) -> None:
        self._source = keys
        self._keys: dict[str, jwt.PyJWK] = {}
        self._reads: Coalescer[str, None] = Coalescer(self._read, flights=1)
        self._read_at = -KEY_REFRESH_SECONDS
        self._known: dict[str, tuple[float, Caller]] = {}

    async def caller(self, token: str) -> Caller:
        """Who holds the token, by its own word. Raises a 401 when it cannot be trusted."""
        known = self._known.get(token)
        if known is not None:
            expires, caller = known
            if time.time() < expires:
                return caller
            del self._known[token]
            raise _refused("The access token has expired.")
        claims = await self._claims(token)
        caller = Caller(role=claims.role, user_id=claims.sub, session_id=claims.sid, token=token)
        if len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[token] = (claims.exp, caller)
        return caller

    async def _claims(self, token: str) -> Claims:
        try:
            header = jwt.get_unverified_header(token)
            kid = header.get("kid")
            if header.get("typ") != TYPE or not isinstance(kid, str) or not KID.fullmatch(kid):
                raise _refused("The access token is not one of ours.")
            key = await self._key(kid)
            payload = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": ["exp", "iat", "nbf", "iss", "aud", "sub"]},
            )
            return msgspec.convert(payload, Claims)
        except jwt.ExpiredSignatureError as error:
            raise _refused("The access token has expired.") from error
        except (jwt.InvalidTokenError, msgspec.ValidationError, UnicodeError) as error:
            raise _refused("The access token is invalid.") from error

    async def _key(self, kid: str) -> jwt.PyJWK:
        # An unknown key id may be a new key. A flood of made-up ones must not become a flood of questions, but a
        # question that failed has not been answered: whoever asks then learns that, not that the token is bad.
        if kid not in self._keys and time.monotonic() - self._read_at >= KEY_REFRESH_SECONDS:
            await self._reads.load(kid)
        key = self._keys.get(kid)
        if key is None:
            raise _refused("The access token is signed with an unknown key.")
        return key

    async def _read(self, kids: Sequence[str]) -> dict[str, None]:
        keys = jwt.PyJWKSet.from_json((await self._source()).decode()).keys
        self._keys = {key.key_id: key for key in keys if key.key_id}
        self._read_at = time.monotonic()
        return {}


class Identity:
    """Tokens, and the live state of the sessions behind them."""

    def __init__(self, keys: KeySource, session: SessionSource) -> None:
        self.tokens = Tokens(keys)
        self._session = session
        self._states: dict[UUID, tuple[float, Role | None]] = {}
        self._lookups: Coalescer[Caller, Role | None] = Coalescer(self._look_up, flights=4, most=1)

    async def caller(self, token: str) -> Caller:
        """Who holds the token, with the role they have now. Raises a 401 when token or session is no longer good."""
        caller = await self.tokens.caller(token)
        session = caller.session_id
        assert session is not None
        state = self._states.get(session)
        now = time.monotonic()
        if state is None or now - state[0] >= SESSION_SECONDS:
            state = (now, await self._lookups.load(caller))
            if len(self._states) >= REMEMBERED:
                del self._states[next(iter(self._states))]
            self._states[session] = state
        role = state[1]
        if role is None:
            raise _refused("The session has ended.")
        return caller if role is caller.role else msgspec.structs.replace(caller, role=role)

    async def _look_up(self, callers: Sequence[Caller]) -> dict[Caller, Role | None]:
        return {caller: await self._session(caller) for caller in callers}


class _State(msgspec.Struct):
    role: Role


def identity_through(
    keys: Callable[[Caller], Awaitable[Json[Any]]], session: Callable[[Caller], Awaitable[Json[Any]]]
) -> Identity:
    """The identity of a service that has to ask: `keys` and `session` are the issuer's own operations."""

    async def public_keys() -> bytes:
        return (await keys(ANONYMOUS)).body

    async def live_role(caller: Caller) -> Role | None:
        try:
            return msgspec.json.decode((await session(caller)).body, type=_State).role
        except Problem as problem:
            if problem.status == 401:
                return None
            raise

    return Identity(public_keys, live_role)
