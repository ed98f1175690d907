"""All outputs of one state of the specs, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from codegen.documents import Document
from codegen.emit.envelopes import Envelope
from codegen.emit.gateway import emit_gateway
from codegen.emit.published import emit_published, publish
from codegen.emit.schema import PUBLISHED, emit_schema, published_text
from codegen.emit.service import emit_service
from codegen.findings import Finding, SpecErrors
from codegen.formatting import format_modules
from codegen.ir.filters import derived_parameters
from codegen.read.lint import lint_published
from codegen.read.lint_schema import lint_schema
from codegen.read.schema import Schema, read_schema
from codegen.read.specs import Specs, read_specs
from codegen.read.versions import Version
from codegen.side_by_side import side_by_side


@dataclass(frozen=True)
class Published:
    """What clients of one version are served, as text too, and what is wrong with it."""

    document: Document
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Reading:
    """The specs, and the documents that clients are served. `texts` has those by path, the GraphQL schema too."""

    specs: Specs
    schema: Schema | None
    published: tuple[Document, ...]
    texts: Mapping[str, str]


def read(root: Path) -> Reading:
    """Reads, checks and publishes; raises SpecErrors."""
    specs = read_specs(root)
    schema = read_schema(root)
    published = side_by_side([partial(_published, specs, version) for version in specs.versions])
    findings = [finding for each in published for finding in each.findings]
    if schema is not None:
        findings += lint_schema(schema, contracts_of(specs))
    if findings:
        raise SpecErrors(findings)
    texts = {f"specs/published/{each.document.name}.yaml": each.text for each in published}
    if schema is not None:
        texts[PUBLISHED] = published_text(schema)
    return Reading(specs, schema, tuple(each.document for each in published), texts)


def contracts_of(specs: Specs) -> dict[str, Document]:
    return {contract.name: contract for contract in specs.contracts}


def _size(contract: Document) -> int:
    return len(contract.data.get("paths", ()))


def _published(specs: Specs, version: Version) -> Published:
    document = publish(version, Envelope(specs.envelopes[version.envelope]))
    findings = tuple(lint_published(document, derived_parameters(version.document)))
    return Published(document, "" if findings else emit_published(document), findings)


def build(root: Path) -> dict[str, str]:
    """Path to text of every generated file; raises SpecErrors."""
    return write_out(read(root), root)


def write_out(reading: Reading, root: Path) -> dict[str, str]:
    """Path to text of every generated file, in the form that the settings of `root` want."""
    # What takes longest first: then nobody waits for it at the end.
    tasks = [partial(emit_gateway, reading.specs)]
    tasks += [partial(emit_service, contract) for contract in sorted(reading.specs.contracts, key=_size, reverse=True)]
    if reading.schema is not None:
        tasks.append(partial(emit_schema, reading.schema, contracts_of(reading.specs)))
    outputs = dict(reading.texts)
    for part in side_by_side(tasks):
        outputs |= part
    return format_modules(outputs, (root / "pyproject.toml").resolve())
