"""Everything below `specs/`, read and checked; all errors at once, or a whole."""

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from codegen.documents import Document, Node, Source
from codegen.findings import Finding, SpecErrors
from codegen.read.bundle import SHARED, bundle
from codegen.read.expand import expand
from codegen.read.lifecycle import Lifecycle, check_lifecycle, to_lifecycle
from codegen.read.lint import lint_contract, lint_envelopes, lint_head, lint_ids, lint_version
from codegen.read.merge import GATEWAY_RESPONSES, Head, merge
from codegen.read.successions import check_successions
from codegen.read.versions import Version, to_versions
from codegen.read.yaml_lines import read_yaml
from codegen.side_by_side import side_by_side

CONTRACTS = "specs/openapi"
VERSIONS = "specs/versions"
_SERVICE = re.compile(r"/[a-z][a-z0-9_]*\.yaml\Z")


@dataclass(frozen=True, slots=True)
class Specs:
    """`contracts` are self-contained and expanded; `versions` are the merged contracts plus an overlay each."""

    contracts: tuple[Document, ...]
    head: Head
    lifecycle: Lifecycle
    lifecycle_source: Source
    versions: tuple[Version, ...]
    envelopes: Node


class _Files:
    """Reads files and keeps what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.unread = False

    def one(self, path: str) -> Source:
        """The file; an empty stand-in when it cannot be read, so that the others still are."""
        if not (self.root / path).is_file():
            self.findings.append(Finding(path, 1, "the file is missing", "write it"))
            self.unread = True
            return Source(path, {}, {(): 1})
        source, problems = read_yaml(self.root, path)
        self.findings += problems
        self.unread |= source is None
        return source or Source(path, {}, {(): 1})

    def every(self, folder: str, suffix: str) -> list[Source]:
        paths = sorted((self.root / folder).glob(f"*{suffix}"))
        return [self.one(f"{folder}/{path.name}") for path in paths if path.name != SHARED]


def read_specs(root: Path) -> Specs:
    """Reads and checks all specs below `root`; raises SpecErrors with everything that is wrong."""
    files = _Files(root)
    shared = files.one(f"{CONTRACTS}/{SHARED}")
    sources = files.every(CONTRACTS, ".yaml")
    overlays = {_version(source): source for source in files.every(VERSIONS, ".overlay.yaml")}
    lifecycle = files.one(f"{VERSIONS}/lifecycle.yaml")
    envelopes = files.one(f"{VERSIONS}/envelopes.yaml")
    if files.unread:
        raise SpecErrors(files.findings)
    contracts, problems = _contracts(sources, shared)
    findings = files.findings + problems
    gateway, problems = bundle(_gateway_needs(shared), shared)
    findings += problems
    head, problems = merge(contracts, gateway)
    findings += problems + lint_head(head.document) + lint_envelopes(envelopes)
    problems = check_lifecycle(lifecycle, overlays, envelopes) + check_successions(lifecycle)
    if problems:
        raise SpecErrors(findings + problems)
    life = to_lifecycle(lifecycle)
    versions, problems = to_versions(life, overlays, head)
    findings += problems
    if not findings:
        # Otherwise every error of a contract would be told again for each version.
        found = side_by_side([partial(lint_version, version.document) for version in versions])
        findings = [finding for each in found for finding in each]
    if findings:
        raise SpecErrors(findings)
    return Specs(contracts, head, life, lifecycle, versions, envelopes.data)


def _version(overlay: Source) -> str:
    return overlay.path.rpartition("/")[2].removesuffix(".overlay.yaml")


def _contracts(sources: list[Source], shared: Source) -> tuple[tuple[Document, ...], list[Finding]]:
    """Each contract bundled and expanded, and all that is wrong in it."""
    contracts: list[Document] = []
    findings: list[Finding] = []
    for source in sources:
        if not _SERVICE.search(source.path):
            what = "the file's name makes no Python package"
            findings.append(Finding(source.path, 1, what, "rename it: a-z, 0-9, _"))
        contract, problems = bundle(source, shared)
        expand(contract)
        findings += problems
        contracts.append(contract)
    found = side_by_side([partial(lint_contract, contract) for contract in contracts])
    findings += [finding for each in found for finding in each]
    return tuple(contracts), findings + lint_ids(tuple(contracts))


def _gateway_needs(shared: Source) -> Source:
    """A contract without operations that refers to what the gateway answers by itself."""
    references = [{"$ref": f"{SHARED}#/components/responses/{name}"} for name in GATEWAY_RESPONSES.values()]
    return Source(shared.path, {"components": {}, "x-gateway": references}, {(): 1})
