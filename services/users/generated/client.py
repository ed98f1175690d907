"""Generated from specs/openapi/users.yaml by `make generate`. DO NOT EDIT.

The users service for its callers: the same methods as its handlers, over a transport.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from services.chassis.callers import Caller
from services.chassis.conditions import IfMatch
from services.chassis.idempotency import Idempotency
from services.chassis.replies import Json
from services.chassis.transport import Transport
from services.users.generated import operations
from services.users.generated.api import UsersApi
from services.users.generated.models import (
    ApiKeyPage,
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


class UsersClient:
    """`UsersApi` for other services and for tests."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def list_users(self, caller: Caller, query: ListUsersQuery) -> Json[UserPage]:
        """List users. `GET /users`"""
        return await self._transport.json(operations.LIST_USERS, caller, query=query)

    async def create_user(self, caller: Caller, body: CreateUserRequest, idempotency: Idempotency) -> Json[User]:
        """Create a user. `POST /users`"""
        return await self._transport.json(operations.CREATE_USER, caller, body=body, idempotency=idempotency)

    async def get_user(self, caller: Caller, user_id: UUID) -> Json[UserDetail]:
        """Get a user. `GET /users/{id}`"""
        return await self._transport.json(operations.GET_USER, caller, path={"id": user_id})

    async def replace_user(
        self, caller: Caller, user_id: UUID, body: UpdateUserRequest, if_match: IfMatch
    ) -> Json[User]:
        """Replace a user. `PUT /users/{id}`"""
        return await self._transport.json(
            operations.REPLACE_USER, caller, path={"id": user_id}, body=body, if_match=if_match
        )

    async def patch_user(self, caller: Caller, user_id: UUID, body: PatchUserRequest, if_match: IfMatch) -> Json[User]:
        """Change some fields of a user. `PATCH /users/{id}`"""
        return await self._transport.json(
            operations.PATCH_USER, caller, path={"id": user_id}, body=body, if_match=if_match
        )

    async def delete_user(self, caller: Caller, user_id: UUID, if_match: IfMatch) -> None:
        """Delete a user. `DELETE /users/{id}`"""
        await self._transport.empty(operations.DELETE_USER, caller, path={"id": user_id}, if_match=if_match)

    async def list_api_keys(self, caller: Caller, query: ListApiKeysQuery) -> Json[ApiKeyPage]:
        """List API keys. `GET /api-keys`"""
        return await self._transport.json(operations.LIST_API_KEYS, caller, query=query)

    async def create_api_key(
        self, caller: Caller, body: CreateApiKeyRequest, idempotency: Idempotency
    ) -> Json[NewApiKey]:
        """Make an API key. `POST /api-keys`"""
        return await self._transport.json(operations.CREATE_API_KEY, caller, body=body, idempotency=idempotency)

    async def revoke_api_key(self, caller: Caller, api_key_id: UUID) -> None:
        """Revoke an API key. `DELETE /api-keys/{id}`"""
        await self._transport.empty(operations.REVOKE_API_KEY, caller, path={"id": api_key_id})

    async def issue_token(self, caller: Caller, body: TokenRequest) -> Json[Token]:
        """Sign in. `POST /auth/token`"""
        return await self._transport.json(operations.ISSUE_TOKEN, caller, body=body)

    async def refresh_token(self, caller: Caller, body: RefreshRequest) -> Json[Token]:
        """Trade a refresh token for new tokens. `POST /auth/refresh`"""
        return await self._transport.json(operations.REFRESH_TOKEN, caller, body=body)

    async def revoke_token(self, caller: Caller, body: RevokeRequest) -> None:
        """End a session. `POST /auth/revoke`"""
        await self._transport.empty(operations.REVOKE_TOKEN, caller, body=body)

    async def get_session(self, caller: Caller) -> Json[Session]:
        """What the bearer's session allows right now. `GET /auth/session`"""
        return await self._transport.json(operations.GET_SESSION, caller)

    async def open_grant(self, caller: Caller) -> Json[Grant]:
        """A token to go on with for the caller after the request. `POST /internal/grants`"""
        return await self._transport.json(operations.OPEN_GRANT, caller)

    async def import_users(
        self, caller: Caller, body: ImportUsersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Create many users. `POST /internal/bulk-import-users`"""
        return await self._transport.json(operations.IMPORT_USERS, caller, body=body, idempotency=idempotency)

    async def change_users(
        self, caller: Caller, body: ChangeUsersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Change many users. `POST /internal/bulk-change-users`"""
        return await self._transport.json(operations.CHANGE_USERS, caller, body=body, idempotency=idempotency)

    async def remove_users(
        self, caller: Caller, body: RemoveUsersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Delete many users. `POST /internal/bulk-remove-users`"""
        return await self._transport.json(operations.REMOVE_USERS, caller, body=body, idempotency=idempotency)

    async def get_jwks(self, caller: Caller) -> Json[JsonWebKeySet]:
        """The public keys that verify access tokens. `GET /.well-known/jwks.json`"""
        return await self._transport.json(operations.GET_JWKS, caller)

    async def find_users(self, caller: Caller, body: IdsRequest) -> Json[list[User]]:
        """Some users. `POST /internal/users-by-id`"""
        return await self._transport.json(operations.FIND_USERS, caller, body=body)

    async def connect_users(self, caller: Caller, body: UserConnectionRequest) -> Json[UserSlice]:
        """A stretch of the users. `POST /internal/user-connections`"""
        return await self._transport.json(operations.CONNECT_USERS, caller, body=body)


if TYPE_CHECKING:
    _: type[UsersApi] = UsersClient
