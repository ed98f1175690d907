"""The SQL of users: rows in, JSON bytes and small facts out. Writes take the transaction and never commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from msgspec import UNSET

from services.chassis.callers import Role
from services.chassis.coalesce import Coalescer
from services.chassis.cursors import Cursors
from services.chassis.database import Database, StillReferenced, Transaction, UniqueViolated
from services.chassis.pages import Listing, Page, Pager, sort_keys
from services.chassis.problems import Fact
from services.chassis.queries import Queries
from services.users.generated.models import CreateUserRequest, ListUsersQuery
from services.users.problems import EmailTaken, UserHasOrders, UsernameTaken, UserNotFound

QUERIES = Queries("users.sql")
USERS_BY_ID, PAGE_OF_USERS, COUNT_USERS = (QUERIES[name] for name in ("users_by_id", "page_of_users", "count_users"))
CREATE, LOCK, SHOW = (QUERIES[name] for name in ("create_user", "lock_user", "show_user"))
CHANGE, DELETE = (QUERIES[name] for name in ("change_user", "delete_user"))

CHANGEABLE = ("email", "username", "first_name", "last_name", "role", "status", "password_hash")
NEWEST_FIRST = ("-created_at",)


@dataclass(frozen=True, slots=True)
class Present:
    """What a change has to look at first."""

    role: str
    status: str
    password_hash: str


def _taken(error: UniqueViolated) -> Fact:
    return EmailTaken() if error.index == "users_email_key" else UsernameTaken()


class Users:
    """Reads and writes `users.users`."""

    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._pager = Pager(database, cursors)
        self._by_id: Coalescer[UUID, bytes] = Coalescer(self._fetch)

    async def _fetch(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        rows = await self._database.rows(USERS_BY_ID, {"ids": list(ids)})
        return {row[0]: row[1].encode() for row in rows}

    async def get(self, user_id: UUID) -> bytes:
        """One UserDetail as JSON. Concurrent gets become one statement."""
        user = await self._by_id.load(user_id)
        if user is None:
            raise UserNotFound
        return user

    async def list(self, query: ListUsersQuery) -> Page:
        """One page of User, by number unless a cursor, or no page at all, is asked for."""
        conditions, parameters = _conditions(query)
        order = sort_keys(() if query.sort is UNSET else query.sort, NEWEST_FIRST)
        listing = Listing(PAGE_OF_USERS, COUNT_USERS, conditions, parameters, order)
        if query.page is not UNSET:
            return await self._pager.by_number(listing, query.page, query.limit)
        return await self._pager.by_cursor(listing, None if query.cursor is UNSET else query.cursor, query.limit)

    async def create(
        self, transaction: Transaction, request: CreateUserRequest, password_hash: str
    ) -> tuple[UUID, bytes]:
        """The new user's id, and User as JSON. Raises `EmailTaken` or `UsernameTaken`."""
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
        return row[0], row[1].encode()

    async def lock(self, transaction: Transaction, user_id: UUID) -> Present:
        """What is there now; nobody else changes it until the transaction ends."""
        row = await transaction.row(LOCK, {"id": user_id})
        if row is None:
            raise UserNotFound
        return Present(*row)

    async def change(self, transaction: Transaction, user_id: UUID, values: Mapping[str, object]) -> bytes:
        """Writes the given columns; User as JSON. Raises `UserNotFound`, `EmailTaken` or `UsernameTaken`."""
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
        body: str = row[0]
        return body.encode()

    async def delete(self, transaction: Transaction, user_id: UUID) -> None:
        """Raises `UserNotFound`, or `UserHasOrders` when rows elsewhere hold on to the user."""
        try:
            if not await transaction.run(DELETE, {"id": user_id}):
                raise UserNotFound
        except StillReferenced as error:
            raise UserHasOrders from error


def _conditions(query: ListUsersQuery) -> tuple[tuple[str, ...], dict[str, object]]:
    conditions, parameters = [], dict[str, object]()
    if query.status is not UNSET:
        conditions.append("status = %(status)s")
        parameters["status"] = query.status.value
    if query.role is not UNSET:
        conditions.append("role = %(role)s")
        parameters["role"] = query.role.value
    if query.created_after is not UNSET:
        conditions.append("created_at > %(created_after)s")
        parameters["created_after"] = query.created_after
    return tuple(conditions), parameters


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
