"""The life of a version: what `specs/versions/lifecycle.yaml` says, as the stages need it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Status(StrEnum):
    BETA = "beta"
    ACTIVE = "active"
    DEPRECATED = "deprecated"


class AfterSunset(StrEnum):
    SERVE = "serve"
    GONE = "gone"
    BROWNOUT = "brownout"


@dataclass(frozen=True, slots=True)
class Version:
    """One public version. Times are moments in UTC; `deprecated_at` never lies after `sunset_at`."""

    name: str
    status: Status
    envelope: str
    features: tuple[str, ...] = ()
    breaking_changes: tuple[str, ...] = ()
    deprecated_at: datetime | None = None
    sunset_at: datetime | None = None
    after_sunset: AfterSunset = AfterSunset.SERVE
    successor: str | None = None

    @property
    def documentation(self) -> str:
        return f"/api-docs/{self.name}"


def structured_date(moment: datetime) -> str:
    """A Date of RFC 9651, as RFC 9745 wants `Deprecation` to be: `@1748736000`."""
    return f"@{int(moment.timestamp())}"


def http_date(moment: datetime) -> str:
    """An HTTP-date (RFC 9110, 5.6.7), as RFC 8594 wants `Sunset` to be: `Mon, 01 Jun 2026 00:00:00 GMT`."""
    moment = moment.astimezone(UTC)
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][moment.month - 1]
    return f"{day}, {moment.day:02d} {month} {moment:%Y %H:%M:%S} GMT"
