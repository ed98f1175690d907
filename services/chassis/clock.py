"""What time it is: a function, so that tests can say it."""

from collections.abc import Callable
from datetime import UTC, datetime

# The moment it is, in UTC.
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)
