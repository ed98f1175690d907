"""The SQL of users: rows in, JSON bytes and small facts out. Writes take the transaction and never commit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from msgspec import UNSET

from services.chassis.callers import Role
from services.chassis.coalesce import Coalescer
from services.chassis.cursors import Cursors
from services.chassis.database import Database, Transaction
from services.chassis.listing import Collection
from services.chassis.pages import Pager
from services.chassis.problems import Fact
from services.chassis.queries import Queries
from services.chassis.refusals import StillReferenced, UniqueViolated
from services.chassis.stretches import Connected, Reading, Stretches, array
from services.users.generated import filters
from services.users.generated.models import CreateUserRequest, UserConnectionRequest
from services.users.problems import EmailTaken, UserHasOrders, UsernameTaken, UserNotFound

QUERIES = Queries("users.sql")
USERS = Collection(
    QUERIES["page_of_users"],
    QUERIES["count_users"],
    filters.LIST_USERS_FIELDS,
    filters.LIST_USERS_PARAMETERS,
    ("-created_at",),
)
CONNECTED = Connected(QUERIES["page_of_users"], QUERIES["count_users"], filters.LIST_USERS_FIELDS, ("-created_at",))
USERS_BY_ID = QUERIES["users_by_id"]
CREATE, LOCK, SHOW = (QUERIES[name] for name in ("create_user", "lock_user", "show_user"))
CHANGE, DELETE = (QUERIES[name] for name in ("change_user", "delete_user"))

CHANGEABLE = ("email", "username", "first_name", "last_name", "role", "status", "password_hash")


@dataclass(frozen=True, slots=True)
class Stored:
    """A user as JSON, and the version its entity tag is made of."""

    version: int
    body: bytes
    last_login: str | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """What a change has to look at first."""

    role: str
    status: str
    version: int


def _taken(error: UniqueViolated) -> Fact:
    return EmailTaken() if error.index == "users_email_key" else UsernameTaken()


class Users:
    """Reads and writes `users.users`."""

    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self.pager = Pager(database, cursors)
        self._stretches = Stretches(database, cursors)
        self._members: Coalescer[UUID, bytes] = Coalescer(self._some)

    async def by_id(self, ids: Iterable[UUID]) -> dict[UUID, Stored]:
        """Those of the users that exist: UserDetail, but for the figures on their orders."""
        # Ids as text, one array of them: psycopg2 takes and makes each UUID object by itself, in Python.
        by_text = {str(id): id for id in ids}
        rows = await self._database.rows(USERS_BY_ID, {"ids": f"{{{','.join(by_text)}}}"})
        return {by_text[row[0]]: Stored(row[1], row[2].encode(), row[3]) for row in rows}

    async def some(self, ids: Sequence[UUID]) -> bytes:
        """Those of the users that exist, as one array. Concurrent calls for one user each become one statement."""
        if len(ids) == 1:
            return b"[%s]" % (await self._members.load(ids[0]) or b"")
        return b"[%s]" % b",".join((await self._some(ids)).values())

    async def _some(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        by_text = {str(id): id for id in ids}
        rows = await self._database.rows(QUERIES["some_users"], {"ids": array(ids)})
        return {by_text[row[0]]: row[1].encode() for row in rows}

    async def stretch(self, request: UserConnectionRequest) -> bytes:
        """A UserSlice."""
        order = () if request.order is UNSET else (request.order.value,)
        return (await self._stretches.read(CONNECTED, request, Reading(order)))[0]

    async def create(
        self, transaction: Transaction, request: CreateUserRequest, password_hash: str
    ) -> tuple[UUID, Stored]:
        """The new user's id, and User. Raises `EmailTaken` or `UsernameTaken`."""
        parameters = {
            "email": request.email,
            "username": request.username,
            "first_name": None if request.first_name is UNSET else request.first_name,
            "last_name": None if request.last_name is UNSET else request.last_name,
            "role": "user" if request.role is UNSET else request.role.value,
            "status": "active" if request.status is UNSET else request.status.value,
            "password_hash": password_hash,
        }
        try:
            row = await transaction.row(CREATE, parameters)
        except UniqueViolated as error:
            raise _taken(error) from error
        assert row is not None
        return row[0], Stored(row[1], row[2].encode())

    async def lock(self, transaction: Transaction, user_id: UUID) -> Present:
        """What is there now; nobody else changes it until the transaction ends."""
        row = await transaction.row(LOCK, {"id": user_id})
        if row is None:
            raise UserNotFound
        return Present(*row)

    async def change(self, transaction: Transaction, user_id: UUID, values: Mapping[str, object]) -> Stored:
        """Writes the given columns; User as it is then. Raises `UserNotFound`, `EmailTaken` or `UsernameTaken`."""
        columns = [column for column in CHANGEABLE if column in values]
        # A patch of nothing changes nothing, not even the time of the last change.
        statement = SHOW
        if columns:
            statement = CHANGE.replace("{assignments}", ", ".join(f"{column} = %({column})s" for column in columns))
        try:
            row = await transaction.row(statement, {**values, "id": user_id})
        except UniqueViolated as error:
            raise _taken(error) from error
        if row is None:
            raise UserNotFound
        return Stored(row[0], row[1].encode())

    async def delete(self, transaction: Transaction, user_id: UUID) -> None:
        """Raises `UserNotFound`, or `UserHasOrders` when rows elsewhere hold on to the user."""
        try:
            if not await transaction.run(DELETE, {"id": user_id}):
                raise UserNotFound
        except StillReferenced as error:
            raise UserHasOrders from error


class Sessions:
    """Reads and writes `users.sessions`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._roles: Coalescer[UUID, Role] = Coalescer(self._fetch)

    async def _fetch(self, ids: Sequence[UUID]) -> dict[UUID, Role]:
        return {row[0]: Role(row[1]) for row in await self._database.rows(QUERIES["live_roles"], {"ids": list(ids)})}

    async def role(self, session: UUID) -> Role | None:
        """The role behind a session that is alive, else None."""
        return await self._roles.load(session)
