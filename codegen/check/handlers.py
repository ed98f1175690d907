"""Whether each service's handlers are what its contract says."""

import ast
from pathlib import Path

from codegen.check.contracts import Implementation, compare, functions, parse, protocols
from codegen.findings import Finding
from codegen.ir.naming import pascal


def handler_gaps(root: Path) -> list[Finding]:
    """Handlers that are missing, superfluous or wrongly signed, over all services."""
    findings: list[Finding] = []
    for api in sorted(root.glob("services/*/generated/api.py")):
        service = api.parent.parent.name
        contract = parse(root, str(api.relative_to(root)), findings)
        wanted = protocols(contract).get(f"{pascal(service)}Api", {})
        findings += compare(wanted, _handlers(root, service, findings), "handler")
    return findings


def _handlers(root: Path, service: str, findings: list[Finding]) -> Implementation:
    path, owner = f"services/{service}/handlers.py", pascal(service)
    for node in parse(root, path, findings).body:
        if isinstance(node, ast.ClassDef) and node.name == owner:
            return Implementation(path, f"class {owner}", functions(node.body), node.lineno, "    ")
    return Implementation(path, f"class {owner}", {}, 1, "    ")
