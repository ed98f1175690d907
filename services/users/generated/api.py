"""Generated from specs/openapi/users.yaml by `make generate`. DO NOT EDIT.

What services/users/handlers.py implements: one method per operation.
"""

from typing import Protocol
from uuid import UUID

from services.chassis.callers import Caller
from services.chassis.conditions import IfMatch
from services.chassis.idempotency import Idempotency
from services.chassis.replies import Json
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


class UsersApi(Protocol):
    """Operations of the users service."""

    async def list_users(self, caller: Caller, query: ListUsersQuery) -> Json[UserPage]:
        """List users. `GET /users`"""
        ...

    async def create_user(self, caller: Caller, body: CreateUserRequest, idempotency: Idempotency) -> Json[User]:
        """Create a user. `POST /users`"""
        ...

    async def get_user(self, caller: Caller, user_id: UUID) -> Json[UserDetail]:
        """Get a user. `GET /users/{id}`"""
        ...

    async def replace_user(
        self, caller: Caller, user_id: UUID, body: UpdateUserRequest, if_match: IfMatch
    ) -> Json[User]:
        """Replace a user. `PUT /users/{id}`"""
        ...

    async def patch_user(self, caller: Caller, user_id: UUID, body: PatchUserRequest, if_match: IfMatch) -> Json[User]:
        """Change some fields of a user. `PATCH /users/{id}`"""
        ...

    async def delete_user(self, caller: Caller, user_id: UUID, if_match: IfMatch) -> None:
        """Delete a user. `DELETE /users/{id}`"""
        ...

    async def list_api_keys(self, caller: Caller, query: ListApiKeysQuery) -> Json[ApiKeyPage]:
        """List API keys. `GET /api-keys`"""
        ...

    async def create_api_key(
        self, caller: Caller, body: CreateApiKeyRequest, idempotency: Idempotency
    ) -> Json[NewApiKey]:
        """Make an API key. `POST /api-keys`"""
        ...

    async def revoke_api_key(self, caller: Caller, api_key_id: UUID) -> None:
        """Revoke an API key. `DELETE /api-keys/{id}`"""
        ...

    async def issue_token(self, caller: Caller, body: TokenRequest) -> Json[Token]:
        """Sign in. `POST /auth/token`"""
        ...

    async def refresh_token(self, caller: Caller, body: RefreshRequest) -> Json[Token]:
        """Trade a refresh token for new tokens. `POST /auth/refresh`"""
        ...

    async def revoke_token(self, caller: Caller, body: RevokeRequest) -> None:
        """End a session. `POST /auth/revoke`"""
        ...

    async def get_session(self, caller: Caller) -> Json[Session]:
        """What the bearer's session allows right now. `GET /auth/session`"""
        ...

    async def open_grant(self, caller: Caller) -> Json[Grant]:
        """A token to go on with for the caller after the request. `POST /internal/grants`"""
        ...

    async def import_users(
        self, caller: Caller, body: ImportUsersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Create many users. `POST /internal/bulk-import-users`"""
        ...

    async def change_users(
        self, caller: Caller, body: ChangeUsersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Change many users. `POST /internal/bulk-change-users`"""
        ...

    async def remove_users(
        self, caller: Caller, body: RemoveUsersRequest, idempotency: Idempotency
    ) -> Json[BulkOutcomes]:
        """Delete many users. `POST /internal/bulk-remove-users`"""
        ...

    async def get_jwks(self, caller: Caller) -> Json[JsonWebKeySet]:
        """The public keys that verify access tokens. `GET /.well-known/jwks.json`"""
        ...

    async def find_users(self, caller: Caller, body: IdsRequest) -> Json[list[User]]:
        """Some users. `POST /internal/users-by-id`"""
        ...

    async def connect_users(self, caller: Caller, body: UserConnectionRequest) -> Json[UserSlice]:
        """A stretch of the users. `POST /internal/user-connections`"""
        ...
