"""Tokens that somebody else made, or made for something else: refused at the gateway, and by the service alone."""

import asyncio
import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.chassis.database import Database
from services.users.keys import Keys, SigningKey
from tests.api import Api
from tests.users.test_signing_in import claims

DOORS = ["gateway", "service"]
NOW = int(time.time())


@pytest.fixture(scope="module")
async def key(database_url: str) -> SigningKey:
    """The key the service signs with now."""
    database = await Database.connect(database_url, size=1, name="tests-keys")
    try:
        return await Keys(database).signing()
    finally:
        await database.close()


@pytest.fixture
def good(admin: Api) -> dict[str, Any]:
    """Claims of a live session that may list users."""
    assert admin.token is not None
    said: dict[str, Any] = claims(admin.token)
    return said


@pytest.fixture
def doors(api: Api, users_service_url: str) -> dict[str, Api]:
    service = Api(api.session, users_service_url, prefix="")
    return {"gateway": api, "service": service}


def _signed(key: SigningKey, said: dict[str, Any], private: Ed25519PrivateKey | None = None, **header: Any) -> str:
    header = {"typ": "at+jwt", "kid": key.id, **header}
    # The layer below `jwt.encode`, which does not mind what the claims are.
    payload = json.dumps(said).encode()
    kept = {name: value for name, value in header.items() if value is not None}
    return jwt.PyJWS().encode(payload, private or key.private, algorithm="EdDSA", headers=kept)


def _part(value: bytes | dict[str, Any]) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _hs256(header: dict[str, Any], said: dict[str, Any], secret: bytes) -> str:
    text = f"{_part(header)}.{_part(said)}"
    return f"{text}.{_part(hmac.digest(secret, text.encode(), 'sha256'))}"


@pytest.mark.parametrize("door", DOORS)
async def test_a_token_made_by_the_rules_is_taken(doors: dict[str, Api], door: str, key: SigningKey, good: Any) -> None:
    assert (await doors[door].holding(_signed(key, good)).get("/users")).status == 200


async def _assert_refused(caller: Api, token: str) -> None:
    answer = await caller.holding(token).get("/users")
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="trellis", error="invalid_token"'
    assert answer.json()["code"] == "UNAUTHORIZED"


CLAIMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "expired": lambda said: said | {"exp": NOW - 1, "iat": NOW - 901, "nbf": NOW - 901},
    "not yet good": lambda said: said | {"nbf": NOW + 600},
    "of the future": lambda said: said | {"iat": NOW + 600},
    "for another audience": lambda said: said | {"aud": "another-api"},
    "for no audience": lambda said: said | {"aud": []},
    "of another issuer": lambda said: said | {"iss": "https://evil.example"},
    "of an issuer in a list": lambda said: said | {"iss": ["trellis"]},
    "whose subject is no uuid": lambda said: said | {"sub": "admin"},
    "whose session is no uuid": lambda said: said | {"sid": "1"},
    "of a session that is not there": lambda said: said | {"sid": "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"},
    "with a role of its own": lambda said: said | {"role": "root"},
    "that expires in text": lambda said: said | {"exp": "never"},
    "that expires with the world": lambda said: said | {"exp": float("inf")},
    "that expired before time": lambda said: said | {"exp": -1},
}
REQUIRED = ["exp", "iat", "nbf", "iss", "aud", "sub", "sid", "role"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", CLAIMS)
async def test_a_token_with_wrong_claims_is_refused(
    doors: dict[str, Api], door: str, key: SigningKey, good: dict[str, Any], name: str
) -> None:
    await _assert_refused(doors[door], _signed(key, CLAIMS[name](good)))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", REQUIRED)
async def test_a_token_that_lacks_a_claim_is_refused(
    doors: dict[str, Api], door: str, key: SigningKey, good: dict[str, Any], name: str
) -> None:
    del good[name]
    await _assert_refused(doors[door], _signed(key, good))


HEADERS: dict[str, dict[str, Any]] = {
    "of type JWT": {"typ": "JWT"},
    "of no type": {"typ": None},
    "of another kind": {"typ": "rt+jwt"},
    "of an unknown key": {"kid": "unknown"},
    "of no key": {"kid": None},
    "of a key that is a path": {"kid": "../../../dev/null"},
    "of a key that is SQL": {"kid": "' OR 1=1 --"},
    "of an endless key": {"kid": "k" * 65},
    "with a critical extension": {"crit": ["exp"], "exp": NOW + 900},
    "with an unknown critical extension": {"crit": ["x-unknown"], "x-unknown": 1},
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", HEADERS)
async def test_a_token_with_a_wrong_header_is_refused(
    doors: dict[str, Api], door: str, key: SigningKey, good: dict[str, Any], name: str
) -> None:
    await _assert_refused(doors[door], _signed(key, good, **HEADERS[name]))


@pytest.mark.parametrize("door", DOORS)
async def test_nobody_elses_signature_counts(doors: dict[str, Api], door: str, key: SigningKey, good: Any) -> None:
    stranger = Ed25519PrivateKey.generate()
    public = stranger.public_key().public_bytes_raw()
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": _part(public), "kid": key.id}
    caller = doors[door]
    await _assert_refused(caller, _signed(key, good, stranger))
    await _assert_refused(caller, _signed(key, good, stranger, jwk=jwk))
    await _assert_refused(caller, _signed(key, good, stranger, jku="https://evil.example/jwks.json"))
    good_token = _signed(key, good)
    head, body, seal = good_token.split(".")
    await _assert_refused(caller, f"{head}.{_part(good | {'jti': 'changed'})}.{seal}")
    await _assert_refused(caller, f"{head}.{body}.")
    await _assert_refused(caller, f"{head}.{body}.{_part(bytes(64))}")


@pytest.mark.parametrize("door", DOORS)
async def test_no_algorithm_but_ours_counts(doors: dict[str, Api], door: str, key: SigningKey, good: Any) -> None:
    caller, public = doors[door], key.private.public_key()
    for algorithm in ("none", "None", "NONE", "nOnE", ""):
        head = {"typ": "at+jwt", "kid": key.id, "alg": algorithm}
        for seal in ("", _part(b"x"), _signed(key, good).split(".")[2]):
            await _assert_refused(caller, f"{_part(head)}.{_part(good)}.{seal}")
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, pem.strip(), public.public_bytes_raw(), _part(public.public_bytes_raw()).encode(), b""):
        await _assert_refused(caller, _hs256({"typ": "at+jwt", "kid": key.id, "alg": "HS256"}, good, secret))


NOISE = [
    "x", "a.b", "a.b.c", "a.b.c.d.e", "....", "null", "{}", "e30.e30.e30", "ä.ö.ü",
    f"{_part(b'[]')}.{_part(b'{}')}.x", f"{_part(b'7')}.{_part(b'7')}.x", f"{_part(b'{')}.e30.x",
    f"{_part(b'[' * 3000 + b']' * 3000)}.e30.x", f"{_part(bytes(range(256)))}.e30.x", "A" * 6000,
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("token", NOISE)
async def test_noise_is_refused_like_everything_else(doors: dict[str, Api], door: str, token: str) -> None:
    await _assert_refused(doors[door], token)


async def test_a_token_that_is_remembered_still_expires(doors: dict[str, Api], key: SigningKey, good: Any) -> None:
    token = _signed(key, good | {"exp": int(time.time()) + 2})
    for caller in doors.values():
        assert (await caller.holding(token).get("/users")).status == 200
    await asyncio.sleep(2.1)
    for caller in doors.values():
        await _assert_refused(caller, token)


async def test_the_role_in_a_token_is_not_the_last_word(doors: dict[str, Api], key: SigningKey, alice: Api) -> None:
    assert alice.token is not None
    forged = _signed(key, claims(alice.token) | {"role": "admin"})
    for caller in doors.values():
        assert (await caller.holding(forged).get("/users")).status == 403
