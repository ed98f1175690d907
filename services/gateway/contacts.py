"""How to reach clients: the users service knows."""

from uuid import UUID

import msgspec

from services.chassis.callers import Caller
from services.gateway.notices import Contact
from services.gateway.telling import Contacts
from services.users.generated.api import UsersApi
from services.users.generated.models import ListUsersQuery


class _Reachable(msgspec.Struct):
    username: str
    email: str


class _Found(msgspec.Struct):
    items: list[_Reachable]


def contacts_through(users: UsersApi, caller: Caller | None) -> Contacts:
    """Asks as `caller`, an admin. Without one a client is called by its id, and has no address."""

    async def contact(client_id: UUID) -> Contact | None:
        if caller is None:
            return Contact(str(client_id), "")
        # The list and not the one user: to somebody who may not see them that one would not exist, too.
        page = await users.list_users(caller, ListUsersQuery(id=client_id, limit=1))
        found = msgspec.json.decode(page.body, type=_Found).items
        return Contact(found[0].username, found[0].email) if found else None

    return contact
