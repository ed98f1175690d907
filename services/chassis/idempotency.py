"""Idempotency-Key: a POST that is repeated is answered, not done again.

The stored answer is written in the transaction of the write itself, so there is never one without the other.
Each service keeps them in a table `idempotency_keys` of its own schema. Answers hold personal data, and one of them a
new API key: what is stored can be read only with the client's own key, which is not stored.
"""

import hashlib
import hmac
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.chassis.callers import Caller
from services.chassis.database import Database, Row, Transaction
from services.chassis.problems import Fact, Violation
from services.chassis.replies import Json

T = TypeVar("T")


class KeyInFlight(Fact):
    """A request with this Idempotency-Key is still being served."""


class KeyReused(Fact):
    """This Idempotency-Key was used for another request."""

    violations = (Violation("Idempotency-Key", "Already used with another body."),)


NONCE_BYTES = 12

# One key, one request at a time: the lock is free again when the transaction ends, however it ends.
LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%(scope)s, 0))"
FIND = """
SELECT fingerprint, body, location, version FROM {schema}.idempotency_keys
WHERE scope = %(scope)s AND created_at > clock_timestamp() - interval '24 hours'
"""
KEEP = """
INSERT INTO {schema}.idempotency_keys (scope, fingerprint, body, location, version)
VALUES (%(scope)s, %(fingerprint)s, %(body)s, %(location)s, %(version)s)
ON CONFLICT (scope) DO UPDATE
SET fingerprint = excluded.fingerprint, body = excluded.body, location = excluded.location,
    version = excluded.version, created_at = clock_timestamp()
"""


@dataclass(frozen=True, slots=True)
class Idempotency:
    """The key of one request. `scope` is a digest of caller, route and key; `fingerprint` tells one body from
    another; `seal` is what the stored answer is encrypted with (AES-GCM)."""

    schema: str = ""
    scope: str | None = None
    fingerprint: bytes = b""
    key: str | None = None
    seal: bytes = b""

    @classmethod
    def of(cls, schema: str, caller: Caller, route: str, key: str | None, body: bytes) -> "Idempotency":
        """Without a key nothing is looked up and nothing kept. The draft writes the key as a quoted string; the bare
        form, which clients have used for years, means the same."""
        if key is None:
            return NO_KEY
        bare = key[1:-1] if len(key) > 1 and key[0] == key[-1] == '"' else key
        request = f"{caller.user_id}\n{route}\n{bare}".encode()
        return cls(
            schema,
            hashlib.sha256(request).hexdigest(),
            # A body may hold a password: its digest alone would let whoever reads the table try them out.
            hmac.digest(request, body, "sha256"),
            bare,
            hmac.digest(request, b"stored answer", "sha256"),
        )

    async def once(self, database: Database, work: Callable[[Transaction], Awaitable[Json[T]]]) -> Json[T]:
        """The reply of `work`, run in a transaction, or the stored one of an earlier request with this key.
        Raises `KeyInFlight` or `KeyReused`. What `work` raises is not kept: that request may be repeated."""
        if self.scope is None:
            return await database.transaction(work)
        named: dict[str, Any] = {"scope": self.scope}

        async def guarded(transaction: Transaction) -> Json[T]:
            row = await transaction.row(LOCK, named)
            if row is None or not row[0]:
                raise KeyInFlight
            kept: Json[T] | None = self._kept(await transaction.row(FIND.format(schema=self.schema), named))
            if kept is not None:
                return kept
            reply = await work(transaction)
            await transaction.run(
                KEEP.format(schema=self.schema),
                {
                    **named,
                    "fingerprint": self.fingerprint,
                    "body": self._sealed(reply.body),
                    "location": reply.location,
                    "version": reply.version,
                },
            )
            return reply

        return await database.transaction(guarded)

    async def stored(self, database: Database) -> Json[Any] | None:
        """The stored reply of an earlier request with this key, for who would rather know before the work is begun.
        Raises `KeyReused`."""
        if self.scope is None:
            return None
        return self._kept(await database.row(FIND.format(schema=self.schema), {"scope": self.scope}))

    def _kept(self, row: Row | None) -> Json[Any] | None:
        if row is None:
            return None
        if bytes(row[0]) != self.fingerprint:
            raise KeyReused
        return Json(self._opened(bytes(row[1])), location=row[2], version=row[3], replayed=True)

    def _sealed(self, body: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.seal).encrypt(nonce, body, None)

    def _opened(self, stored: bytes) -> bytes:
        return AESGCM(self.seal).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], None)


NO_KEY = Idempotency()
