"""`specs/versions/lifecycle.yaml`: which versions there are, in which state, and until when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from codegen.documents import Node, Pointer, Source, mapping, sequence
from codegen.findings import Finding

STATUSES = ("beta", "active", "deprecated")
AFTER_SUNSET = ("serve", "gone", "brownout")

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Life:
    """One version as the file has it."""

    name: str
    status: str
    features: tuple[str, ...]
    breaking_changes: tuple[str, ...]
    deprecated_at: date | None
    sunset_at: date | None
    after_sunset: str
    brownouts: tuple[Interval, ...]
    successor: str | None

    @property
    def number(self) -> int:
        return int(self.name.removeprefix("v"))


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All versions, oldest first."""

    default: str
    versions: tuple[Life, ...]

    def named(self, name: str) -> Life:
        return next(life for life in self.versions if life.name == name)


class _Checks:
    def __init__(self, source: Source, overlays: dict[str, Source], envelopes: Source) -> None:
        self.source = source
        self.overlays = overlays
        self.envelopes = envelopes
        self.versions = mapping(source.data, "versions")
        self.findings: list[Finding] = []

    def _add(self, pointer: Pointer, what: str, mend: str) -> None:
        line = next(
            self.source.lines[pointer[:size]]
            for size in range(len(pointer), -1, -1)
            if pointer[:size] in self.source.lines
        )
        self.findings.append(Finding(self.source.path, line, what, mend))

    def run(self) -> None:
        default = str(self.source.data.get("default"))
        if default not in self.versions:
            self._add(("default",), f"the default version `{default}` does not exist", "name one of `versions`")
        for name in self.versions:
            self._version(name, mapping(self.versions, name))
        for name, overlay in self.overlays.items():
            if name not in self.versions:
                what = f"an overlay for `{name}`, which lifecycle.yaml does not know"
                self.findings.append(Finding(overlay.path, 1, what, "add the version, or drop the file"))
            elif str(overlay.data.get("x-envelope")) not in self.envelopes.data:
                line = overlay.lines.get(("x-envelope",), 1)
                what = f"envelope `{overlay.data.get('x-envelope')}` is not in envelopes.yaml"
                mend = "use one of " + ", ".join(self.envelopes.data)
                self.findings.append(Finding(overlay.path, line, what, mend))
        for name, envelope in self.envelopes.data.items():
            missing = [kind for kind in ("item", "list") if not mapping(envelope, kind)]
            if missing:
                line = self.envelopes.lines[(name,)]
                what = f"envelope `{name}` has no {' and no '.join(missing)}"
                self.findings.append(Finding(self.envelopes.path, line, what, "write the schema around `{schema}`"))
            elif "{included}" not in str(envelope["list"]):
                line = self.envelopes.lines[(name, "list")]
                what = f"a list in the envelope `{name}` has no place for related resources"
                self.findings.append(Finding(self.envelopes.path, line, what, "add `included: '{included}'`"))

    def _version(self, name: str, life: Node) -> None:
        at: Pointer = ("versions", name)
        if not (name.startswith("v") and name[1:].isdigit()):
            self._add(at, f"version `{name}` is not named vN", "call it v1, v2 and so on")
        if name not in self.overlays:
            self._add(at, f"`{name}` has no overlay", f"write specs/versions/{name}.overlay.yaml")
        if life.get("status") not in STATUSES:
            self._add((*at, "status"), f"unknown status `{life.get('status')}`", "use " + ", ".join(STATUSES))
        if life.get("afterSunset", "serve") not in AFTER_SUNSET:
            self._add((*at, "afterSunset"), "unknown afterSunset", "use " + ", ".join(AFTER_SUNSET))
        successor = life.get("successor")
        if successor is not None and (str(successor) not in self.versions or successor == name):
            self._add((*at, "successor"), f"successor `{successor}` does not exist", "name another version")
        self._dates(at, life)
        self._brownouts(at, life)

    def _dates(self, at: Pointer, life: Node) -> None:
        dates = {key: as_date(life.get(key)) for key in ("deprecatedAt", "sunsetAt")}
        for key, value in dates.items():
            if value is None and life.get(key) is not None:
                self._add((*at, key), f"{key} `{life[key]}` is no date", "write it as 2026-06-01")
        deprecated, sunset = dates["deprecatedAt"], dates["sunsetAt"]
        if life.get("status") == "deprecated" and life.get("deprecatedAt") is None:
            self._add(at, "deprecated, but since when?", "add deprecatedAt")
        if life.get("status") != "deprecated" and life.get("deprecatedAt") is not None:
            self._add((*at, "deprecatedAt"), "deprecatedAt of a version that is not deprecated", "mend the status")
        if sunset and not deprecated:
            self._add((*at, "sunsetAt"), "a sunset without a deprecation", "add deprecatedAt")
        if deprecated and sunset and sunset < deprecated:
            self._add((*at, "sunsetAt"), "sunset lies before deprecation", "move one of the dates (RFC 8594)")

    def _brownouts(self, at: Pointer, life: Node) -> None:
        wanted = life.get("afterSunset") == "brownout"
        texts = sequence(life, "brownouts")
        if wanted and not texts:
            self._add(
                (*at, "afterSunset"),
                "brownout, but when?",
                "add brownouts, such as [2026-06-08T12:00:00Z/2026-06-08T14:00:00Z]",
            )
        if texts and not wanted:
            self._add((*at, "brownouts"), "brownouts of a version without any", "add `afterSunset: brownout`")
        sunset = as_date(life.get("sunsetAt"))
        if life.get("afterSunset", "serve") != "serve" and sunset is None:
            self._add((*at, "afterSunset"), "something after the sunset, but no sunset", "add sunsetAt")
        before = datetime(sunset.year, sunset.month, sunset.day, tzinfo=UTC) if sunset else None
        for index, text in enumerate(texts):
            pointer: Pointer = (*at, "brownouts", index)
            interval = _interval(text)
            if interval is None:
                mend = "write two moments in UTC, such as 2026-06-08T12:00:00Z/2026-06-08T14:00:00Z"
                self._add(pointer, f"brownout `{text}` is no interval", mend)
            elif interval[1] <= interval[0]:
                self._add(pointer, f"brownout `{text}` ends before it begins", "swap the moments")
            elif before is not None and interval[0] < before:
                what = f"brownout `{text}` begins before the sunset or the end of the one before"
                self._add(pointer, what, "put them in order, after sunsetAt")
            else:
                before = interval[1]


