"""Who clients are and where they read their mail, asked of the users service in another process."""

from uuid import UUID, uuid4

import aiohttp
import pytest

from services.chassis.callers import Caller, Role
from services.chassis.problems import Problem
from services.chassis.transport import Transport
from services.gateway.contacts import contacts_through
from services.gateway.notices import Contact
from services.users.generated.client import UsersClient
from tests.api import Api
from tests.people import MakeUser


async def _with_key(admin: Api, *scopes: str) -> Caller:
    made = await admin.post("/api-keys", {"name": "notices", "scopes": scopes})
    return Caller(role=Role.ADMIN, api_key=made.data["key"])


async def test_an_admins_key_finds_out_how_to_reach_a_client(
    session: aiohttp.ClientSession, users_service_url: str, admin: Api, make_user: MakeUser
) -> None:
    person, deleted = await make_user(), await make_user()
    assert (await admin.delete(deleted.path)).status == 204
    users = UsersClient(Transport(users_service_url, session))
    contacts = contacts_through(users, await _with_key(admin, "read", "admin"))
    assert await contacts(UUID(person.id)) == Contact(person.username, person.email)
    assert await contacts(UUID(deleted.id)) is None
    assert await contacts(uuid4()) is None


async def test_a_key_that_may_not_is_a_fault_and_not_a_client_who_is_gone(
    session: aiohttp.ClientSession, users_service_url: str, admin: Api, make_user: MakeUser
) -> None:
    person = await make_user()
    users = UsersClient(Transport(users_service_url, session))
    for caller in (await _with_key(admin, "read"), Caller(role=Role.ADMIN, api_key="trk_nonsense")):
        with pytest.raises(Problem):
            await contacts_through(users, caller)(UUID(person.id))


async def test_without_a_key_a_client_is_called_by_its_id(
    session: aiohttp.ClientSession, users_service_url: str, make_user: MakeUser
) -> None:
    person = await make_user()
    contacts = contacts_through(UsersClient(Transport(users_service_url, session)), None)
    assert await contacts(UUID(person.id)) == Contact(person.id, "")
