"""Generated from specs/openapi/users.yaml by `make generate`. DO NOT EDIT."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
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


class ApiKeyScope(StrEnum):
    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class ApiKey(Struct, kw_only=True):
    id: UUID
    user_id: UUID
    name: str
    scopes: list[ApiKeyScope]
    created_at: Annotated[datetime, Meta(tz=True)]
    expires_at: Annotated[datetime, Meta(tz=True)] | None
    revoked_at: Annotated[datetime, Meta(tz=True)] | None


class ApiKeyPage(Struct, kw_only=True):
    items: Annotated[list[ApiKey], Meta(max_length=100)]
    next_cursor: str | None
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class NewApiKey(ApiKey, kw_only=True):
    """An API key at the one moment its secret can be read."""

    key: Annotated[str, Meta(description="Send it as X-API-Key.")]


class CreateApiKeyRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(max_length=100, min_length=1, pattern="^[^\\u0000]*\\Z")]
    scopes: Annotated[list[ApiKeyScope], Meta(max_length=3, min_length=1)]
    expires_in: (
        Annotated[int, Meta(description="Seconds it is good for; without it, until revoked.", ge=60, le=315360000)]
        | UnsetType
    ) = UNSET


class Grant(Struct, kw_only=True):
    token: str


class RemoveUsersRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    ids: Annotated[list[UUID], Meta(max_length=1000, min_length=1)]


class JsonWebKey(Struct, kw_only=True):
    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    alg: Literal["EdDSA"]
    use: Literal["sig"]


class JsonWebKeySet(Struct, kw_only=True):
    keys: list[JsonWebKey]


class IdsRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    ids: Annotated[list[UUID], Meta(max_length=10000, min_length=1)]


class UserSortKey(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESC = "-updated_at"
    USERNAME = "username"
    USERNAME_DESC = "-username"
    EMAIL = "email"
    EMAIL_DESC = "-email"


class UserConnectionRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    """
    What to read for each parent, or once where no parents are given: rows the filter selects, in order, from after one
    cursor or before another, the first of them or, with `backward`, the last.

    """

    filter: (
        Annotated[dict[str, Any], Meta(description="Operators by field; `and` and `or` hold lists of filters.")]
        | UnsetType
    ) = UNSET
    order: UserSortKey | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=0, le=100)] = 20
    backward: bool = False
    after: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET
    before: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET
    cursors: Annotated[bool, Meta(description="Whether each row's cursor is wanted.")] = False
    total: Annotated[bool, Meta(description="Whether the rows of the filter are to be counted.")] = False


class Violation(Struct, kw_only=True):
    """One rule that one field breaks."""

    field_: Annotated[str, Meta(description="Path of the field; empty for the whole body.")] = field(name="field")
    message: str


class BulkOutcome(Struct, kw_only=True):
    """What became of one row."""

    id: Annotated[UUID, Meta(description="The row's own.")]
    error: Annotated[str, Meta(description="Why it could not be.")] | None
    output: Annotated[dict[str, Any], Meta(description="The resource as it is now; null where there is none.")] | None


class ListUsersSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESC = "-updated_at"
    USERNAME = "username"
    USERNAME_DESC = "-username"
    EMAIL = "email"
    EMAIL_DESC = "-email"


class ListApiKeysSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESC = "-created_at"
    NAME = "name"
    NAME_DESC = "-name"


class ListUsersQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    created_after: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    sort: Annotated[list[ListUsersSort], Meta(max_length=4, min_length=1)] | UnsetType = UNSET
    id: UUID | UnsetType = UNSET
    id_ne: UUID | UnsetType = field(name="id[ne]", default=UNSET)
    id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[in]", default=UNSET)
    id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[nin]", default=UNSET)
    email: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    email_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="email[ne]", default=UNSET
    )
    email_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="email[in]", default=UNSET)
    email_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="email[nin]", default=UNSET)
    email_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="email[contains]", default=UNSET
    )
    email_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="email[starts_with]", default=UNSET
    )
    email_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="email[ends_with]", default=UNSET
    )
    username: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    username_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="username[ne]", default=UNSET
    )
    username_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="username[in]", default=UNSET)
    username_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="username[nin]", default=UNSET)
    username_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="username[contains]", default=UNSET
    )
    username_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="username[starts_with]", default=UNSET
    )
    username_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="username[ends_with]", default=UNSET
    )
    first_name: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    first_name_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="first_name[ne]", default=UNSET
    )
    first_name_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="first_name[in]", default=UNSET)
    first_name_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="first_name[nin]", default=UNSET)
    first_name_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="first_name[contains]", default=UNSET
    )
    first_name_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="first_name[starts_with]", default=UNSET
    )
    first_name_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="first_name[ends_with]", default=UNSET
    )
    last_name: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    last_name_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="last_name[ne]", default=UNSET
    )
    last_name_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="last_name[in]", default=UNSET)
    last_name_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="last_name[nin]", default=UNSET)
    last_name_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="last_name[contains]", default=UNSET
    )
    last_name_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="last_name[starts_with]", default=UNSET
    )
    last_name_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="last_name[ends_with]", default=UNSET
    )
    role: UserRole | UnsetType = UNSET
    role_ne: UserRole | UnsetType = field(name="role[ne]", default=UNSET)
    role_in: Annotated[list[UserRole], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="role[in]", default=UNSET
    )
    role_nin: Annotated[list[UserRole], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="role[nin]", default=UNSET
    )
    status: UserStatus | UnsetType = UNSET
    status_ne: UserStatus | UnsetType = field(name="status[ne]", default=UNSET)
    status_in: Annotated[list[UserStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[in]", default=UNSET
    )
    status_nin: Annotated[list[UserStatus], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="status[nin]", default=UNSET
    )
    created_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    created_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[ne]", default=UNSET)
    created_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gt]", default=UNSET)
    created_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gte]", default=UNSET)
    created_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lt]", default=UNSET)
    created_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lte]", default=UNSET)
    created_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[in]", default=UNSET)
    created_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[nin]", default=UNSET)
    created_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="created_at[between]", default=UNSET)
    updated_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    updated_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[ne]", default=UNSET)
    updated_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[gt]", default=UNSET)
    updated_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[gte]", default=UNSET)
    updated_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[lt]", default=UNSET)
    updated_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="updated_at[lte]", default=UNSET)
    updated_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="updated_at[in]", default=UNSET)
    updated_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="updated_at[nin]", default=UNSET)
    updated_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="updated_at[between]", default=UNSET)
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET


class ListApiKeysQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    page: Annotated[int, Meta(ge=1, le=10000)] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    cursor: (
        Annotated[str, Meta(max_length=1024, min_length=1, pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\Z")] | UnsetType
    ) = UNSET
    sort: Annotated[list[ListApiKeysSort], Meta(max_length=2, min_length=1)] | UnsetType = UNSET
    id: UUID | UnsetType = UNSET
    id_ne: UUID | UnsetType = field(name="id[ne]", default=UNSET)
    id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[in]", default=UNSET)
    id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(name="id[nin]", default=UNSET)
    user_id: UUID | UnsetType = UNSET
    user_id_ne: UUID | UnsetType = field(name="user_id[ne]", default=UNSET)
    user_id_in: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="user_id[in]", default=UNSET
    )
    user_id_nin: Annotated[list[UUID], Meta(max_length=50, min_length=1)] | UnsetType = field(
        name="user_id[nin]", default=UNSET
    )
    name: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    name_ne: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[ne]", default=UNSET
    )
    name_in: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="name[in]", default=UNSET)
    name_nin: (
        Annotated[
            list[Annotated[str, Meta(max_length=255, pattern="^[^\\u0000,]*\\Z")]], Meta(max_length=50, min_length=1)
        ]
        | UnsetType
    ) = field(name="name[nin]", default=UNSET)
    name_contains: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[contains]", default=UNSET
    )
    name_starts_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[starts_with]", default=UNSET
    )
    name_ends_with: Annotated[str, Meta(max_length=255, pattern="^[^\\u0000]*\\Z")] | UnsetType = field(
        name="name[ends_with]", default=UNSET
    )
    created_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET
    created_at_ne: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[ne]", default=UNSET)
    created_at_gt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gt]", default=UNSET)
    created_at_gte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[gte]", default=UNSET)
    created_at_lt: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lt]", default=UNSET)
    created_at_lte: Annotated[datetime, Meta(tz=True)] | UnsetType = field(name="created_at[lte]", default=UNSET)
    created_at_in: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[in]", default=UNSET)
    created_at_nin: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=50, min_length=1)] | UnsetType
    ) = field(name="created_at[nin]", default=UNSET)
    created_at_between: (
        Annotated[list[Annotated[datetime, Meta(tz=True)]], Meta(max_length=2, min_length=2)] | UnsetType
    ) = field(name="created_at[between]", default=UNSET)
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET


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


class Session(Struct, kw_only=True):
    user_id: UUID
    role: UserRole
    scopes: Annotated[list[ApiKeyScope], Meta(description="What the API key allows; null for a token.")] | None


class ImportUser(Struct, kw_only=True, forbid_unknown_fields=True):
    """A user with the id it will have, and a password that has been hashed."""

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
    password_hash: Annotated[
        str,
        Meta(
            description="A PHC string of argon2, with which its user signs in.",
            max_length=500,
            pattern="^\\$argon2(?:id|i|d)\\$v=19\\$m=[1-9][0-9]{0,5},t=[1-9][0-9]?,p=[1-9][0-9]?\\$[A-Za-z0-9+/]{11,100}\\$[A-Za-z0-9+/]{16,200}\\Z",
        ),
    ]
    first_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    last_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    role: UserRole | UnsetType = UNSET
    status: UserStatus | UnsetType = UNSET


class ImportUsersRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    users: Annotated[list[ImportUser], Meta(max_length=1000, min_length=1)]


class ChangeUser(Struct, kw_only=True, forbid_unknown_fields=True):
    id: UUID
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
    password_hash: (
        Annotated[
            str,
            Meta(
                description="A PHC string of argon2, with which its user signs in.",
                max_length=500,
                pattern="^\\$argon2(?:id|i|d)\\$v=19\\$m=[1-9][0-9]{0,5},t=[1-9][0-9]?,p=[1-9][0-9]?\\$[A-Za-z0-9+/]{11,100}\\$[A-Za-z0-9+/]{16,200}\\Z",
            ),
        ]
        | UnsetType
    ) = UNSET
    first_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    last_name: Annotated[str, Meta(max_length=100, pattern="^[^\\u0000]*\\Z")] | None | UnsetType = UNSET
    role: UserRole | UnsetType = UNSET
    status: UserStatus | UnsetType = UNSET


class ChangeUsersRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    users: Annotated[list[ChangeUser], Meta(max_length=1000, min_length=1)]


class UserSlice(Struct, kw_only=True):
    items: list[User]
    more: Annotated[bool, Meta(description="Whether there are further rows in the direction of reading.")]
    cursors: list[str] | UnsetType = UNSET
    total: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class Error(Struct, kw_only=True):
    """Why a request was refused."""

    code: str
    message: str
    details: list[Violation]
    request_id: str


class BulkOutcomes(Struct, kw_only=True):
    outcomes: Annotated[list[BulkOutcome], Meta(max_length=1000)]
