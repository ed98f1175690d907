"""Access tokens of the FastAPI peer, and the dependencies that ask for them."""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Protocol
from urllib.request import urlopen
from uuid import UUID

import jwt
from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

MOST_REMEMBERED = 10_000

bearer = HTTPBearer(auto_error=False)


class Verifier(Protocol):
    """Gives a token's claims. Raises jwt.PyJWTError for one that is not good."""

    def claims(self, token: str) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class TokenVerifier:
    """Checks signature, expiry, issuer and audience of an access token."""

    keys: dict[str | None, jwt.PyJWK]
    issuer: str
    audience: str

    def claims(self, token: str) -> dict[str, Any]:
        key = self.keys.get(jwt.get_unverified_header(token).get("kid"))
        if key is None:
            raise jwt.InvalidKeyError("unknown key")
        return jwt.decode(
            token,
            key,
            algorithms=["EdDSA"],
            issuer=self.issuer,
            audience=self.audience,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )


@dataclass(frozen=True, slots=True)
class RememberingVerifier:
    """Asks `verifier` once for each token, and remembers the good ones until they expire."""

    verifier: Verifier
    _known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def claims(self, token: str) -> dict[str, Any]:
        claims = self._known.get(token)
        if claims is not None and claims["exp"] > time.time():
            return claims
        claims = self.verifier.claims(token)
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[token] = claims
        return claims


def read_jwks(source: str) -> dict[str | None, jwt.PyJWK]:
    """The keys of a JSON Web Key Set, by id. `source` is an http address or a file."""
    if source.startswith(("http://", "https://")):
        with urlopen(source, timeout=5) as answer:
            document = json.load(answer)
    else:
        document = json.loads(Path(source).read_text())
    return {key.key_id: key for key in jwt.PyJWKSet.from_dict(document).keys}


@dataclass(frozen=True, slots=True)
class Caller:
    user_id: UUID
    role: str

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"


async def get_caller(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Caller:
    if credentials is None:
        raise HTTPException(401, "Authentication is required.", headers={"WWW-Authenticate": "Bearer"})
    try:
        claims = request.app.state.verifier.claims(credentials.credentials)
        return Caller(user_id=UUID(claims["sub"]), role=claims["role"])
    except (jwt.PyJWTError, KeyError, ValueError):
        challenge = 'Bearer error="invalid_token"'
        raise HTTPException(401, "The token is not valid.", headers={"WWW-Authenticate": challenge}) from None


AnyCaller = Annotated[Caller, Depends(get_caller)]


async def require_admin(caller: AnyCaller) -> Caller:
    if not caller.is_admin:
        raise HTTPException(403, "Only an admin may do this.")
    return caller


async def require_self_or_admin(user_id: UUID, caller: AnyCaller) -> Caller:
    if not caller.is_admin and caller.user_id != user_id:
        raise HTTPException(404, "There is no such user.")
    return caller
