"""A copy of the repository with a history, in which specs may be edited and held against what was committed."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from codegen.check.adapters import adapter_gaps
from codegen.check.breaking.gate import Gate
from codegen.check.breaking.history import find_past
from codegen.check.breaking.usage import Usage
from codegen.commands import report
from codegen.emit.gateway import emit_gateway
from codegen.findings import Finding, SpecErrors
from codegen.formatting import format_modules
from codegen.outputs import read
from tests.codegen.workshop import Workshop, copy_repository

# The day on which all of this happens: v1 is past its sunset.
TODAY = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found, what it printed, and how it ended."""

    findings: tuple[Finding, ...]
    printed: str
    status: int

    @property
    def errors(self) -> set[tuple[str, str]]:
        """Kind and version of what fails."""
        return {_named(finding) for finding in self.findings if not finding.warning}

    @property
    def warnings(self) -> set[tuple[str, str]]:
        return {_named(finding) for finding in self.findings if finding.warning}

    @property
    def text(self) -> str:
        """What was printed, as one line."""
        return " ".join(self.printed.split())

    def one(self, kind: str, version: str) -> Finding:
        [found] = [finding for finding in self.findings if _named(finding) == (kind, version)]
        return found


def _named(finding: Finding) -> tuple[str, str]:
    version = finding.what.partition(":")[0]
    return finding.kind, version if " " not in version else ""


@dataclass(frozen=True, slots=True)
class Studio:
    """`workshop` is a checkout whose last commit is the repository as it is."""

    workshop: Workshop

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.com")
        command = ["git", "-C", str(self.workshop.root), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self) -> str:
        """Everything as it is now, as a commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Edited")
        return self.git("rev-parse", "HEAD")

    def edit(self, *edits: tuple[str, str, str]) -> None:
        """Each: file, what stands there, what shall. Every occurrence changes."""
        for file, old, new in edits:
            text = self.workshop.text(file)
            assert old in text, f"{old!r} is not in {file}"
            self.workshop.path(file).write_text(text.replace(old, new), "utf-8")

    def verdict(self, ref: str | None = None, usage: Usage | None = None, today: date = TODAY) -> Verdict:
        """The gate alone, without what else `check` looks at; that takes a second more."""
        root = self.workshop.root
        past = find_past(root, ref)
        assert past is not None
        try:
            findings = tuple(Gate(root, past, read(root), today, usage).findings())
        except SpecErrors as errors:
            findings = errors.findings
        printed = StringIO()
        with redirect_stdout(printed):
            status = report(findings)
        return Verdict(findings, printed.getvalue(), status)

    def paste(self, finding: Finding) -> None:
        """Does what the finding says: each part goes where its comment names the file."""
        for part in finding.paste.split("# ")[1:]:
            heading, _, text = part.partition("\n")
            path = self.workshop.path(heading.partition(",")[0].rstrip(":"))
            before = path.read_text("utf-8") if path.exists() else ""
            path.write_text(before.rstrip("\n") + "\n" + text, "utf-8")

    def adapter_gaps(self) -> list[Finding]:
        """After generating what asks for them."""
        root = self.workshop.root
        outputs = format_modules(emit_gateway(read(root).specs), root / "pyproject.toml")
        self.workshop.path("gateway/generated/adapters.py").write_text(
            outputs["gateway/generated/adapters.py"], "utf-8"
        )
        return adapter_gaps(root)


@contextmanager
def open_studio(target: Path) -> Iterator[Studio]:
    studio = Studio(copy_repository(target))
    studio.git("init", "--quiet")
    studio.commit()
    yield studio
