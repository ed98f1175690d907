"""Who is connected, and for how long they may be: expiry, revocation, suspension."""

import asyncio
import time
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import msgspec
import structlog

from services.chassis.callers import Caller, Role
from services.chassis.identity import SESSION_SECONDS, Identity
from services.chassis.problems import (
    DatabaseUnavailable,
    IdentityUnavailable,
    Problem,
    ServiceUnavailable,
    unauthorized,
)
from services.chassis.sockets import Close
from services.realtime.changes import Logged

TICK_SECONDS = 0.5
# What the identity says may be this old, so whoever was just ended must not come in on it.
REMEMBERED_SECONDS = SESSION_SECONDS + 2.0

log = structlog.get_logger("realtime")


class Party(Protocol):
    """One connection of somebody. `end` is told once, and nothing is sent after it; `tick` comes now and then."""

    caller: Caller | None

    def end(self, code: Close, reason: str) -> None: ...

    def tick(self, now: float) -> None: ...


@dataclass(frozen=True, slots=True)
class _Rights:
    """What became of a session or a user at a moment; no role is the end."""

    at: float
    role: Role | None


class _Account(msgspec.Struct):
    status: str
    role: Role


class Watch:
    """All connections of this node. Endings arrive with the changes, in their order, so nothing that was changed after
    an ending is told to whom it ended."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._parties: dict[Party, None] = {}
        self._by_id: dict[UUID, dict[Party, None]] = {}
        self._recent: dict[UUID, _Rights] = {}

    def __len__(self) -> int:
        return len(self._parties)

    async def admit(self, credential: str) -> Caller:
        """Who holds an access token or an API key. Raises a 401."""
        caller = await self._identity.holder(credential)
        for known in (caller.session_id, caller.user_id):
            rights = self._recent.get(known) if known is not None else None
            if rights is None:
                continue
            if rights.role is None:
                raise unauthorized("The session has ended.", presented=True)
            caller = msgspec.structs.replace(caller, role=rights.role)
        return caller

    def connections_of(self, caller: Caller) -> int:
        return len(self._by_id.get(caller.user_id, {})) if caller.user_id is not None else 0

    def enter(self, party: Party) -> None:
        """Begins to look after a connection, whose caller may not be known yet."""
        self._parties[party] = None
        for known in _ids(party.caller):
            self._by_id.setdefault(known, {})[party] = None

    def leave(self, party: Party) -> None:
        self._parties.pop(party, None)
        for known in _ids(party.caller):
            parties = self._by_id.get(known, {})
            parties.pop(party, None)
            if not parties:
                self._by_id.pop(known, None)

    def parties(self) -> list[Party]:
        return list(self._parties)

    def session_ended(self, session_id: UUID) -> None:
        self._rights_changed(session_id, None, "the session has ended")

    def account_changed(self, logged: Logged) -> None:
        """Ends the connections of a user who was deleted or suspended, or has another role now."""
        if logged.key is None or logged.before is None:
            return
        before = msgspec.json.decode(logged.before, type=_Account)
        after = msgspec.json.decode(logged.after, type=_Account) if logged.after is not None else None
        if after is None or after.status != "active":
            self._rights_changed(UUID(logged.key), None, "the account has ended")
        elif after != before:
            self._rights_changed(UUID(logged.key), after.role, "the rights have changed")

    def _rights_changed(self, known: UUID, role: Role | None, reason: str) -> None:
        self._recent[known] = _Rights(time.monotonic(), role)
        for party in list(self._by_id.get(known, ())):
            party.end(Close.ENDED, reason)

    async def run(self) -> None:
        """Looks after everybody for ever."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self._tick()
            await self._check_keys()

    def _tick(self) -> None:
        now, wall = time.monotonic(), time.time()
        for known in [known for known, rights in self._recent.items() if now - rights.at > REMEMBERED_SECONDS]:
            del self._recent[known]
        for party in list(self._parties):
            expires = party.caller.expires_at if party.caller is not None else None
            if expires is not None and wall >= expires:
                party.end(Close.ENDED, "the access token has expired")
            else:
                party.tick(now)

    async def _check_keys(self) -> None:
        """Nothing tells of the end of an API key, so each one in use is looked at again and again."""
        holders: dict[str, list[Party]] = {}
        for party in self._parties:
            if party.caller is not None and party.caller.api_key is not None:
                holders.setdefault(party.caller.api_key, []).append(party)
        for key, parties in holders.items():
            try:
                await self._identity.key_holder(key)
            except Problem:
                for party in parties:
                    party.end(Close.ENDED, "the API key has ended")
            except (DatabaseUnavailable, IdentityUnavailable, ServiceUnavailable) as error:
                log.warning("an API key cannot be looked at", reason=str(error))


def _ids(caller: Caller | None) -> list[UUID]:
    if caller is None:
        return []
    return [known for known in (caller.session_id, caller.user_id) if known is not None]
