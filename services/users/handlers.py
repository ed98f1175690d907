"""The decisions of the users service: what the documents and the SQL cannot say."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from services.chassis.callers import Caller
from services.chassis.conditions import IfMatch
from services.chassis.database import Database, Transaction
from services.chassis.idempotency import Idempotency
from services.chassis.listing import read_page
from services.chassis.passwords import Passwords
from services.chassis.problems import Violation, bad_request, unauthorized
from services.chassis.replies import Json
from services.users.apikeys import API_KEYS, ApiKeys
from services.users.bulk import BulkUsers
from services.users.details import Details
from services.users.generated.models import (
    ApiKeyPage,
    ApiKeyScope,
    BulkOutcomes,
    ChangeUsersRequest,
    CreateApiKeyRequest,
    CreateUserRequest,
    Grant,
    IdsRequest,
    ImportUsersRequest,
    JsonWebKeySet,
    ListApiKeysQuery,
    ListUsersQuery,
    NewApiKey,
    PatchUserRequest,
    RefreshRequest,
    RemoveUsersRequest,
    RevokeRequest,
    Session,
    Token,
    TokenRequest,
    UpdateUserRequest,
    User,
    UserConnectionRequest,
    UserDetail,
    UserPage,
    UserSlice,
)
from services.users.keys import Keys
from services.users.problems import (
    AdminFieldRefused,
    AdminScopeRefused,
    ApiKeyCannotGrant,
    OwnAccountKept,
    PasswordProofMissing,
)
from services.users.signin import SignIn
from services.users.store import USERS
from services.users.store import Users as Store


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        violation = Violation("created_after", "Not within the years 1 to 9999.")
        raise bad_request("A parameter is invalid.", violation) from error


def _json(value: object) -> Json[Any]:
    return Json(msgspec.json.encode(value))


class Users:
    """Implements `UsersApi`."""

    def __init__(
        self,
        database: Database,
        store: Store,
        sign_in: SignIn,
        keys: Keys,
        passwords: Passwords,
        details: Details,
        api_keys: ApiKeys,
    ) -> None:
        self._database = database
        self._store = store
        self._sign_in = sign_in
        self._keys = keys
        self._passwords = passwords
        self._details = details
        self._api_keys = api_keys
        self._bulk = BulkUsers()

    async def list_users(self, caller: Caller, query: ListUsersQuery) -> Json[UserPage]:
        if query.created_after is UNSET:
            return await read_page(self._store.pager, USERS, query)
        # In UTC: PostgreSQL refuses zones of 16 hours and more, which RFC 3339 can write.
        after = {"created_after": _in_utc(query.created_after)}
        return await read_page(self._store.pager, USERS, query, ["created_at > %(created_after)s"], after)

    async def create_user(self, caller: Caller, body: CreateUserRequest, idempotency: Idempotency) -> Json[User]:
        password_hash = await self._passwords.hash(body.password)

        async def work(transaction: Transaction) -> Json[User]:
            user_id, user = await self._store.create(transaction, body, password_hash)
            return Json(user.body, location=f"/users/{user_id}", version=user.version)

        return await idempotency.once(self._database, work)

    async def get_user(self, caller: Caller, user_id: UUID) -> Json[UserDetail]:
        return await self._details.of(caller, user_id)

    async def replace_user(
        self, caller: Caller, user_id: UUID, body: UpdateUserRequest, if_match: IfMatch
    ) -> Json[User]:
        values = _given(body)
        # PUT replaces: a name that is absent is removed. Role and status are the admin's and stay.
        values.setdefault("first_name", None)
        values.setdefault("last_name", None)
        return await self._change(caller, user_id, values, if_match)

    async def patch_user(self, caller: Caller, user_id: UUID, body: PatchUserRequest, if_match: IfMatch) -> Json[User]:
        values = _given(body)
        proof = values.pop("current_password", None)
        password = values.pop("password", None)
        if password is not None:
            if caller.user_id == user_id:
                await self._prove(user_id, proof)
            values["password_hash"] = await self._passwords.hash(password)
        return await self._change(caller, user_id, values, if_match)

    async def _prove(self, user_id: UUID, password: str | None) -> None:
        if password is None or not await self._sign_in.proves(user_id, password):
            raise PasswordProofMissing

    async def _change(self, caller: Caller, user_id: UUID, values: dict[str, Any], if_match: IfMatch) -> Json[User]:
        own = caller.user_id == user_id

        async def work(transaction: Transaction) -> Json[User]:
            present = await self._store.lock(transaction, user_id)
            if_match.require(present.version)
            locks_out = values.get("role", present.role) != present.role or values.get("status", "active") != "active"
            if not caller.is_admin and ("role" in values or "status" in values):
                raise AdminFieldRefused
            if own and caller.is_admin and locks_out:
                raise OwnAccountKept
            user = await self._store.change(transaction, user_id, values)
            if "password_hash" in values:
                await self._sign_in.end_sessions(transaction, user_id, keep=caller.session_id if own else None)
            return Json(user.body, version=user.version)

        return await self._database.transaction(work)

    async def delete_user(self, caller: Caller, user_id: UUID, if_match: IfMatch) -> None:
        if caller.user_id == user_id:
            raise OwnAccountKept

        async def work(transaction: Transaction) -> None:
            if_match.require((await self._store.lock(transaction, user_id)).version)
            await self._store.delete(transaction, user_id)

        await self._database.transaction(work)

    async def list_api_keys(self, caller: Caller, query: ListApiKeysQuery) -> Json[ApiKeyPage]:
        if caller.is_admin:
            return await read_page(self._store.pager, API_KEYS, query)
        return await read_page(self._store.pager, API_KEYS, query, ["user_id = %(owner)s"], {"owner": caller.user_id})

    async def create_api_key(
        self, caller: Caller, body: CreateApiKeyRequest, idempotency: Idempotency
    ) -> Json[NewApiKey]:
        user_id = self._signed_in(caller)
        if ApiKeyScope.ADMIN in body.scopes and not caller.is_admin:
            raise AdminScopeRefused

        async def work(transaction: Transaction) -> Json[NewApiKey]:
            key_id, key = await self._api_keys.create(transaction, user_id, body)
            return Json(key, location=f"/api-keys/{key_id}")

        return await idempotency.once(self._database, work)

    async def revoke_api_key(self, caller: Caller, api_key_id: UUID) -> None:
        user_id = self._signed_in(caller)
        owner = None if caller.is_admin else user_id
        await self._database.transaction(lambda transaction: self._api_keys.revoke(transaction, api_key_id, owner))

    def _signed_in(self, caller: Caller) -> UUID:
        """The caller's id; a key that leaked must not be able to make others. Raises `ApiKeyCannotGrant`."""
        if caller.api_key is not None or caller.user_id is None:
            raise ApiKeyCannotGrant
        return caller.user_id

    async def issue_token(self, caller: Caller, body: TokenRequest) -> Json[Token]:
        token = await self._sign_in.open(body.username, body.password)
        if token is None:
            raise unauthorized("Username or password is wrong.", presented=False)
        return _json(token)

    async def refresh_token(self, caller: Caller, body: RefreshRequest) -> Json[Token]:
        token = await self._sign_in.renew(body.refresh_token)
        if token is None:
            raise unauthorized("The refresh token is not good any more.", presented=True)
        return _json(token)

    async def revoke_token(self, caller: Caller, body: RevokeRequest) -> None:
        await self._sign_in.end(body.token)

    async def get_session(self, caller: Caller) -> Json[Session]:
        # Whoever asks keeps the answer for seconds, so it must not itself be seconds old.
        live = await self._sign_in.live(caller)
        if live is None:
            raise unauthorized("The session has ended.", presented=True)
        return _json({"user_id": live.user_id, "role": live.role, "scopes": live.scopes})

    async def open_grant(self, caller: Caller) -> Json[Grant]:
        return _json(await self._sign_in.grant(caller))

    async def import_users(
        self, caller: Caller, body: ImportUsersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        return await idempotency.once(self._database, lambda transaction: self._bulk.create(transaction, body.users))

    async def change_users(
        self, caller: Caller, body: ChangeUsersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        return await idempotency.once(
            self._database, lambda transaction: self._bulk.change(transaction, caller, body.users)
        )

    async def remove_users(
        self, caller: Caller, body: RemoveUsersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        return await idempotency.once(
            self._database, lambda transaction: self._bulk.remove(transaction, caller, body.ids)
        )

    async def get_jwks(self, caller: Caller) -> Json[JsonWebKeySet]:
        return _json(await self._keys.public())

    async def find_users(self, caller: Caller, body: IdsRequest) -> Json[list[User]]:
        own = body.ids if caller.is_admin else [user_id for user_id in body.ids if user_id == caller.user_id]
        return Json(await self._store.some(own))

    async def connect_users(self, caller: Caller, body: UserConnectionRequest) -> Json[UserSlice]:
        return Json(await self._store.stretch(body))


def _given(body: UpdateUserRequest | PatchUserRequest) -> dict[str, Any]:
    """The members that were in the request, enums as text."""
    given: dict[str, Any] = msgspec.to_builtins(body)
    return given
