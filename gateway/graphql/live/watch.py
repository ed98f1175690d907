"""Who is connected, and whether they still may be: expiry, revocation, suspension, other rights."""

import asyncio
import time
from collections import Counter
from typing import Protocol
from uuid import UUID

import structlog

from services.chassis.callers import Caller
from services.chassis.identity import Identity
from services.chassis.problems import DatabaseUnavailable, IdentityUnavailable, Problem, ServiceUnavailable
from services.chassis.sockets import Close

TICK_SECONDS = 0.5
# Nothing but a look tells of an end, which must take effect within 5 s.
FRESH_SECONDS = 2.5
# Credentials that are looked at together.
TOGETHER = 50
AWAY = (DatabaseUnavailable, IdentityUnavailable, ServiceUnavailable)

log = structlog.get_logger("graphql")


class Party(Protocol):
    """One connection. Before its caller is known, nothing is looked at but the time."""

    caller: Caller | None
    credential: str | None

    def end(self, code: Close, reason: str) -> None: ...

    def tick(self, now: float) -> None: ...


class Watch:
    """All connections of this process. It runs while there are any."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._parties: dict[Party, None] = {}
        self._connections: Counter[UUID] = Counter()
        self._task: asyncio.Task[None] | None = None

    def enter(self, party: Party) -> None:
        self._parties[party] = None
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    def leave(self, party: Party) -> None:
        """Forgets a connection, entered or not."""
        if party not in self._parties:
            return
        del self._parties[party]
        user_id = party.caller.user_id if party.caller is not None else None
        if user_id is not None:
            self._connections[user_id] -= 1
            if not self._connections[user_id]:
                del self._connections[user_id]
        if not self._parties and self._task is not None:
            self._task.cancel()
            self._task = None

    def admits(self, caller: Caller, most: int) -> bool:
        """Counts one more connection of the caller; False when they have too many."""
        if caller.user_id is None:
            return True
        if self._connections[caller.user_id] >= most:
            return False
        self._connections[caller.user_id] += 1
        return True

    async def _run(self) -> None:
        # A service that is slow to say who is who must not hold up the rest.
        await asyncio.gather(self._tick(), self._check_all())

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            now = time.monotonic()
            for party in list(self._parties):
                party.tick(now)

    async def _check_all(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            by_credential: dict[str, list[Party]] = {}
            for party in self._parties:
                if party.caller is not None and party.credential is not None:
                    by_credential.setdefault(party.credential, []).append(party)
            checks = list(by_credential.items())
            for start in range(0, len(checks), TOGETHER):
                await asyncio.gather(*(self._check(*check) for check in checks[start : start + TOGETHER]))

    async def _check(self, credential: str, parties: list[Party]) -> None:
        try:
            caller = await self._identity.holder(credential, within=FRESH_SECONDS)
        except Problem as problem:
            for party in parties:
                party.end(Close.ENDED, problem.message)
        except AWAY as error:
            log.warning("credentials cannot be looked at", reason=str(error))
        except Exception as error:  # the outermost edge: the others are looked after all the same
            log.error("credentials cannot be looked at", exc_info=error)
        else:
            for party in parties:
                if party.caller is not None and (party.caller.role, party.caller.scopes) != (
                    caller.role,
                    caller.scopes,
                ):
                    party.end(Close.ENDED, "The rights have changed.")
