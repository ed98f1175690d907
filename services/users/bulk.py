"""Many users at once, for batches: one statement for all rows of a request."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from services.chassis.bulk import Outcome, isolated, rounds, to_outcomes
from services.chassis.callers import Caller
from services.chassis.database import Transaction
from services.chassis.problems import Fact
from services.chassis.refusals import UniqueViolated
from services.chassis.replies import Json
from services.users.generated.models import ChangeUser, ImportUser
from services.users.problems import EmailTaken, OwnAccountKept, UserHasOrders, UsernameTaken, UserNotFound
from services.users.store import QUERIES

# Whoever took a name may let go of it again while we look for them.
LOOKS = 3


def _told(id: UUID, fact: Fact) -> Outcome:
    return Outcome(id, fact.message)


class BulkUsers:
    """Rows of `users.users`, many at a time."""

    async def create(self, transaction: Transaction, rows: Sequence[ImportUser]) -> Json[Any]:
        """Each under the id it brings along; a row that is there under it was created by this very request before."""

        async def work(part: Sequence[ImportUser]) -> list[Outcome]:
            return await self._create(transaction, part)

        return to_outcomes(await isolated(transaction, rows, work, _unstorable))

    async def _create(self, transaction: Transaction, rows: Sequence[ImportUser]) -> list[Outcome]:
        found: dict[UUID, Outcome] = {}
        for _ in range(LOOKS):
            waiting = [row for row in rows if row.id not in found]
            if not waiting:
                break
            encoded = msgspec.json.encode(waiting).decode()
            added = await transaction.rows(QUERIES["import_users"], {"rows": encoded})
            found |= {row[0]: Outcome.done(*row) for row in added}
            if len(added) < len(waiting):
                left = msgspec.json.encode([row for row in waiting if row.id not in found]).decode()
                found |= await self._standing_against(transaction, left)
        return [found.get(row.id) or _told(row.id, UsernameTaken()) for row in rows]

    async def _standing_against(self, transaction: Transaction, rows: str) -> dict[UUID, Outcome]:
        """Why rows were not added: who has their address or name, or that they are there already."""
        found: dict[UUID, Outcome] = {}
        for id, body, has_email, has_username in await transaction.rows(QUERIES["why_not_added"], {"rows": rows}):
            if body is not None:
                found[id] = Outcome.done(id, body)
            elif has_email or has_username:
                found[id] = _told(id, EmailTaken() if has_email else UsernameTaken())
        return found

    async def change(self, transaction: Transaction, caller: Caller, rows: Sequence[ChangeUser]) -> Json[Any]:
        """As PATCH does; a row that is named twice is changed twice."""
        outcomes: list[tuple[int, Outcome]] = []
        for group in rounds(enumerate(rows), lambda numbered: numbered[1].id):
            allowed = [row for _, row in group if not self._locks_out(caller, row)]
            changed = {outcome.id: outcome for outcome in await self._changed(transaction, allowed)}
            outcomes += [(n, changed.get(row.id) or _told(row.id, OwnAccountKept())) for n, row in group]
        return to_outcomes([outcome for _, outcome in sorted(outcomes, key=lambda pair: pair[0])])

    def _locks_out(self, caller: Caller, row: ChangeUser) -> bool:
        """Whether the admin who asks would lock themselves out."""
        demoted = row.role is not UNSET and row.role != caller.role.value
        suspended = row.status is not UNSET and row.status != "active"
        return row.id == caller.user_id and (demoted or suspended)

    async def _changed(self, transaction: Transaction, rows: Sequence[ChangeUser]) -> list[Outcome]:
        async def work(part: Sequence[ChangeUser]) -> list[Outcome]:
            found = await transaction.rows(QUERIES["change_users"], {"rows": msgspec.json.encode(part).decode()})
            bodies: dict[UUID, str] = dict(found)
            return [
                Outcome.done(row.id, bodies[row.id]) if row.id in bodies else _told(row.id, UserNotFound())
                for row in part
            ]

        outcomes = await isolated(transaction, rows, work, _unstorable) if rows else []
        rekeyed = [row.id for row in rows if row.password_hash is not UNSET]
        if rekeyed:
            await transaction.run(QUERIES["revoke_sessions_of"], {"ids": rekeyed})
        return outcomes

    async def remove(self, transaction: Transaction, caller: Caller, ids: Sequence[UUID]) -> Json[Any]:
        """As DELETE does. An id that is named twice is not there the second time."""

        async def work(part: Sequence[UUID]) -> list[Outcome]:
            gone = {row[0] for row in await transaction.rows(QUERIES["remove_users"], {"ids": list(part)})}
            return [Outcome.done(id) if id in gone else _told(id, UserNotFound()) for id in part]

        once = list(dict.fromkeys(id for id in ids if id != caller.user_id))
        outcomes = await isolated(transaction, once, work, lambda id, _: _told(id, UserHasOrders())) if once else []
        first = {outcome.id: outcome for outcome in outcomes}
        own = OwnAccountKept()
        return to_outcomes(
            [_told(id, own) if id == caller.user_id else first.pop(id, _told(id, UserNotFound())) for id in ids]
        )


def _unstorable(row: ImportUser | ChangeUser, error: Exception) -> Outcome:
    if isinstance(error, UniqueViolated):
        return _told(row.id, EmailTaken() if error.index == "users_email_key" else UsernameTaken())
    return Outcome(row.id, "A value is outside what can be stored.")
