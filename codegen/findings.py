"""What is wrong, where, and how to mend it."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 80


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend, or only to know if it is a warning. `kind` is empty for spec errors; `paste` is text ready to
    be copied."""

    path: str
    line: int
    what: str
    mend: str
    kind: str = ""
    paste: str = ""
    warning: bool = False

    def __str__(self) -> str:
        kind = f"{self.kind}: " if self.kind else ""
        kind = f"warning: {kind}" if self.warning else kind
        text = f"{self.path}:{self.line}: {kind}{self.what}; {self.mend}"
        wrapped = textwrap.fill(text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
        return wrapped + ("\n\n" + self.paste if self.paste else "")


class SpecErrors(Exception):
    """The specs cannot be used; holds every error found, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        super().__init__("\n".join(str(finding) for finding in self.findings))
