"""Generated from specs/versions and specs/openapi by `make generate`. DO NOT EDIT.

Every public operation of v3.
"""

from typing import Final

from gateway.routes import Route, Shape

ROUTES: Final[tuple[Route, ...]] = (
    Route(
        method="GET",
        path="/users",
        operation_id="listUsers",
        service="users",
        shape=Shape.LIST,
        singular="user",
        plural="users",
        query=frozenset({"created_after", "cursor", "limit", "role", "sort", "status"}),
    ),
    Route(
        method="POST",
        path="/users",
        operation_id="createUser",
        service="users",
        shape=Shape.ITEM,
        singular="user",
        media_types=("application/json",),
    ),
    Route(
        method="GET",
        path="/users/{id}",
        operation_id="getUser",
        service="users",
        shape=Shape.ITEM,
        singular="user",
    ),
    Route(
        method="PUT",
        path="/users/{id}",
        operation_id="replaceUser",
        service="users",
        shape=Shape.ITEM,
        singular="user",
        media_types=("application/json",),
    ),
    Route(
        method="PATCH",
        path="/users/{id}",
        operation_id="patchUser",
        service="users",
        shape=Shape.ITEM,
        singular="user",
        media_types=("application/merge-patch+json", "application/json"),
    ),
    Route(
        method="DELETE",
        path="/users/{id}",
        operation_id="deleteUser",
        service="users",
        shape=Shape.EMPTY,
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
    ),
    Route(
        method="POST",
        path="/auth/revoke",
        operation_id="revokeToken",
        service="users",
        shape=Shape.EMPTY,
        anonymous=True,
        media_types=("application/json",),
    ),
    Route(
        method="GET",
        path="/.well-known/jwks.json",
        operation_id="getJwks",
        service="users",
        shape=Shape.RAW,
        anonymous=True,
    ),
)
