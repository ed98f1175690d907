"""From a bearer token to a caller: signature, claims, and whether the session still lives."""

import re
import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar
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
SESSION_SECONDS = 3.0
KEY_REFRESH_SECONDS = 5.0
REMEMBERED = 50_000
LONGEST_KEY = 200
KID = re.compile(r"[A-Za-z0-9_-]{1,64}")

KeySource = Callable[[], Awaitable[bytes]]
SessionSource = Callable[[Caller], Awaitable[Role | None]]
HolderSource = Callable[[str], Awaitable[Caller | None]]
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


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
        caller = Caller(role=claims.role, user_id=claims.sub, session_id=claims.sid, token=token, expires_at=claims.exp)
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
    """Tokens and API keys, and whether what is behind them still lives.

    `session` gives the role a token's session has now, `holder` the caller behind an API key; None ends both.
    """

    def __init__(self, keys: KeySource, session: SessionSource, holder: HolderSource) -> None:
        self.tokens = Tokens(keys)
        self._sessions: Fresh[Caller, Role] = Fresh(session)
        self._holders: Fresh[str, Caller] = Fresh(holder)

    async def caller(self, token: str, *, within: float = SESSION_SECONDS) -> Caller:
        """Who holds the token, with the role they have now. Raises a 401 when token or session is no longer good."""
        caller = await self.tokens.caller(token)
        role = await self._sessions.of(caller, within)
        if role is None:
            raise _refused("The session has ended.")
        return caller if role is caller.role else msgspec.structs.replace(caller, role=role)

    async def holder(self, credential: str, *, within: float = SESSION_SECONDS) -> Caller:
        """Who holds an access token or an API key, as of `within` so many seconds. Raises a 401."""
        if not credential.isascii() or not credential.isprintable():
            raise _refused("The credential is neither an access token nor an API key.")
        look_up = self.caller if credential.count(".") == 2 else self.key_holder
        return await look_up(credential, within=within)

    async def key_holder(self, key: str, *, within: float = SESSION_SECONDS) -> Caller:
        """Who holds the API key. Raises a 401 when it is unknown, expired or revoked."""
        caller = await self._holders.of(key, within) if len(key) <= LONGEST_KEY else None
        if caller is None:
            raise _refused("The API key is good for nothing.")
        return caller


class Fresh(Generic[K, V]):
    """Answers of `look_up` that are as fresh as is asked for; concurrent questions about one key are one."""

    def __init__(self, look_up: Callable[[K], Awaitable[V | None]]) -> None:
        self._look_up = look_up
        self._known: dict[K, tuple[float, V | None]] = {}
        self._loads: Coalescer[K, V] = Coalescer(self._fetch, flights=4, most=1)

    async def of(self, key: K, within: float) -> V | None:
        known = self._known.get(key)
        now = time.monotonic()
        if known is None or now - known[0] >= within:
            known = (now, await self._loads.load(key))
            if len(self._known) >= REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[key] = known
        return known[1]

    async def _fetch(self, keys: Sequence[K]) -> dict[K, V]:
        answers = {key: await self._look_up(key) for key in keys}
        return {key: answer for key, answer in answers.items() if answer is not None}


class _State(msgspec.Struct):
    user_id: UUID
    role: Role
    scopes: frozenset[str] | None


def identity_through(
    keys: Callable[[Caller], Awaitable[Json[Any]]], session: Callable[[Caller], Awaitable[Json[Any]]]
) -> Identity:
    """The identity of a service that has to ask: `keys` and `session` are the issuer's own operations."""

    async def public_keys() -> bytes:
        return (await keys(ANONYMOUS)).body

    async def state(caller: Caller) -> _State | None:
        try:
            return msgspec.json.decode((await session(caller)).body, type=_State)
        except Problem as problem:
            if problem.status == 401:
                return None
            raise

    async def live_role(caller: Caller) -> Role | None:
        found = await state(caller)
        return found.role if found else None

    async def holder(key: str) -> Caller | None:
        found = await state(Caller(api_key=key))
        if found is None:
            return None
        return Caller(role=found.role, user_id=found.user_id, api_key=key, scopes=found.scopes)

    return Identity(public_keys, live_role, holder)
