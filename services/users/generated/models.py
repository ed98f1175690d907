"""Generated from specs/openapi/users.yaml by `make generate`. DO NOT EDIT."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field


class UserRole(StrEnum):
    ADMIN = "admin"
    USER = "user"
    GUEST = "guest"


class UserStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    SUSPENDED = "suspended"


class Money(Struct, kw_only=True):
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}\\Z")]
    amount: Decimal


class TokenRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    username: Annotated[
        str, Meta(description="Username or e-mail address.", max_length=254, min_length=1, pattern="^[^\\u0000]*\\Z")
    ]
    password: Annotated[str, Meta(max_length=128, min_length=1, pattern="^[^\\u0000]*\\Z")]


class RefreshRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    refresh_token: Annotated[str, Meta(max_length=256, min_length=1, pattern="^[^\\u0000]*\\Z")]


class RevokeRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    token: Annotated[
        str,
        Meta(
            description="A refresh token or an access token.", max_length=4096, min_length=1, pattern="^[^\\u0000]*\\Z"
        ),
    ]


class Token(Struct, kw_only=True):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: Annotated[int, Meta(description="Seconds until the access token expires.")]
    refresh_token: str


class Session(Struct, kw_only=True):
    user_id: UUID
    role: UserRole


class JsonWebKey(Struct, kw_only=True):
    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    alg: Literal["EdDSA"]
    use: Literal["sig"]


class JsonWebKeySet(Struct, kw_only=True):
    keys: list[JsonWebKey]


class Violation(Struct, kw_only=True):
    """One rule that one field breaks."""

    field_: Annotated[str, Meta(description="Path of the field; empty for the whole body.")] = field(name="field")
    message: str


class ListUsersSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESC = "-updated_at"
    USERNAME = "username"
    USERNAME_DESC = "-username"
    EMAIL = "email"
    EMAIL_DESC = "-email"


class ListUsersQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    status: UserStatus | UnsetType = UNSET
    role: UserRole | UnsetType = UNSET
    created_after: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    sort: Annotated[list[ListUsersSort], Meta(max_length=4, min_length=1)] | UnsetType = UNSET


class User(Struct, kw_only=True):
    """An account, as anyone who may see it sees it."""

    id: UUID
    email: Annotated[
        str,
        Meta(
            description="Compared without regard to case.",
            max_length=254,
            pattern="^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+\\Z",
        ),
    ]
    username: Annotated[
        str,
        Meta(
            description="Compared without regard to case.",
            max_length=50,
            min_length=3,
            pattern="^[A-Za-z0-9][A-Za-z0-9._-]*\\Z",
        ),
    ]
    first_name: Annotated[str, Meta(max_length=100)] | None
    last_name: Annotated[str, Meta(max_length=100)] | None
    role: UserRole
    status: UserStatus
    created_at: Annotated[datetime, Meta(tz=True)]
    updated_at: Annotated[datetime, Meta(tz=True)]


class UserDetail(User, kw_only=True):
    """An account with figures that cost more to find."""

    last_login_at: Annotated[datetime, Meta(tz=True)] | None
    order_count: Annotated[int, Meta(ge=0)]
    total_spent: Annotated[list[Money], Meta(description="One sum per currency; currencies are never added up.")]


class UserPage(Struct, kw_only=True):
    items: Annotated[list[User], Meta(max_length=100)]
    next_cursor: Annotated[str, Meta(description="Null on the last page.")] | None
    total: Annotated[int, Meta(description="All matching rows; only with `page`.", ge=0)] | UnsetType = UNSET


class CreateUserRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    email: Annotated[
        str,
        Meta(
            description="Compared without regard to case.",
            max_length=254,
            pattern="^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+\\Z",
        ),
    ]
    username: Annotated[
        str,
        Meta(
            description="Compared without regard to case.",
            max_length=50,
            min_length=3,
            pattern="^[A-Za-z0-9][A-Za-z0-9._-]*\\Z",
        ),
    ]
    password: Annotated[str, Meta(max_length=128, min_length=8, pattern="^[^\\u0000]*\\Z")]
    first_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    last_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    role: UserRole | UnsetType = UNSET
    status: UserStatus | UnsetType = UNSET


class UpdateUserRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    email: Annotated[
        str,
        Meta(
            description="Compared without regard to case.",
            max_length=254,
            pattern="^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+\\Z",
        ),
    ]
    username: Annotated[
        str,
        Meta(
            description="Compared without regard to case.",
            max_length=50,
            min_length=3,
            pattern="^[A-Za-z0-9][A-Za-z0-9._-]*\\Z",
        ),
    ]
    first_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    last_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    role: UserRole | UnsetType = UNSET
    status: UserStatus | UnsetType = UNSET


class PatchUserRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    email: (
        Annotated[
            str,
            Meta(
                description="Compared without regard to case.",
                max_length=254,
                pattern="^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+\\Z",
            ),
        ]
        | UnsetType
    ) = UNSET
    username: (
        Annotated[
            str,
            Meta(
                description="Compared without regard to case.",
                max_length=50,
                min_length=3,
                pattern="^[A-Za-z0-9][A-Za-z0-9._-]*\\Z",
            ),
        ]
        | UnsetType
    ) = UNSET
    first_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    last_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    password: Annotated[str, Meta(max_length=128, min_length=8, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    current_password: Annotated[str, Meta(max_length=128, min_length=8, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    role: UserRole | UnsetType = UNSET
    status: UserStatus | UnsetType = UNSET


class Error(Struct, kw_only=True):
    """Why a request was refused."""

    code: str
    message: str
    details: list[Violation]
    request_id: str
