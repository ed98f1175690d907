"""All outputs of one state of the specs, in memory."""

from pathlib import Path

from codegen.emit.envelopes import Envelope
from codegen.emit.gateway import emit_gateway
from codegen.emit.published import emit_published, publish
from codegen.emit.service import emit_service
from codegen.formatting import format_modules
from codegen.read.specs import read_specs


def build(root: Path) -> dict[str, str]:
    """Path to text of every generated file; raises SpecErrors."""
    specs = read_specs(root)
    outputs: dict[str, str] = {}
    for contract in specs.contracts:
        outputs |= emit_service(contract)
    outputs |= emit_gateway(specs)
    for version in specs.versions:
        document = publish(version, Envelope(specs.envelopes[version.envelope]))
        outputs[f"specs/published/{version.life.name}.yaml"] = emit_published(document)
    return format_modules(outputs, (root / "pyproject.toml").resolve())