def _interval(value: Any) -> Interval | None:
    """Two moments in UTC with a slash between them (ISO 8601)."""
    if not isinstance(value, str) or value.count("/") != 1:
        return None
    try:
        since, until = (datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ") for text in value.split("/"))
    except ValueError:
        return None
    return since.replace(tzinfo=UTC), until.replace(tzinfo=UTC)


def as_date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def check_lifecycle(source: Source, overlays: dict[str, Source], envelopes: Source) -> list[Finding]:
    """Everything that contradicts itself in the file, or between it, the overlays and the envelopes."""
    checks = _Checks(source, overlays, envelopes)
    checks.run()
    return checks.findings


def to_lifecycle(source: Source) -> Lifecycle:
    """The file as data; only of use when `check_lifecycle` found nothing."""
    versions = [
        Life(
            name=name,
            status=life["status"],
            features=tuple(sequence(life, "features")),
            breaking_changes=tuple(sequence(life, "breakingChanges")),
            deprecated_at=as_date(life.get("deprecatedAt")),
            sunset_at=as_date(life.get("sunsetAt")),
            after_sunset=life.get("afterSunset", "serve"),
            brownouts=tuple(found for text in sequence(life, "brownouts") if (found := _interval(text))),
            successor=life.get("successor"),
        )
        for name, life in mapping(source.data, "versions").items()
    ]
    return Lifecycle(source.data["default"], tuple(sorted(versions, key=lambda life: life.number)))
