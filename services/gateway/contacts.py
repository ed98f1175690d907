"""How to reach clients: the users service knows."""

from uuid import UUID

import msgspec

from services.chassis.callers import Caller
from services.chassis.problems import Problem
from services.gateway.notices import Contact
from services.gateway.telling import Contacts
from services.users.generated.api import UsersApi


class _Reachable(msgspec.Struct):
    username: str
    email: str


def contacts_through(users: UsersApi, caller: Caller | None) -> Contacts:
    """Asks as `caller`, an admin. Without one a client is called by its id, and has no address."""

    async def contact(client_id: UUID) -> Contact | None:
        if caller is None:
            return Contact(str(client_id), "")
        try:
            user = await users.get_user(caller, client_id)
        except Problem as problem:
            if problem.status == 404:
                return None
            raise
        found = msgspec.json.decode(user.body, type=_Reachable)
        return Contact(found.username, found.email)

    return contact
