"""Which functions gateway/graphql/resolvers still has to define."""

from pathlib import Path

from codegen.check.contracts import Implementation, compare, functions, parse, protocols
from codegen.findings import Finding
from codegen.ir.naming import snake

_CONTRACTS = "gateway/graphql/generated/resolvers.py"


def resolver_gaps(root: Path) -> list[Finding]:
    """Resolvers that are missing, that no field asks for, or that have another signature than the contract."""
    findings: list[Finding] = []
    for protocol, wanted in protocols(parse(root, _CONTRACTS, findings)).items():
        path = f"gateway/graphql/resolvers/{snake(protocol.removesuffix('Resolvers'))}.py"
        present = parse(root, path, findings)
        implementation = Implementation(path, path, functions(present.body), 1, "")
        findings += compare(wanted, implementation, "resolver")
    return findings
