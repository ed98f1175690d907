"""The accounts a fresh installation gets."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import UNSET

from services.chassis.cursors import Cursors
from services.chassis.database import Database, Transaction
from services.chassis.passwords import Passwords
from services.users.generated.models import CreateUserRequest, UserRole
from services.users.store import QUERIES, Users

DEMO = (("admin", "admin-password-1"), ("alice", "alice-password-1"), ("bob", "bob-password-1"))
DEMO_USERS = 200


class AdminPasswordMissing(Exception):
    """ADMIN_PASSWORD: must be set (8 characters or more) where DEMO_DATA=0 and there is no admin yet."""

    def __str__(self) -> str:
        return self.__doc__ or ""


async def ensure_accounts(url: str, *, demo: bool, admin_password: str) -> list[UUID]:
    """Creates the demo accounts, or only the admin, unless they are there, and gives the ids of some active users.
    Raises `AdminPasswordMissing`."""
    wanted = dict(DEMO) if demo else {"admin": admin_password}
    database = await Database.connect(url, size=1, name="users-accounts", role="trellis_users")
    try:
        rows = await database.rows(QUERIES["accounts_present"], {"usernames": list(wanted)})
        missing = [name for name in wanted if name not in {row[0] for row in rows}]
        if any(len(wanted[name]) < 8 for name in missing):
            raise AdminPasswordMissing
        if missing:
            await _create(database, missing, wanted, demo=demo)
        return [row[0] for row in await database.rows(QUERIES["some_active_users"], {"count": DEMO_USERS})]
    finally:
        await database.close()


async def _create(database: Database, missing: Sequence[str], wanted: Mapping[str, str], *, demo: bool) -> None:
    passwords = Passwords()
    hashes = {name: await passwords.hash(wanted[name]) for name in missing}
    passwords.close()
    store = Users(database, Cursors(b""))

    async def work(transaction: Transaction) -> None:
        for name in missing:
            request = CreateUserRequest(
                email=f"{name}@example.com",
                username=name,
                first_name=name.capitalize(),
                last_name=UNSET,
                password=wanted[name],
                role=UserRole.ADMIN if name == "admin" else UserRole.USER,
            )
            await store.create(transaction, request, hashes[name])
        if demo:
            await transaction.run(QUERIES["add_demo_users"], {"count": DEMO_USERS})

    await database.transaction(work)
