"""Whether a version still lives as long as its clients were told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from codegen.check.breaking.changes import Change
from codegen.documents import Pointer, Source, mapping
from codegen.read.lifecycle import AFTER_SUNSET, STATUSES, Lifecycle, as_date

# Between the deprecation of a version and its end.
SHORTEST_NOTICE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Promise:
    """What lifecycle.yaml said of a version."""

    status: str
    deprecated_at: date | None
    sunset_at: date | None
    after_sunset: str

    @property
    def binding(self) -> bool:
        """Whether breaking it is an error; a beta version may change."""
        return self.status != "beta"


def promises(source: Source) -> dict[str, Promise]:
    """By version, of a file of any age."""
    versions = mapping(source.data, "versions")
    found: dict[str, Promise] = {}
    for name in versions:
        life = mapping(versions, name)
        dates = (as_date(life.get("deprecatedAt")), as_date(life.get("sunsetAt")))
        found[name] = Promise(str(life.get("status")), *dates, str(life.get("afterSunset", "serve")))
    return found


def lifetime_changes(old: Source, new: Lifecycle, today: date) -> list[Change]:
    """What lifecycle.yaml takes back of what it said."""
    now = {
        life.name: Promise(life.status, life.deprecated_at, life.sunset_at, life.after_sunset) for life in new.versions
    }
    found: list[Change] = []
    for name, before in promises(old).items():
        after = now.get(name)
        if after is None:
            if not _ended(before, today):
                found.append(_change(name, "version-removed", (), f"{name} is gone"))
            continue
        found += _weakened(name, before, after)
        found += _shortened(name, before, after)
        found += _hardened(name, before, after, today)
    default = str(old.data.get("default"))
    if default in now and default != new.default:
        what = f"who names no version was answered by {default} and is by {new.default}"
        found.append(Change(default, "default-version-changed", ("default",), ("default",), what, new.default))
    return found


def _ended(promise: Promise, today: date) -> bool:
    return promise.after_sunset == "gone" and promise.sunset_at is not None and promise.sunset_at <= today


def _weakened(name: str, before: Promise, after: Promise) -> Iterator[Change]:
    if after.status == "beta" and before.status in STATUSES and before.status != "beta":
        what = f"{name} was {before.status} and is beta, where anything may change"
        yield _change(name, "version-weakened", ("status",), what)


def _shortened(name: str, before: Promise, after: Promise) -> Iterator[Change]:
    if before.sunset_at and after.sunset_at and after.sunset_at < before.sunset_at:
        what = f"the sunset was {before.sunset_at} and is {after.sunset_at}"
        yield _change(name, "sunset-shortened", ("sunsetAt",), what)
    if after.deprecated_at is None or after.sunset_at is None:
        return
    notice = after.sunset_at - after.deprecated_at
    announced = before.sunset_at is None and notice < SHORTEST_NOTICE
    moved = before.deprecated_at is not None and after.deprecated_at > before.deprecated_at
    if announced:
        what = f"{notice.days} days from deprecation to sunset are less than {SHORTEST_NOTICE.days}"
        yield _change(name, "deprecation-shortened", ("sunsetAt",), what)
    elif moved and before.sunset_at and notice < before.sunset_at - before.deprecated_at:  # type: ignore[operator]
        what = f"deprecated since {before.deprecated_at}, now since {after.deprecated_at}: less time until the sunset"
        yield _change(name, "deprecation-shortened", ("deprecatedAt",), what)


def _hardened(name: str, before: Promise, after: Promise, today: date) -> Iterator[Change]:
    """An end that comes harder than told, before or after its day."""
    ranks = {ending: rank for rank, ending in enumerate(("serve", "brownout", "gone"))}
    assert set(ranks) == set(AFTER_SUNSET)
    if ranks[after.after_sunset] <= ranks.get(before.after_sunset, 0) or after.sunset_at is None:
        return
    if after.sunset_at <= today:
        what = f"after its sunset {name} was to be `{before.after_sunset}` and is `{after.after_sunset}`"
        yield _change(name, "version-ended", ("afterSunset",), what)


def _change(name: str, kind: str, keys: Pointer, what: str) -> Change:
    pointer: Pointer = ("versions", name, *keys)
    return Change(name, kind, pointer, pointer, what)
