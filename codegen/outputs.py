"""All outputs of one state of the specs, in memory."""

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
from codegen.read.specs import read_specs


def build(root: Path) -> dict[str, str]:
    """Path to text of every generated file; raises SpecErrors."""
    specs = read_specs(root)
    outputs: dict[str, str] = {}
    for contract in specs.contracts:
        outputs |= emit_service(contract)
    outputs |= emit_gateway(specs)
    published: list[Document] = []
    findings: list[Finding] = []
    for version in specs.versions:
        published.append(publish(version, Envelope(specs.envelopes[version.envelope])))
        findings += lint_published(published[-1], derived_parameters(version.document))
    if findings:
        raise SpecErrors(findings)
    for document in published:
        outputs[f"specs/published/{document.name}.yaml"] = emit_published(document)
    return format_modules(outputs, (root / "pyproject.toml").resolve())
