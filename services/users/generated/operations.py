"""Generated from specs/openapi/users.yaml by `make generate`. DO NOT EDIT.

Every operation of the users contract as data.
"""

from typing import Final
from uuid import UUID

from services.chassis.operations import Access, Body, Lexical, Operation, PathParameter, Query, Scope
from services.users.generated.models import (
    ChangeUsersRequest,
    CreateApiKeyRequest,
    CreateUserRequest,
    IdsRequest,
    ImportUsersRequest,
    ListApiKeysQuery,
    ListUsersQuery,
    PatchUserRequest,
    RefreshRequest,
    RemoveUsersRequest,
    RevokeRequest,
    TokenRequest,
    UpdateUserRequest,
    UserConnectionRequest,
)

LIST_USERS: Final = Operation(
    name="list_users",
    operation_id="listUsers",
    method="GET",
    path="/users",
    status=200,
    access=Access(admin=Scope.ANY),
    query=Query(
        type=ListUsersQuery,
        lists=frozenset(
            {
                "sort",
                "id[in]",
                "id[nin]",
                "email[in]",
                "email[nin]",
                "username[in]",
                "username[nin]",
                "first_name[in]",
                "first_name[nin]",
                "last_name[in]",
                "last_name[nin]",
                "role[in]",
                "role[nin]",
                "status[in]",
                "status[nin]",
                "created_at[in]",
                "created_at[nin]",
                "created_at[between]",
                "updated_at[in]",
                "updated_at[nin]",
                "updated_at[between]",
            }
        ),
        lexical={
            "page": Lexical.INTEGER,
            "limit": Lexical.INTEGER,
            "created_after": Lexical.DATE_TIME,
            "id": Lexical.UUID,
            "id[ne]": Lexical.UUID,
            "id[in]": Lexical.UUID,
            "id[nin]": Lexical.UUID,
            "created_at": Lexical.DATE_TIME,
            "created_at[ne]": Lexical.DATE_TIME,
            "created_at[gt]": Lexical.DATE_TIME,
            "created_at[gte]": Lexical.DATE_TIME,
            "created_at[lt]": Lexical.DATE_TIME,
            "created_at[lte]": Lexical.DATE_TIME,
            "created_at[in]": Lexical.DATE_TIME,
            "created_at[nin]": Lexical.DATE_TIME,
            "created_at[between]": Lexical.DATE_TIME,
            "updated_at": Lexical.DATE_TIME,
            "updated_at[ne]": Lexical.DATE_TIME,
            "updated_at[gt]": Lexical.DATE_TIME,
            "updated_at[gte]": Lexical.DATE_TIME,
            "updated_at[lt]": Lexical.DATE_TIME,
            "updated_at[lte]": Lexical.DATE_TIME,
            "updated_at[in]": Lexical.DATE_TIME,
            "updated_at[nin]": Lexical.DATE_TIME,
            "updated_at[between]": Lexical.DATE_TIME,
        },
    ),
)

CREATE_USER: Final = Operation(
    name="create_user",
    operation_id="createUser",
    method="POST",
    path="/users",
    status=201,
    access=Access(admin=Scope.ANY),
    body=Body(type=CreateUserRequest, media_types=("application/json",)),
    takes_idempotency_key=True,
)

GET_USER: Final = Operation(
    name="get_user",
    operation_id="getUser",
    method="GET",
    path="/users/{id}",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY, owner="id"),
    path_parameters=(PathParameter(name="id", argument="user_id", type=UUID, lexical=Lexical.UUID),),
    conditional=True,
)

REPLACE_USER: Final = Operation(
    name="replace_user",
    operation_id="replaceUser",
    method="PUT",
    path="/users/{id}",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY, owner="id"),
    path_parameters=(PathParameter(name="id", argument="user_id", type=UUID, lexical=Lexical.UUID),),
    body=Body(type=UpdateUserRequest, media_types=("application/json",)),
    takes_if_match=True,
)

PATCH_USER: Final = Operation(
    name="patch_user",
    operation_id="patchUser",
    method="PATCH",
    path="/users/{id}",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY, owner="id"),
    path_parameters=(PathParameter(name="id", argument="user_id", type=UUID, lexical=Lexical.UUID),),
    body=Body(type=PatchUserRequest, media_types=("application/merge-patch+json", "application/json")),
    takes_if_match=True,
)

DELETE_USER: Final = Operation(
    name="delete_user",
    operation_id="deleteUser",
    method="DELETE",
    path="/users/{id}",
    status=204,
    access=Access(admin=Scope.ANY),
    path_parameters=(PathParameter(name="id", argument="user_id", type=UUID, lexical=Lexical.UUID),),
    takes_if_match=True,
)

