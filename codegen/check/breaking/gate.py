"""The verdict: which changes since a git ref break a promise to clients."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from codegen.check.breaking.changes import Change
from codegen.check.breaking.exceptions import EXCEPTIONS, fingerprints, read_exceptions
from codegen.check.breaking.history import Past
from codegen.check.breaking.lifetimes import Promise, lifetime_changes, promises
from codegen.check.breaking.published import document_changes
from codegen.check.breaking.subjects import about
from codegen.check.breaking.usage import Usage
from codegen.documents import Document, Source
from codegen.findings import Finding
from codegen.outputs import Reading
from codegen.read.yaml_lines import parse_yaml

LIFECYCLE = "specs/versions/lifecycle.yaml"
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Gate:
    """The present specs beside those of a commit."""

    root: Path
    past: Past
    reading: Reading
    today: date
    usage: Usage | None = None

    def findings(self) -> list[Finding]:
        """Errors and warnings. A break of a beta version, or one with an exception in force, is a warning."""
        lifecycle = self._old_lifecycle()
        if lifecycle is None:
            return []
        promised = promises(lifecycle)
        changes = [*lifetime_changes(lifecycle, self.reading.specs.lifecycle, self.today), *self._documents()]
        exceptions = read_exceptions(self.root, self.today)
        before = fingerprints(self.past.read(EXCEPTIONS))
        found = [self._finding(change, promised, change.fingerprint in exceptions.entries) for change in changes]
        return [*found, *exceptions.findings, *exceptions.unused(changes, before)]

    def _old_lifecycle(self) -> Source | None:
        """None for a commit that has no versions yet: nothing was promised."""
        text = self.past.read(LIFECYCLE)
        return parse_yaml(text, LIFECYCLE)[0] if text else None

    def _documents(self) -> Iterator[Change]:
        for new in self.reading.published:
            path = f"specs/published/{new.name}.yaml"
            text = self.past.read(path)
            if text and text != self.reading.texts[path]:
                yield from document_changes(Document(new.name, yaml.load(text, yaml.CSafeLoader), ()), new)

    def _finding(self, change: Change, promised: dict[str, Promise], excused: bool) -> Finding:
        promise = promised.get(change.version)
        warning = excused or promise is None or not promise.binding
        what = f"{change.version}: {about(change)}{_among(change.operations)}, at `{change.where}`"
        used = self.usage.told(change.version, change.operations) if self.usage else ""
        what += f"; used: {used}" if used else ""
        excuse = f"; excused in {EXCEPTIONS}" if excused else ""
        mend = f"`codegen explain {change.kind}` tells the compatible way [{change.fingerprint}]{excuse}"
        return Finding(*self._at(change), what, mend, change.kind, "", warning)

    def _at(self, change: Change) -> tuple[str, int]:
        if change.now[:1] in (("versions",), ("default",)):
            source = self.reading.specs.lifecycle_source
            return source.path, source.lines[change.now[: source.deepest(change.now)]]
        document = next(document for document in self.reading.published if document.name == change.version)
        return document.at(change.now)


def _among(operations: Sequence[str]) -> str:
    if not operations:
        return ""
    more = f" and {len(operations) - _SHOWN} more" if len(operations) > _SHOWN else ""
    return f" ({', '.join(operations[:_SHOWN])}{more})"
