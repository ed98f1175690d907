"""Generated from specs/versions and specs/openapi by `make generate`. DO NOT EDIT.

Every public operation of v1.
"""

from typing import Final

from gateway.generated.adapters import V1Adapters
from gateway.routes import Route, Shape
from gateway.versions import v1

V1: Final[V1Adapters] = v1

ROUTES: Final[tuple[Route, ...]] = (
    Route(
        method="GET",
        path="/users",
        operation_id="listUsers",
        service="users",
        shape=Shape.LIST,
        singular="user",
        plural="users",
        query=frozenset({"created_after", "limit", "page", "role", "sort", "status"}),
        answers=(V1.user,),
        queries=(V1.list_users_query,),
        in_successor=True,
    ),
    Route(
        method="POST",
        path="/users",
        operation_id="createUser",
        service="users",
        shape=Shape.ITEM,
        singular="user",
        media_types=("application/json",),
        answers=(V1.user,),
        in_successor=True,
    ),
    Route(
        method="GET",
        path="/users/{id}",
        operation_id="getUser",
        service="users",
        shape=Shape.ITEM,
        singular="user",
        answers=(V1.user_detail,),
        in_successor=True,
    ),
    Route(
        method="PUT",
        path="/users/{id}",
        operation_id="replaceUser",
        service="users",
        shape=Shape.ITEM,
        singular="user",
        media_types=("application/json",),
        answers=(V1.user,),
        in_successor=True,
    ),
    Route(
        method="PATCH",
        path="/users/{id}",
        operation_id="patchUser",
        service="users",
        shape=Shape.ITEM,
        singular="user",
        media_types=("application/merge-patch+json", "application/json"),
        answers=(V1.user,),
        in_successor=True,
    ),
    Route(
        method="DELETE",
        path="/users/{id}",
        operation_id="deleteUser",
        service="users",
        shape=Shape.EMPTY,
        in_successor=True,
    ),
    Route(
        method="POST",
        path="/auth/token",
        operation_id="issueToken",
        service="users",
        shape=Shape.ITEM,
        singular="token",
        anonymous=True,
        media_types=("application/json",),
        in_successor=True,
    ),
    Route(
        method="POST",
        path="/auth/refresh",
        operation_id="refreshToken",
        service="users",
        shape=Shape.ITEM,
        singular="token",
        anonymous=True,
        media_types=("application/json",),
        in_successor=True,
    ),
    Route(
        method="POST",
        path="/auth/revoke",
        operation_id="revokeToken",
        service="users",
        shape=Shape.EMPTY,
        anonymous=True,
        media_types=("application/json",),
        in_successor=True,
    ),
    Route(
        method="GET",
        path="/.well-known/jwks.json",
        operation_id="getJwks",
        service="users",
        shape=Shape.RAW,
        anonymous=True,
        in_successor=True,
    ),
)
