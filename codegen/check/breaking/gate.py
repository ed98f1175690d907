"""The verdict: which changes since a git ref break a promise to clients."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import yaml

from codegen.check.breaking.changes import Change
from codegen.check.breaking.contracts import contract_changes, past_versions
from codegen.check.breaking.exceptions import EXCEPTIONS, fingerprints, read_exceptions
from codegen.check.breaking.graphql import SCHEMA, place, schema_changes
from codegen.check.breaking.history import Past
from codegen.check.breaking.lifetimes import Promise, lifetime_changes, promises
from codegen.check.breaking.published import document_changes, whole
from codegen.check.breaking.restoring import Restoration
from codegen.check.breaking.subjects import about
from codegen.check.breaking.usage import Usage
from codegen.documents import Document, Node, Source, mapping, sequence
from codegen.findings import Finding, SpecErrors
from codegen.outputs import Reading
from codegen.read.yaml_lines import parse_yaml

LIFECYCLE = "specs/versions/lifecycle.yaml"
_SHOWN = 3


@dataclass(frozen=True)
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
        values, unreadable = self._values()
        lifetimes = lifetime_changes(lifecycle, self.reading.specs.lifecycle, self.today)
        broken_schema, dangerous = self._graphql(lifecycle, promised)
        found = (*self._documents(values), *lifetimes, *broken_schema, *dangerous)
        changes = list({change.fingerprint: change for change in found}.values())
        exceptions = read_exceptions(self.root, self.today)
        before = fingerprints(self.past.read(EXCEPTIONS))
        excused = exceptions.entries.keys()
        harmless = excused | {change.fingerprint for change in dangerous}
        broken = [change for change in changes if _binds(change, promised) and change.fingerprint not in harmless]
        pastes = Restoration(self.root, self.reading, self._served(promised), values).texts(broken) if broken else {}
        findings = [self._finding(change, change not in broken, pastes.get(change.fingerprint)) for change in changes]
        return [*findings, *unreadable, *exceptions.findings, *exceptions.unused(changes, before)]

    def _old_lifecycle(self) -> Source | None:
        """None for a commit that has no versions yet: nothing was promised."""
        text = self.past.read(LIFECYCLE)
        return parse_yaml(text, LIFECYCLE)[0] if text else None

    @cached_property
    def _olds(self) -> dict[str, Document]:
        """The published documents of the commit that are not those of today, by version."""
        found: dict[str, Document] = {}
        for document in self.reading.published:
            path = f"specs/published/{document.name}.yaml"
            text = self.past.read(path)
            if text and text != self.reading.texts[path]:
                found[document.name] = Document(document.name, _loaded(text), ())
        return found

    def _served(self, promised: dict[str, Promise]) -> dict[str, Document]:
        """What clients of the versions of the commit were served."""
        present = (document for document in self.reading.published if document.name in promised)
        return {document.name: self._olds.get(document.name, document) for document in present}

    def _documents(self, values: dict[str, Document]) -> Iterator[Change]:
        for new in self.reading.published:
            if new.name in self._olds:
                yield from document_changes(self._olds[new.name], new)
        for version in self.reading.specs.versions:
            if version.life.name in values:
                yield from contract_changes(values[version.life.name], version.document)

    def _graphql(self, lifecycle: Source, promised: dict[str, Promise]) -> tuple[list[Change], list[Change]]:
        """What breaks in the GraphQL schema, which is one for all versions that have it, and what is only dangerous."""
        old = self.past.read(SCHEMA)
        new = self.reading.texts.get(SCHEMA, "")
        if old is None or old == new:
            return [], []
        version = _promising(lifecycle, promised, "graphql")
        if not new:
            return [
                Change(version, "graphql-type-removed", ("graphql", "Query"), ("graphql", "Query"), "all of it")
            ], []
        return schema_changes(old, new, version, _promising(lifecycle, promised, "subscriptions"))

    def _values(self) -> tuple[dict[str, Document], list[Finding]]:
        """The versions of the commit before they were published, and why they cannot be had."""
        if all(self.past.has(folder) for folder in ("specs/openapi", "specs/versions")):
            return {}, []
        try:
            return past_versions(self.past), []
        except SpecErrors as errors:
            first = errors.findings[0]
            what = f"the specs of {self.past.commit[:12]} break today's rules: {first.path}:{first.line}: {first.what}"
            mend = "members that became optional and changed access were not looked for"
            return {}, [Finding(LIFECYCLE, 1, what, mend, "not compared", "", True)]

    def _finding(self, change: Change, warning: bool, paste: str | None) -> Finding:
        what = f"{change.version}: {about(change)}{_among(change.operations)}, at `{change.where}`"
        used = self.usage.told(change.version, change.operations) if self.usage else ""
        what += f"; used: {used}" if used else ""
        mend = f"`codegen explain {change.kind}` tells the compatible way"
        if paste is not None:
            mend += ", or paste what restores the old shape" if paste else "; what the others bring restores this too"
        mend += f" [{change.fingerprint}]"
        return Finding(*self._at(change), what, mend, change.kind, paste or "", warning)

    def _at(self, change: Change) -> tuple[str, int]:
        if change.now[:1] in (("versions",), ("default",)):
            source = self.reading.specs.lifecycle_source
            return source.path, source.lines[change.now[: source.deepest(change.now)]]
        if change.now[:1] == ("graphql",):
            return place(self.root, str(change.now[1]))
        document = next(document for document in self.reading.published if document.name == change.version)
        return document.at(whole(document, change.now))


@cache
def _loaded(text: str) -> Node:
    """Read, and never written to."""
    return mapping(yaml.load(text, yaml.CSafeLoader))


def _promising(lifecycle: Source, promised: dict[str, Promise], feature: str) -> str:
    """The version whose clients may rely on a feature the most: one that is out of beta, if there is any."""
    having = [name for name in promised if feature in sequence(lifecycle.data, "versions", name, "features")]
    return next((name for name in having if promised[name].binding), having[0] if having else "")


def _binds(change: Change, promised: dict[str, Promise]) -> bool:
    return change.version in promised and promised[change.version].binding


def _among(operations: Sequence[str]) -> str:
    if not operations:
        return ""
    more = f" and {len(operations) - _SHOWN} more" if len(operations) > _SHOWN else ""
    return f" ({', '.join(operations[:_SHOWN])}{more})"
