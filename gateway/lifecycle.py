"""The life of a version: what `specs/versions/lifecycle.yaml` says, as the stages need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from services.chassis.clock import Clock


class Status(StrEnum):
    BETA = "beta"
    ACTIVE = "active"
    DEPRECATED = "deprecated"


class AfterSunset(StrEnum):
    SERVE = "serve"
    GONE = "gone"
    BROWNOUT = "brownout"


@dataclass(frozen=True, slots=True)
class Brownout:
    """Some hours in which a version does not answer, so that who still uses it notices. `until` is outside."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One public version. Times are moments in UTC; `deprecated_at` never lies after `sunset_at`, and no brownout
    before it. `differences` are what its overlay says about itself."""

    name: str
    status: Status
    envelope: str
    features: tuple[str, ...] = ()
    breaking_changes: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    deprecated_at: datetime | None = None
    sunset_at: datetime | None = None
    after_sunset: AfterSunset = AfterSunset.SERVE
    brownouts: tuple[Brownout, ...] = ()
    successor: str | None = None

    @property
    def documentation(self) -> str:
        return f"/api-docs/{self.name}"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All versions at the moment it is."""

    versions: Mapping[str, Version]
    default: str
    clock: Clock

    def has_sunset(self, version: Version) -> bool:
        return version.sunset_at is not None and version.sunset_at <= self.clock()

    def is_gone(self, version: Version) -> bool:
        """Whether no request to the version is answered any more."""
        return version.after_sunset is AfterSunset.GONE and self.has_sunset(version)

    def brownout(self, version: Version) -> Brownout | None:
        """The one that is under way."""
        if version.after_sunset is not AfterSunset.BROWNOUT:
            return None
        now = self.clock()
        return next((each for each in version.brownouts if each.since <= now < each.until), None)

    def next_brownout(self, version: Version) -> Brownout | None:
        """The one under way, or the one to come."""
        if version.after_sunset is not AfterSunset.BROWNOUT:
            return None
        now = self.clock()
        return next((each for each in version.brownouts if now < each.until), None)


def structured_date(moment: datetime) -> str:
    """A Date of RFC 9651, as RFC 9745 wants `Deprecation` to be: `@1748736000`."""
    return f"@{int(moment.timestamp())}"


def http_date(moment: datetime) -> str:
    """An HTTP-date (RFC 9110, 5.6.7), as RFC 8594 wants `Sunset` to be: `Mon, 01 Jun 2026 00:00:00 GMT`."""
    moment = moment.astimezone(UTC)
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][moment.month - 1]
    return f"{day}, {moment.day:02d} {month} {moment:%Y %H:%M:%S} GMT"
