"""API keys: `trk_<id>_<secret>`, the id and 32 random bytes in base64url. Only a hash of the secret is kept."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec
from msgspec import UNSET

from services.chassis.callers import Caller, Role
from services.chassis.coalesce import Coalescer
from services.chassis.database import Database, Transaction
from services.chassis.listing import Collection
from services.users.generated import filters
from services.users.generated.models import ApiKeyScope, CreateApiKeyRequest
from services.users.problems import ApiKeyNotFound
from services.users.store import QUERIES

PREFIX = "trk_"
API_KEYS = Collection(
    QUERIES["page_of_api_keys"],
    QUERIES["count_api_keys"],
    filters.LIST_API_KEYS_FIELDS,
    filters.LIST_API_KEYS_PARAMETERS,
    ("-created_at",),
)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key in its parts."""

    id: UUID
    secret: bytes

    @classmethod
    def new(cls) -> "ApiKey":
        return cls(uuid4(), secrets.token_bytes(32))

    @classmethod
    def parse(cls, text: str) -> "ApiKey | None":
        """None for what was never one of ours."""
        # 22 and 43 characters of base64url, which may themselves hold the separator.
        if not text.startswith(PREFIX) or len(text) != 70 or text[26] != "_":
            return None
        try:
            return cls(UUID(bytes=_unbase64(text[4:26])), _unbase64(text[27:]))
        except ValueError:
            return None

    @property
    def text(self) -> str:
        return f"{PREFIX}{_base64(self.id.bytes)}_{_base64(self.secret)}"

    @property
    def hash(self) -> bytes:
        # 256 random bits need no slow hash.
        return hashlib.sha256(self.secret).digest()


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


@dataclass(frozen=True, slots=True)
class Holder:
    """What the database knows of a good key."""

    secret_hash: bytes
    scopes: frozenset[str]
    user_id: UUID
    role: str


class ApiKeys:
    """Reads and writes `users.api_keys`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holders: Coalescer[UUID, Holder] = Coalescer(self._fetch)

    async def _fetch(self, ids: Sequence[UUID]) -> dict[UUID, Holder]:
        rows = await self._database.rows(QUERIES["holders_of_api_keys"], {"ids": list(ids)})
        return {row[0]: Holder(bytes(row[1]), frozenset(row[2]), row[3], row[4]) for row in rows}

    async def holder(self, text: str) -> Caller | None:
        """The caller behind a key, or None when it is good for nothing. An admin's key without the scope `admin`
        may do what a user may."""
        key = ApiKey.parse(text)
        found = await self._holders.load(key.id) if key is not None else None
        if key is None or found is None or not hmac.compare_digest(found.secret_hash, key.hash):
            return None
        role = Role(found.role)
        if role is Role.ADMIN and ApiKeyScope.ADMIN not in found.scopes:
            role = Role.USER
        return Caller(role=role, user_id=found.user_id, api_key=text, scopes=found.scopes)

    async def create(self, transaction: Transaction, user_id: UUID, request: CreateApiKeyRequest) -> tuple[UUID, bytes]:
        """The new key's id, and NewApiKey as JSON: the only time its secret is seen."""
        key = ApiKey.new()
        parameters = {
            "id": key.id,
            "user_id": user_id,
            "name": request.name,
            "secret_hash": key.hash,
            "scopes": sorted({scope.value for scope in request.scopes}),
            "seconds": None if request.expires_in is UNSET else request.expires_in,
        }
        row = await transaction.row(QUERIES["create_api_key"], parameters)
        assert row is not None
        known: str = row[0]
        return key.id, b'%s,"key":%s}' % (known[:-1].encode(), msgspec.json.encode(key.text))

    async def revoke(self, transaction: Transaction, key_id: UUID, owner: UUID | None) -> None:
        """Raises `ApiKeyNotFound`, also for another owner's."""
        if not await transaction.run(QUERIES["revoke_api_key"], {"id": key_id, "owner": owner}):
            raise ApiKeyNotFound
