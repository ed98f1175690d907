"""Everything below `specs/`, read and checked; all errors at once, or a whole."""

from dataclasses import dataclass
from pathlib import Path

from codegen.documents import Document, Node, Source
from codegen.findings import Finding, SpecErrors
from codegen.read.bundle import SHARED, bundle
from codegen.read.expand import expand
from codegen.read.lint import lint_contract, lint_ids, lint_version
from codegen.read.lifecycle import Lifecycle, check_lifecycle, to_lifecycle
from codegen.read.merge import GATEWAY_RESPONSES, Head, merge
from codegen.read.versions import Version, to_versions
from codegen.read.yaml_lines import read_yaml

CONTRACTS = "specs/openapi"
VERSIONS = "specs/versions"


@dataclass(frozen=True, slots=True)
class Specs:
    """`contracts` are self-contained and expanded; `versions` are the merged contracts plus an overlay each."""

    contracts: tuple[Document, ...]
    head: Head
    lifecycle: Lifecycle
    versions: tuple[Version, ...]
    envelopes: Node


class _Files:
    """Reads files and keeps what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []

    def one(self, path: str) -> Source:
        """The file; an empty stand-in when it cannot be read, so that the others are still looked at."""
        if not (self.root / path).is_file():
            self.findings.append(Finding(path, 1, "the file is missing", "write it"))
            return Source(path, {}, {(): 1})
        source, problems = read_yaml(self.root, path)
        self.findings += problems
        return source or Source(path, {}, {(): 1})

    def every(self, folder: str, suffix: str) -> list[Source]:
        paths = sorted((self.root / folder).glob(f"*{suffix}"))
        return [self.one(f"{folder}/{path.name}") for path in paths if path.name != SHARED]


def read_specs(root: Path) -> Specs:
    """Reads and checks all specs below `root`; raises SpecErrors with everything that is wrong."""
    files = _Files(root)
    shared = files.one(f"{CONTRACTS}/{SHARED}")
    sources = files.every(CONTRACTS, ".yaml")
    overlays = {
        source.path.rpartition("/")[2].removesuffix(".overlay.yaml"): source
        for source in files.every(VERSIONS, ".overlay.yaml")
    }
    lifecycle = files.one(f"{VERSIONS}/lifecycle.yaml")
    envelopes = files.one(f"{VERSIONS}/envelopes.yaml")
    findings = files.findings
    contracts: list[Document] = []
    for source in sources:
        contract, problems = bundle(source, shared)
        findings += problems
        expand(contract)
        findings += lint_contract(contract)
        contracts.append(contract)
    findings += lint_ids(tuple(contracts))
    gateway, problems = bundle(_gateway_needs(shared), shared)
    findings += problems
    head, problems = merge(tuple(contracts), gateway)
    findings += problems
    findings += check_lifecycle(lifecycle, overlays, envelopes.data)
    if findings:
        raise SpecErrors(findings)
    life = to_lifecycle(lifecycle)
    versions, problems = to_versions(life, overlays, head)
    problems += [finding for version in versions for finding in lint_version(version.document)]
    if problems:
        raise SpecErrors(problems)
    return Specs(tuple(contracts), head, life, versions, envelopes.data)


def _gateway_needs(shared: Source) -> Source:
    """A contract without operations that refers to what the gateway answers by itself."""
    references = [{"$ref": f"{SHARED}#/components/responses/{name}"} for name in GATEWAY_RESPONSES.values()]
    return Source(shared.path, {"components": {}, "x-gateway": references}, {(): 1})
