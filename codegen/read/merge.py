"""All service contracts as one document: the head, from which each public version differs by an overlay."""

from dataclasses import dataclass

from codegen.documents import METHODS, Document, Node, Source, clone, mapping, sequence
from codegen.findings import Finding

# The gateway answers these itself, so every version needs them whether or not a contract refers to them.
GATEWAY_RESPONSES = {
    "400": "BadRequest",
    "401": "Unauthorized",
    "406": "NotAcceptable",
    "410": "Gone",
    "429": "TooManyRequests",
    "503": "ServiceUnavailable",
}


@dataclass(frozen=True, slots=True)
class Head:
    """The merged contracts, and which service owns which operation."""

    document: Document
    owners: dict[str, str]


class _Merge:
    def __init__(self, sources: tuple[Source, ...]) -> None:
        info = {"title": "All contracts", "version": "1.0.0"}
        self.data: Node = {"openapi": "3.0.3", "info": info, "security": [], "tags": [], "paths": {}, "components": {}}
        self.document = Document("head", self.data, sources)
        self.findings: list[Finding] = []

    def add(self, contract: Document) -> None:
        if not self.data["paths"]:
            self.data["security"] = clone(contract.data.get("security", []))
        for path, item in mapping(contract.data, "paths").items():
            self._path(contract, path, clone(mapping(item)))
        for kind, components in mapping(contract.data, "components").items():
            for name, component in mapping(components).items():
                self._component(contract, kind, name, component)
        known = {tag.get("name") for tag in self.data["tags"]}
        self.data["tags"] += [tag for tag in sequence(contract.data, "tags") if mapping(tag).get("name") not in known]

    def _path(self, contract: Document, path: str, item: Node) -> None:
        security = contract.data.get("security", [])
        if security != self.data["security"]:
            for method in METHODS:
                if isinstance(item.get(method), dict):
                    item[method].setdefault("security", clone(security))
        present = self.data["paths"].setdefault(path, {})
        for key, value in item.items():
            if present.setdefault(key, value) != value:
                where = contract.at(("paths", path, key))
                self.findings.append(Finding(*where, f"another contract has {key} of {path} too", "keep one"))

    def _component(self, contract: Document, kind: str, name: str, component: Node) -> None:
        present = self.data["components"].setdefault(kind, {})
        if present.setdefault(name, clone(component)) != component:
            where = contract.at(("components", kind, name))
            what = f"another contract has a different {kind} `{name}`"
            self.findings.append(Finding(*where, what, "rename one, or move what both need to shared.yaml"))


def merge(contracts: tuple[Document, ...], gateway: Document) -> tuple[Head, list[Finding]]:
    """One document out of all; `gateway` brings the responses which the gateway adds by itself."""
    sources = tuple(dict.fromkeys(source for contract in contracts for source in contract.sources))
    work = _Merge((*sources, *gateway.sources))
    for contract in contracts:
        work.add(contract)
    for kind, components in mapping(gateway.data, "components").items():
        for name, component in components.items():
            work.data["components"].setdefault(kind, {}).setdefault(name, component)
    if not work.data["tags"]:
        del work.data["tags"]
    owners = {site.operation_id: contract.name for contract in contracts for site in contract.sites()}
    return Head(work.document, owners), work.findings
