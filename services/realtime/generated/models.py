"""Generated from specs/openapi/realtime.yaml by `make generate`. DO NOT EDIT."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field


class CreateCdcSignalRequest(Struct, kw_only=True, forbid_unknown_fields=True):
    connector: Annotated[str, Meta(max_length=50, min_length=1, pattern="^[a-z0-9_]+\\Z")]
    tables: Annotated[
        list[Annotated[str, Meta(max_length=130, min_length=3, pattern="^[A-Za-z0-9_$-]+\\.[A-Za-z0-9_$-]+\\Z")]],
        Meta(max_length=100, min_length=1),
    ]


class Channel(StrEnum):
    USERS = "users"
    ORDERS = "orders"
    PRODUCTS = "products"


class EventKind(StrEnum):
    """
    `enter` and `leave` are updates that move a row into the filter or out of it.

    """

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ENTER = "enter"
    LEAVE = "leave"


class Overflow(StrEnum):
    """
    What happens to a subscription whose client reads too slowly: the socket is closed (1013) with a resume token,
    or only the last change of each row is kept.

    """

    DISCONNECT = "disconnect"
    COALESCE = "coalesce"


class Credentials(Struct, kw_only=True, forbid_unknown_fields=True):
    token: Annotated[str, Meta(description="An access token or an API key.", max_length=4096, min_length=1)]


class Wish(Struct, kw_only=True, forbid_unknown_fields=True):
    """What to follow."""

    channel: Annotated[str, Meta(description="users, orders or products.", max_length=64)]
    filter: (
        Annotated[
            Annotated[
                str,
                Meta(
                    description="Members a row must have, with operators, or an OData v4 expression.",
                    max_length=2000,
                    min_length=1,
                ),
            ]
            | dict[str, Any],
            Meta(description="Members a row must have, with operators, or an OData v4 expression."),
        ]
        | UnsetType
    ) = UNSET
    fields: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=50, min_length=1)] | UnsetType = UNSET
    since: (
        Annotated[
            str,
            Meta(
                description="Names one change. What followed it is sent again, and nothing before.",
                max_length=40,
                min_length=3,
                pattern="^[0-9a-f]{1,16}-[0-9a-f]{1,16}\\Z",
            ),
        ]
        | UnsetType
    ) = UNSET
    overflow: Overflow | UnsetType = UNSET


class Ending(Struct, kw_only=True, forbid_unknown_fields=True):
    subscription_id: Annotated[str, Meta(max_length=64, min_length=1)]


class PingMessage(Struct, kw_only=True, tag_field="type", tag="ping", forbid_unknown_fields=True):
    id: (
        Annotated[
            str,
            Meta(
                description="The client's own name for what it asks; every answer carries it.",
                max_length=64,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET


class Welcome(Struct, kw_only=True):
    client_id: str
    authenticated: Annotated[bool, Meta(description="Whether the handshake brought credentials.")]
    auth_seconds: Annotated[float, Meta(description="How long the socket waits for credentials.")]
    ping_seconds: Annotated[float, Meta(description="How often the server pings.")]
    timestamp: Annotated[datetime, Meta(tz=True)]


class Admission(Struct, kw_only=True):
    success: bool
    message: str


class Change(Struct, kw_only=True):
    event: EventKind
    data: Annotated[dict[str, Any], Meta(description="The row as v3 shows it; after a delete, as it was.")]
    timestamp: Annotated[Annotated[datetime, Meta(tz=True)], Meta(description="When the row was changed.")]
    resume: Annotated[
        str,
        Meta(
            description="Names one change. What followed it is sent again, and nothing before.",
            max_length=40,
            min_length=3,
            pattern="^[0-9a-f]{1,16}-[0-9a-f]{1,16}\\Z",
        ),
    ]


class Clock(Struct, kw_only=True):
    timestamp: Annotated[datetime, Meta(tz=True)]


class Violation(Struct, kw_only=True):
    """One rule that one field breaks."""

    field_: Annotated[str, Meta(description="Path of the field; empty for the whole body.")] = field(name="field")
    message: str


class CdcConnectorSink(StrEnum):
    JSONLINES = "jsonlines"
    NATS = "nats"
    WEBHOOK = "webhook"


class CdcConnectorState(StrEnum):
    STARTING = "starting"
    SNAPSHOT = "snapshot"
    STREAMING = "streaming"
    STALLED = "stalled"
    FAILED = "failed"
    STOPPED = "stopped"


class CdcConnectorSlotState(StrEnum):
    RESERVED = "reserved"
    EXTENDED = "extended"
    UNRESERVED = "unreserved"
    LOST = "lost"
    MISSING = "missing"


class CdcSignalState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class StandingStatus(StrEnum):
    ACTIVE = "active"
    UNSUBSCRIBED = "unsubscribed"


class GapReason(StrEnum):
    """
    The resume token is older than what is kept, or the whole table was emptied.
    """

    EXPIRED = "expired"
    TRUNCATED = "truncated"


class StreamChangesQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    channel: Channel
    filter: Annotated[str, Meta(max_length=2000, min_length=1, pattern="^[^\\u0000]*\\Z")] | UnsetType = UNSET
    fields: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=50, min_length=1)] | UnsetType = UNSET
    since: (
        Annotated[
            str,
            Meta(
                description="Names one change. What followed it is sent again, and nothing before.",
                max_length=40,
                min_length=3,
                pattern="^[0-9a-f]{1,16}-[0-9a-f]{1,16}\\Z",
            ),
        ]
        | UnsetType
    ) = UNSET


class CdcSignal(Struct, kw_only=True):
    id: UUID
    connector: str
    tables: list[str]
    state: CdcSignalState
    rows: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    detail: Annotated[str, Meta(description="Why it failed.")] | None
    created_at: Annotated[datetime, Meta(tz=True)]
    finished_at: Annotated[datetime, Meta(tz=True)] | None


class AuthMessage(Struct, kw_only=True, tag_field="type", tag="auth", forbid_unknown_fields=True):
    payload: Credentials
    id: (
        Annotated[
            str,
            Meta(
                description="The client's own name for what it asks; every answer carries it.",
                max_length=64,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET


class SubscribeMessage(Struct, kw_only=True, tag_field="type", tag="subscribe", forbid_unknown_fields=True):
    id: Annotated[
        str,
        Meta(
            description="The client's own name for what it asks; every answer carries it.", max_length=64, min_length=1
        ),
    ]
    payload: Wish


class UnsubscribeMessage(Struct, kw_only=True, tag_field="type", tag="unsubscribe", forbid_unknown_fields=True):
    payload: Ending
    id: (
        Annotated[
            str,
            Meta(
                description="The client's own name for what it asks; every answer carries it.",
                max_length=64,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET


class ConnectedMessage(Struct, kw_only=True, tag_field="type", tag="connected"):
    payload: Welcome


class AuthenticatedMessage(Struct, kw_only=True, tag_field="type", tag="auth"):
    payload: Admission
    id: (
        Annotated[
            str,
            Meta(
                description="The client's own name for what it asks; every answer carries it.",
                max_length=64,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET


class Standing(Struct, kw_only=True):
    subscription_id: str
    status: StandingStatus
    channel: Channel | UnsetType = UNSET
    resume: (
        Annotated[
            str,
            Meta(
                description="Where the subscription stands; what follows it will arrive.",
                max_length=40,
                min_length=3,
                pattern="^[0-9a-f]{1,16}-[0-9a-f]{1,16}\\Z",
            ),
        ]
        | UnsetType
    ) = UNSET


class DataMessage(Struct, kw_only=True, tag_field="type", tag="data"):
    id: Annotated[
        str,
        Meta(
            description="The client's own name for what it asks; every answer carries it.", max_length=64, min_length=1
        ),
    ]
    subscription_id: str
    payload: Change


class Gap(Struct, kw_only=True):
    """Changes that cannot be told one by one. Read the rows again."""

    reason: GapReason
    resume: Annotated[
        str,
        Meta(
            description="Names one change. What followed it is sent again, and nothing before.",
            max_length=40,
            min_length=3,
            pattern="^[0-9a-f]{1,16}-[0-9a-f]{1,16}\\Z",
        ),
    ]


class PongMessage(Struct, kw_only=True, tag_field="type", tag="pong"):
    payload: Clock
    id: (
        Annotated[
            str,
            Meta(
                description="The client's own name for what it asks; every answer carries it.",
                max_length=64,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET


class Refusal(Struct, kw_only=True):
    code: str
    message: str
    details: list[Violation]


class Error(Struct, kw_only=True):
    """Why a request was refused."""

    code: str
    message: str
    details: list[Violation]
    request_id: str


class CdcConnector(Struct, kw_only=True):
    """
    One slot and one sink. `lag_bytes` is the log after what is confirmed, `retained_bytes` what the server keeps for
    the slot, `safe_bytes` how much more may be written before it throws the slot away; null where there is no limit.

    """

    name: str
    sink: CdcConnectorSink
    slot: str
    state: CdcConnectorState
    detail: Annotated[str, Meta(description="Why it is stalled or failed.")] | None
    active: Annotated[bool, Meta(description="Whether a process reads the slot now.")]
    slot_state: CdcConnectorSlotState
    lag_bytes: Annotated[int, Meta(ge=0, le=9223372036854775807)] | None
    lag_seconds: Annotated[float, Meta(ge=0.0)]
    retained_bytes: Annotated[int, Meta(ge=-9223372036854775808, le=9223372036854775807)] | None
    safe_bytes: Annotated[int, Meta(ge=-9223372036854775808, le=9223372036854775807)] | None
    last_lsn: str | None
    confirmed_lsn: str | None
    events: Annotated[int, Meta(ge=0, le=9223372036854775807)]
    events_per_second: Annotated[float, Meta(ge=0.0)]
    newest_event_at: Annotated[datetime, Meta(tz=True)] | None
    losses: Annotated[int, Meta(description="Times that the slot was lost.", ge=0, le=9223372036854775807)]
    snapshot_remaining: Annotated[int, Meta(description="Tables of the first snapshot still to be told.", ge=0)]
    seen_at: Annotated[datetime, Meta(tz=True)]
    signals: list[CdcSignal]


class AckMessage(Struct, kw_only=True, tag_field="type", tag="ack"):
    payload: Standing
    id: (
        Annotated[
            str,
            Meta(
                description="The client's own name for what it asks; every answer carries it.",
                max_length=64,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    subscription_id: str | UnsetType = UNSET


class GapMessage(Struct, kw_only=True, tag_field="type", tag="gap"):
    id: Annotated[
        str,
        Meta(
            description="The client's own name for what it asks; every answer carries it.", max_length=64, min_length=1
        ),
    ]
    subscription_id: str
    payload: Gap


class ErrorMessage(Struct, kw_only=True, tag_field="type", tag="error"):
    payload: Refusal
    id: (
        Annotated[
            str,
            Meta(
                description="The client's own name for what it asks; every answer carries it.",
                max_length=64,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET


class CdcReport(Struct, kw_only=True):
    connectors: list[CdcConnector]
