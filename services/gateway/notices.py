"""What clients are told about the end of a version, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

# How long before a sunset clients are told once more.
NEAR = timedelta(days=30)


class Stage(StrEnum):
    """How far a deprecated version has come. Each client hears of each stage once."""

    DEPRECATED = "deprecated"
    SUNSET_NEAR = "sunset_near"
    SUNSET = "sunset"


@dataclass(frozen=True, slots=True)
class Deprecation:
    """A deprecated version. `documentation` is a path."""

    version: str
    deprecated_at: datetime
    sunset_at: datetime | None
    successor: str | None
    documentation: str

    def stage(self, now: datetime) -> Stage | None:
        """None before the deprecation."""
        if now < self.deprecated_at:
            return None
        if self.sunset_at is None or now < self.sunset_at - NEAR:
            return Stage.DEPRECATED
        return Stage.SUNSET_NEAR if now < self.sunset_at else Stage.SUNSET


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one client on one channel: its requests of the last days, and their share of all."""

    id: UUID
    client_id: UUID
    version: str
    stage: Stage
    channel: str
    requests: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Contact:
    """How a client is called, and reached."""

    name: str
    email: str


def subject(notice: Notice, deprecation: Deprecation) -> str:
    day = f"{deprecation.sunset_at:%-d %B %Y}" if deprecation.sunset_at else ""
    match notice.stage:
        case Stage.DEPRECATED:
            return f"API {notice.version} is deprecated"
        case Stage.SUNSET_NEAR:
            return f"API {notice.version} ends on {day}"
        case _:
            return f"The sunset of API {notice.version} was on {day}"


def text(notice: Notice, deprecation: Deprecation, contact: Contact, base_url: str) -> str:
    """The whole message, in plain text."""
    lines = [
        f"Hello {contact.name},",
        "",
        f"{subject(notice, deprecation)}, and you still use it: {notice.requests:,} requests in the last 30 days, "
        f"{notice.share:.0%} of all of yours.",
        "",
        f"Deprecated since: {deprecation.deprecated_at:%-d %B %Y}",
    ]
    if deprecation.sunset_at is not None:
        lines.append(f"Sunset: {deprecation.sunset_at:%-d %B %Y}")
    if deprecation.successor is not None:
        lines += [
            f"Use instead: {deprecation.successor}",
            f"What changes for you: {base_url}/api-docs/{deprecation.successor}#changes",
        ]
    return "\n".join([*lines, f"Its documentation: {base_url}{deprecation.documentation}", ""])
