"""Dates, times and intervals of PostgreSQL (ISO style, UTC), as Debezium's adaptive time types write them."""

import re
from datetime import UTC, date, datetime, timedelta

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_DAY = 86_400_000_000
# A month is a twelfth of 365.25 days.
_MONTH = 2_629_800_000_000
_DATE = re.compile(r"(\d+)-(\d\d)-(\d\d)")
_CLOCK = re.compile(r"(-?)(\d+):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?")
_ZONE = re.compile(r"([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$")
_SPAN = re.compile(r"([+-]?\d+) (year|mon|day)s?")
_UNITS = {"year": 12 * _MONTH, "mon": _MONTH, "day": _DAY}

# What stands for an endless date or time is its type's own; Debezium takes the ends of the driver's calendar.
_INFINITE_DAYS = {"infinity": 106_751_991_167, "-infinity": -106_751_991_167}
_INFINITE_MICROSECONDS = {"infinity": 9_223_372_036_825_200_000, "-infinity": -9_223_372_036_832_400_000}


def days(text: str) -> int:
    """A date, in days since 1970 of the proleptic Gregorian calendar."""
    if text in _INFINITE_DAYS:
        return _INFINITE_DAYS[text]
    found = _DATE.match(text)
    assert found is not None, text
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if text.endswith(" BC"):
        year = 1 - year
    # Python's calendar has the years 1 to 9999; the real one repeats after 400.
    cycles = (year - 1) // 400
    return date(year - 400 * cycles, month, day).toordinal() + 146_097 * cycles - _EPOCH_DAY


def clock(text: str) -> int:
    """A time of day (or the clock of an interval), in microseconds since midnight."""
    found = _CLOCK.search(text)
    if found is None:
        return 0
    sign, hours, minutes, seconds, fraction = found.groups()
    total = (int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)) * 1_000_000 + int(
        (fraction or "").ljust(6, "0")
    )
    return -total if sign else total


def moment(text: str) -> int:
    """A timestamp without time zone, taken as UTC, in microseconds since 1970."""
    if text in _INFINITE_MICROSECONDS:
        return _INFINITE_MICROSECONDS[text]
    return days(text) * _DAY + clock(text[text.index(" ") :])


def instant(text: str, digits: int) -> str:
    """A timestamp with time zone as UTC with that many digits after the second: 2026-02-28T23:59:59.123456Z"""
    if text in _INFINITE_MICROSECONDS:
        return text
    if text.endswith(" BC"):
        # The year 1 BC is 0000, the one before it -0001.
        year = 1 - int(text[: text.index("-")])
        text = f"{'-' if year else ''}{-year:04}{text[text.index('-') : -3]}"
    if not text.endswith("+00"):
        raise ValueError(f"{text!r} is not in UTC")
    plain, _, fraction = text[:-3].replace(" ", "T").partition(".")
    return f"{plain}.{fraction.ljust(digits, '0')}Z" if digits else f"{plain}Z"


def zoned_clock(text: str) -> str:
    """A time with time zone, moved to UTC: 02:05:06.789Z"""
    zone = _ZONE.search(text)
    assert zone is not None, text
    sign, hours, minutes, seconds = zone.groups()
    shift = timedelta(hours=int(hours), minutes=int(minutes or 0), seconds=int(seconds or 0))
    at = datetime(2000, 1, 2, tzinfo=UTC) + timedelta(microseconds=clock(text[: zone.start()]))
    moved = at - shift if sign == "+" else at + shift
    written = moved.strftime("%H:%M:%S.%f").rstrip("0").rstrip(".")
    return f"{written}Z"


def span(text: str) -> int:
    """An interval in microseconds; a year is 365.25 days."""
    return sum(int(count) * _UNITS[unit] for count, unit in _SPAN.findall(text)) + clock(text)
