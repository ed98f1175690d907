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
        contract = parse(root, str(api.relative_to(root)))
        wanted = protocols(contract)[f"{pascal(service)}Api"] if contract else {}
        findings += compare(wanted, _handlers(root, service), "handler")
    return findings


def _handlers(root: Path, service: str) -> Implementation:
    path, owner = f"services/{service}/handlers.py", pascal(service)
    module = parse(root, path)
    for node in module.body if module else []:
        if isinstance(node, ast.ClassDef) and node.name == owner:
            return Implementation(path, f"class {owner}", functions(node.body), node.lineno, "    ")
    return Implementation(path, f"class {owner}", {}, 1, "    ")
