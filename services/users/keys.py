"""The keys of the users service: made by itself, kept in the database, replaced without an outage.

`python -m services.users.keys` makes a new signing key; tokens of the old one stay good until they expire.
"""

import asyncio
import base64
import secrets
import sys
import time
from dataclasses import dataclass

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.chassis.database import Database, Row, Transaction
from services.chassis.identity import KEY_REFRESH_SECONDS
from services.chassis.queries import Queries
from services.chassis.settings import ServiceSettings, process_environment
from services.users.generated.models import JsonWebKey, JsonWebKeySet

QUERIES = Queries("users.sql")
LOCK, VERIFYING, ADD, RETIRE = (
    QUERIES[name] for name in ("lock_keys", "verifying_keys", "add_key", "retire_other_keys")
)
# How long a process may go on signing with a key that another one has retired.
REREAD_SECONDS = 30.0
RETIREMENT_SECONDS = 3600
# A verifier that met an unknown key looks again after KEY_REFRESH_SECONDS; only then may a new key sign.
SETTLING_SECONDS = 2 * KEY_REFRESH_SECONDS


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`settled`: published long enough to sign with."""

    id: str
    private: Ed25519PrivateKey
    settled: bool

    @property
    def public(self) -> JsonWebKey:
        """The public half as a JSON Web Key (RFC 8037)."""
        raw = self.private.public_key().public_bytes_raw()
        return JsonWebKey(
            kty="OKP",
            crv="Ed25519",
            x=base64.urlsafe_b64encode(raw).rstrip(b"=").decode(),
            kid=self.id,
            alg="EdDSA",
            use="sig",
        )


async def _add(transaction: Transaction) -> str:
    key_id = secrets.token_urlsafe(12)
    await transaction.run(ADD, {"id": key_id, "secret": secrets.token_bytes(32)})
    return key_id


class Keys:
    """Signing keys. The first process to look makes the first one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._signing: list[SigningKey] = []
        self._read = 0.0

    async def _rows(self) -> list[Row]:
        async def work(transaction: Transaction) -> list[Row]:
            wanted = {"settling": SETTLING_SECONDS}
            rows = await transaction.rows(VERIFYING, wanted)
            if rows:
                return rows
            await transaction.run(LOCK)
            if not await transaction.rows(VERIFYING, wanted):
                await _add(transaction)
            return await transaction.rows(VERIFYING, wanted)

        return await self._database.transaction(work)

    async def signing(self) -> SigningKey:
        """The key to sign with: the newest that has settled, or the very first one at once."""
        keys = await self._verifying()
        return next((key for key in keys if key.settled), keys[-1])

    async def _verifying(self) -> list[SigningKey]:
        """The keys that verify, newest first."""
        if not self._signing or time.monotonic() - self._read > REREAD_SECONDS:
            rows = await self._rows()
            self._signing = [
                SigningKey(row[0], Ed25519PrivateKey.from_private_bytes(bytes(row[1])), row[2]) for row in rows
            ]
            self._read = time.monotonic()
        return self._signing

    async def public(self) -> JsonWebKeySet:
        """What verifiers need, read afresh: they ask when they meet a key they do not know."""
        self._signing = []
        return JsonWebKeySet(keys=[key.public for key in await self._verifying()])

    async def rotate(self) -> str:
        """Makes a new signing key, retires the others, and gives the new key's id."""

        async def work(transaction: Transaction) -> str:
            await transaction.run(LOCK)
            key_id = await _add(transaction)
            await transaction.run(RETIRE, {"id": key_id, "seconds": RETIREMENT_SECONDS})
            return key_id

        self._signing = []
        return await self._database.transaction(work)


async def _rotate(settings: ServiceSettings) -> None:
    database = await Database.connect(settings.database_url, size=1, name="users-keys")
    try:
        structlog.get_logger("users").info("signing key made", kid=await Keys(database).rotate())
    finally:
        await database.close()


if __name__ == "__main__":
    read = ServiceSettings.read(process_environment(), default_port=8081)
    if not read.database_url:
        sys.exit("DATABASE_URL: must name the database whose key is to be replaced")
    asyncio.run(_rotate(read))
