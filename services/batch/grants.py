"""On whose behalf a job goes on after its request: a session of its own, opened with the caller's credential.

So whoever is suspended, deleted or loses a right stops their jobs too, within seconds, like everything else of theirs.
"""

from uuid import UUID

import msgspec
import structlog

from services.batch.sealing import Seal
from services.chassis.callers import ANONYMOUS, Caller
from services.chassis.identity import Identity
from services.chassis.problems import Problem
from services.chassis.queue import AWAY
from services.users.generated.api import UsersApi
from services.users.generated.models import Grant, RevokeRequest

log = structlog.get_logger("batch")


class Grants:
    """Opens, uses and ends them. What is kept of one is sealed."""

    def __init__(self, users: UsersApi, identity: Identity, seal: Seal) -> None:
        self._users = users
        self._identity = identity
        self._seal = seal

    async def open(self, caller: Caller, job_id: UUID) -> bytes:
        answer = await self._users.open_grant(caller)
        return self._seal.close(job_id, msgspec.json.decode(answer.body, type=Grant).token)

    async def caller(self, job_id: UUID, sealed: bytes) -> Caller:
        """The caller, with the rights they have now. Raises a 401 when they have none."""
        return await self._identity.caller(self._seal.open(job_id, sealed))

    async def end(self, job_id: UUID, sealed: bytes) -> None:
        """Ends it before its time. Where that cannot be, its time ends it: nobody else can open what is sealed."""
        try:
            await self._users.revoke_token(ANONYMOUS, RevokeRequest(token=self._seal.open(job_id, sealed)))
        except (Problem, *AWAY) as error:
            log.warning("grant is left to expire", job=str(job_id), reason=str(error))
