"""All outputs of one state of the specs, in memory."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from codegen.documents import Document
from codegen.emit.envelopes import Envelope
from codegen.emit.gateway import emit_gateway
from codegen.emit.published import emit_published, publish
from codegen.emit.service import emit_service
from codegen.findings import Finding, SpecErrors
from codegen.formatting import format_modules
from codegen.ir.filters import derived_parameters
from codegen.read.lint import lint_published
from codegen.read.specs import Specs, read_specs


@dataclass(frozen=True)
class Reading:
    """The specs, and the documents that clients are served."""

    specs: Specs
    published: tuple[Document, ...]

    @cached_property
    def texts(self) -> dict[str, str]:
        """Path to text of each published document."""
        return {f"specs/published/{document.name}.yaml": emit_published(document) for document in self.published}


def read(root: Path) -> Reading:
    """Reads, checks and publishes; raises SpecErrors."""
    specs = read_specs(root)
    published: list[Document] = []
    findings: list[Finding] = []
    for version in specs.versions:
        published.append(publish(version, Envelope(specs.envelopes[version.envelope])))
        findings += lint_published(published[-1], derived_parameters(version.document))
    if findings:
        raise SpecErrors(findings)
    return Reading(specs, tuple(published))


def build(root: Path) -> dict[str, str]:
    """Path to text of every generated file; raises SpecErrors."""
    return write_out(read(root), root)


def write_out(reading: Reading, root: Path) -> dict[str, str]:
    """Path to text of every generated file, in the form that the settings of `root` want."""
    outputs: dict[str, str] = {}
    for contract in reading.specs.contracts:
        outputs |= emit_service(contract)
    outputs |= emit_gateway(reading.specs)
    return format_modules(outputs | reading.texts, (root / "pyproject.toml").resolve())
