"""What v1 clients still see of what v2 changed."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from gateway.generated.shapes import v1, v2

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
EPOCH_MS = re.compile(r"-?[0-9]{1,15}")
EARLIEST_MS, LATEST_MS = -62_135_596_800_000, 253_402_300_799_999


def epoch_ms(timestamp: str) -> int:
    """RFC 3339 to whole milliseconds since 1970, rounded down."""
    return (datetime.fromisoformat(timestamp) - EPOCH) // MILLISECOND


def epoch_ms_or_null(timestamp: str | None) -> int | None:
    """As `epoch_ms`; null stays null."""
    return None if timestamp is None else epoch_ms(timestamp)


def user(newer: v2.User) -> v1.User:
    """Timestamps are integers: milliseconds since the epoch."""
    return {**newer, "created_at": epoch_ms(newer["created_at"]), "updated_at": epoch_ms(newer["updated_at"])}


def user_detail(newer: v2.UserDetail) -> v1.UserDetail:
    """Timestamps are integers: milliseconds since the epoch; null stays null."""
    return {
        **newer,
        "created_at": epoch_ms(newer["created_at"]),
        "updated_at": epoch_ms(newer["updated_at"]),
        "last_login_at": epoch_ms_or_null(newer["last_login_at"]),
    }


def order(newer: v2.Order) -> v1.Order:
    """Timestamps are integers: milliseconds since the epoch."""
    return {**newer, "created_at": epoch_ms(newer["created_at"]), "updated_at": epoch_ms(newer["updated_at"])}


def order_detail(newer: v2.OrderDetail) -> v1.OrderDetail:
    """Timestamps are integers: milliseconds since the epoch."""
    return {**newer, "created_at": epoch_ms(newer["created_at"]), "updated_at": epoch_ms(newer["updated_at"])}


def order_stats(newer: v2.OrderStats) -> v1.OrderStats:
    """The time of the last order is an integer: milliseconds since the epoch; null stays null."""
    return {**newer, "last_order_at": epoch_ms_or_null(newer["last_order_at"])}


def product(newer: v2.Product) -> v1.Product:
    """Timestamps are integers: milliseconds since the epoch."""
    return {**newer, "created_at": epoch_ms(newer["created_at"]), "updated_at": epoch_ms(newer["updated_at"])}


def category(newer: v2.Category) -> v1.Category:
    """The time of creation is an integer: milliseconds since the epoch."""
    return {**newer, "created_at": epoch_ms(newer["created_at"])}


def api_key(newer: v2.ApiKey) -> v1.ApiKey:
    """Timestamps are integers: milliseconds since the epoch; null stays null."""
    return {
        **newer,
        "created_at": epoch_ms(newer["created_at"]),
        "expires_at": epoch_ms_or_null(newer["expires_at"]),
        "revoked_at": epoch_ms_or_null(newer["revoked_at"]),
    }


def new_api_key(newer: v2.NewApiKey) -> v1.NewApiKey:
    """Timestamps are integers: milliseconds since the epoch; null stays null."""
    return {
        **newer,
        "created_at": epoch_ms(newer["created_at"]),
        "expires_at": epoch_ms_or_null(newer["expires_at"]),
        "revoked_at": epoch_ms_or_null(newer["revoked_at"]),
    }


def usage_client(newer: v2.UsageClient) -> v1.UsageClient:
    """The time of the last request is an integer: milliseconds since the epoch."""
    return {**newer, "last_seen": epoch_ms(newer["last_seen"])}


def list_users_query(older: Mapping[str, str]) -> dict[str, str]:
    """`created_after` may be milliseconds since the epoch."""
    newer = dict(older)
    moment = newer.get("created_after", "")
    # What is no such number, or lies beyond year 9999, goes on as it is: the service names the fault.
    if EPOCH_MS.fullmatch(moment) and EARLIEST_MS <= int(moment) <= LATEST_MS:
        newer["created_after"] = (EPOCH + int(moment) * MILLISECOND).isoformat()
    return newer
