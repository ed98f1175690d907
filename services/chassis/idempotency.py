"""Idempotency-Key: a POST that is repeated is answered, not done again.

The stored answer is written in the transaction of the write itself, so there is never one without the other.
Each service keeps its keys in a table `idempotency_keys` of its own schema.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

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
    """The key of one request. `scope` is caller, route and key; `fingerprint` tells one body from another."""

    schema: str = ""
    scope: str | None = None
    fingerprint: bytes = b""
    key: str | None = None

    @classmethod
    def of(cls, schema: str, caller: Caller, route: str, key: str | None, body: bytes) -> "Idempotency":
        """Without a key nothing is looked up and nothing kept. The draft writes the key as a quoted string; the bare
        form, which clients have used for years, means the same."""
        if key is None:
            return NO_KEY
        bare = key[1:-1] if len(key) > 1 and key[0] == key[-1] == '"' else key
        return cls(schema, f"{caller.user_id}\n{route}\n{bare}", hashlib.sha256(body).digest(), bare)

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
                    "body": reply.body,
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
        return Json(bytes(row[1]), location=row[2], version=row[3], replayed=True)


NO_KEY = Idempotency()
