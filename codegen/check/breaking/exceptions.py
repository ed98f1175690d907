"""`specs/versions/exceptions.yaml`: breaks that somebody answers for, until a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from codegen.check.breaking.changes import Change
from codegen.documents import Source, mapping, sequence
from codegen.findings import Finding
from codegen.read.lifecycle import as_date
from codegen.read.yaml_lines import parse_yaml, read_yaml

EXCEPTIONS = "specs/versions/exceptions.yaml"
_MEMBERS = ("fingerprint", "reason", "owner", "expires")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One entry, and where it stands."""

    fingerprint: str
    reason: str
    owner: str
    expires: str
    line: int


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The entries in force by fingerprint, and what is wrong with the others."""

    entries: dict[str, Accepted]
    findings: tuple[Finding, ...]

    def unused(self, changes: list[Change], before: set[str]) -> Iterator[Finding]:
        """Entries that are new since the ref and excuse nothing. Those it has already are kept as a record: what they
        excuse is part of it."""
        known = {change.fingerprint for change in changes} | before
        for accepted in self.entries.values():
            if accepted.fingerprint not in known:
                what = f"the exception `{accepted.fingerprint}` excuses nothing"
                mend = "take the fingerprint from a finding, or drop the entry"
                yield Finding(EXCEPTIONS, accepted.line, what, mend, "unused exception")


def read_exceptions(root: Path, today: date) -> Exceptions:
    """The file of the working tree; no file, no exceptions."""
    if not (root / EXCEPTIONS).is_file():
        return Exceptions({}, ())
    source, findings = read_yaml(root, EXCEPTIONS)
    if source is None:
        return Exceptions({}, tuple(findings))
    entries: dict[str, Accepted] = {}
    for index, written in enumerate(sequence(source.data, "exceptions")):
        line = source.lines.get(("exceptions", index), 1)
        entry = {name: str(mapping(written).get(name) or "").strip() for name in _MEMBERS}
        wrong = _wrong(entry, line, entries, today)
        if wrong is not None:
            findings.append(wrong)
        else:
            name = entry["fingerprint"]
            entries[name] = Accepted(name, entry["reason"], entry["owner"], entry["expires"], line)
    return Exceptions(entries, tuple(findings))


def _wrong(entry: dict[str, str], line: int, before: dict[str, Accepted], today: date) -> Finding | None:
    name, expires = entry["fingerprint"], as_date(entry["expires"])
    missing = [member for member, text in entry.items() if not text]
    if missing:
        what, mend = f"an exception without {', '.join(missing)}", f"give it {', '.join(_MEMBERS)}"
    elif expires is None:
        what, mend = f"`{entry['expires']}` is no date", "write it as 2026-06-01"
    elif name in before:
        what, mend = f"`{name}` is excused twice", "keep one"
    elif expires < today:
        what = f"the exception `{name}` of {entry['owner']} expired on {expires}"
        mend = "mend what it excused, and drop it; or renew it with a new reason"
        return Finding(EXCEPTIONS, line, what, mend, "expired exception")
    else:
        return None
    return Finding(EXCEPTIONS, line, what, mend, "wrong exception")


def fingerprints(text: str | None) -> set[str]:
    """Those of a file of any age."""
    source: Source | None = parse_yaml(text, EXCEPTIONS)[0] if text else None
    return (
        {str(mapping(entry).get("fingerprint")) for entry in sequence(source.data, "exceptions")} if source else set()
    )
