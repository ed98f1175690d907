"""Which functions gateway/versions still has to define."""

from pathlib import Path

from codegen.check.contracts import Implementation, compare, functions, parse, protocols
from codegen.findings import Finding

_CONTRACTS = "gateway/generated/adapters.py"


def defined_adapters(root: Path, version: str) -> frozenset[str]:
    """The functions that gateway/versions has for a version."""
    return frozenset(functions(parse(root, f"gateway/versions/{version}.py", []).body))


def adapter_gaps(root: Path) -> list[Finding]:
    """Adapters that are missing or take something else than the contract says."""
    findings: list[Finding] = []
    for protocol, wanted in protocols(parse(root, _CONTRACTS, findings)).items():
        version = protocol.removesuffix("Adapters").lower()
        path = f"gateway/versions/{version}.py"
        present = parse(root, path, findings)
        implementation = Implementation(path, path, functions(present.body), 1, "")
        findings += compare(wanted, implementation, "adapter")
    return findings
