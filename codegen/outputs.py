"""All outputs of one state of the specs, in memory."""

from pathlib import Path

from codegen.documents import Document
from codegen.emit.envelopes import Envelope
from codegen.emit.gateway import emit_gateway
from codegen.emit.published import emit_published, publish
from codegen.emit.schema import emit_schema
from codegen.emit.service import emit_service
from codegen.findings import Finding, SpecErrors
from codegen.formatting import format_modules
from codegen.ir.filters import derived_parameters
from codegen.read.lint import lint_published
from codegen.read.lint_schema import lint_schema
from codegen.read.schema import read_schema
from codegen.read.specs import Specs, read_specs


def build(root: Path) -> dict[str, str]:
    """Path to text of every generated file; raises SpecErrors."""
    specs = read_specs(root)
    outputs: dict[str, str] = {}
    for contract in specs.contracts:
        outputs |= emit_service(contract)
    outputs |= emit_gateway(specs)
    outputs |= _schema(root, specs)
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


def _schema(root: Path, specs: Specs) -> dict[str, str]:
    """What derives from the GraphQL schema; nothing where there is none."""
    schema = read_schema(root)
    if schema is None:
        return {}
    contracts = {contract.name: contract for contract in specs.contracts}
    if findings := lint_schema(schema, contracts):
        raise SpecErrors(findings)
    return emit_schema(schema, contracts)