LIST_API_KEYS: Final = Operation(
    name="list_api_keys",
    operation_id="listApiKeys",
    method="GET",
    path="/api-keys",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    query=Query(
        type=ListApiKeysQuery,
        lists=frozenset(
            {
                "sort",
                "id[in]",
                "id[nin]",
                "user_id[in]",
                "user_id[nin]",
                "name[in]",
                "name[nin]",
                "created_at[in]",
                "created_at[nin]",
                "created_at[between]",
            }
        ),
        lexical={
            "page": Lexical.INTEGER,
            "limit": Lexical.INTEGER,
            "id": Lexical.UUID,
            "id[ne]": Lexical.UUID,
            "id[in]": Lexical.UUID,
            "id[nin]": Lexical.UUID,
            "user_id": Lexical.UUID,
            "user_id[ne]": Lexical.UUID,
            "user_id[in]": Lexical.UUID,
            "user_id[nin]": Lexical.UUID,
            "created_at": Lexical.DATE_TIME,
            "created_at[ne]": Lexical.DATE_TIME,
            "created_at[gt]": Lexical.DATE_TIME,
            "created_at[gte]": Lexical.DATE_TIME,
            "created_at[lt]": Lexical.DATE_TIME,
            "created_at[lte]": Lexical.DATE_TIME,
            "created_at[in]": Lexical.DATE_TIME,
            "created_at[nin]": Lexical.DATE_TIME,
            "created_at[between]": Lexical.DATE_TIME,
        },
    ),
)

CREATE_API_KEY: Final = Operation(
    name="create_api_key",
    operation_id="createApiKey",
    method="POST",
    path="/api-keys",
    status=201,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    body=Body(type=CreateApiKeyRequest, media_types=("application/json",)),
    takes_idempotency_key=True,
)

REVOKE_API_KEY: Final = Operation(
    name="revoke_api_key",
    operation_id="revokeApiKey",
    method="DELETE",
    path="/api-keys/{id}",
    status=204,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    path_parameters=(PathParameter(name="id", argument="api_key_id", type=UUID, lexical=Lexical.UUID),),
)

ISSUE_TOKEN: Final = Operation(
    name="issue_token",
    operation_id="issueToken",
    method="POST",
    path="/auth/token",
    status=200,
    access=Access(anonymous=Scope.ANY),
    body=Body(type=TokenRequest, media_types=("application/json",)),
)

REFRESH_TOKEN: Final = Operation(
    name="refresh_token",
    operation_id="refreshToken",
    method="POST",
    path="/auth/refresh",
    status=200,
    access=Access(anonymous=Scope.ANY),
    body=Body(type=RefreshRequest, media_types=("application/json",)),
)

REVOKE_TOKEN: Final = Operation(
    name="revoke_token",
    operation_id="revokeToken",
    method="POST",
    path="/auth/revoke",
    status=204,
    access=Access(anonymous=Scope.ANY),
    body=Body(type=RevokeRequest, media_types=("application/json",)),
)

GET_SESSION: Final = Operation(
    name="get_session",
    operation_id="getSession",
    method="GET",
    path="/auth/session",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
)

OPEN_GRANT: Final = Operation(
    name="open_grant",
    operation_id="openGrant",
    method="POST",
    path="/internal/grants",
    status=201,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
)

IMPORT_USERS: Final = Operation(
    name="import_users",
    operation_id="importUsers",
    method="POST",
    path="/internal/bulk-import-users",
    status=200,
    access=Access(admin=Scope.ANY),
    body=Body(type=ImportUsersRequest, media_types=("application/json",)),
    takes_idempotency_key=True,
    deadline=30,
)

CHANGE_USERS: Final = Operation(
    name="change_users",
    operation_id="changeUsers",
    method="POST",
    path="/internal/bulk-change-users",
    status=200,
    access=Access(admin=Scope.ANY),
    body=Body(type=ChangeUsersRequest, media_types=("application/json",)),
    takes_idempotency_key=True,
    deadline=30,
)

REMOVE_USERS: Final = Operation(
    name="remove_users",
    operation_id="removeUsers",
    method="POST",
    path="/internal/bulk-remove-users",
    status=200,
    access=Access(admin=Scope.ANY),
    body=Body(type=RemoveUsersRequest, media_types=("application/json",)),
    takes_idempotency_key=True,
    deadline=30,
)

GET_JWKS: Final = Operation(
    name="get_jwks",
    operation_id="getJwks",
    method="GET",
    path="/.well-known/jwks.json",
    status=200,
    access=Access(anonymous=Scope.ANY),
)

FIND_USERS: Final = Operation(
    name="find_users",
    operation_id="findUsers",
    method="POST",
    path="/internal/users-by-id",
    status=200,
    access=Access(user=Scope.OWN, admin=Scope.ANY),
    body=Body(type=IdsRequest, media_types=("application/json",)),
    reads=True,
)

CONNECT_USERS: Final = Operation(
    name="connect_users",
    operation_id="connectUsers",
    method="POST",
    path="/internal/user-connections",
    status=200,
    access=Access(admin=Scope.ANY),
    body=Body(type=UserConnectionRequest, media_types=("application/json",)),
    reads=True,
)

OPERATIONS: Final[tuple[Operation, ...]] = (
    LIST_USERS,
    CREATE_USER,
    GET_USER,
    REPLACE_USER,
    PATCH_USER,
    DELETE_USER,
    LIST_API_KEYS,
    CREATE_API_KEY,
    REVOKE_API_KEY,
    ISSUE_TOKEN,
    REFRESH_TOKEN,
    REVOKE_TOKEN,
    GET_SESSION,
    OPEN_GRANT,
    IMPORT_USERS,
    CHANGE_USERS,
    REMOVE_USERS,
    GET_JWKS,
    FIND_USERS,
    CONNECT_USERS,
)
