"""All outputs of one state of the specs, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
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
from codegen.read.versions import Version
from codegen.side_by_side import side_by_side


@dataclass(frozen=True)
class Part:
    """Some of the outputs, and what is wrong with them."""

    outputs: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def build(root: Path) -> dict[str, str]:
    """Path to text of every generated file; raises SpecErrors."""
    specs = read_specs(root)
    parts = side_by_side(
        [
            *(partial(_service, contract) for contract in specs.contracts),
            *(partial(_published, specs, version) for version in specs.versions),
            partial(_gateway, specs),
        ]
    )
    findings = [finding for part in parts for finding in part.findings]
    if findings:
        raise SpecErrors(findings)
    outputs = {path: text for part in parts for path, text in part.outputs.items()}
    return format_modules(outputs, (root / "pyproject.toml").resolve())


def _service(contract: Document) -> Part:
    return Part(emit_service(contract))


def _gateway(specs: Specs) -> Part:
    return Part(emit_gateway(specs))


def _published(specs: Specs, version: Version) -> Part:
    document = publish(version, Envelope(specs.envelopes[version.envelope]))
    findings = lint_published(document, derived_parameters(version.document))
    return Part({f"specs/published/{document.name}.yaml": emit_published(document)}, tuple(findings))
