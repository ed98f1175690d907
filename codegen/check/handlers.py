"""Whether each service's handlers are what its contract says."""

import ast
from pathlib import Path

from codegen.check.contracts import Function, Implementation, compare, functions, parse, protocols, stub
from codegen.findings import Finding
from codegen.ir.naming import pascal


def handler_gaps(root: Path) -> list[Finding]:
    """Handlers that are missing, superfluous or wrongly signed, over all services."""
    findings: list[Finding] = []
    for api in sorted(root.glob("services/*/generated/api.py")):
        service = api.parent.parent.name
        contract = parse(root, str(api.relative_to(root)), findings)
        wanted = protocols(contract).get(f"{pascal(service)}Api", {})
        if (root / f"services/{service}/handlers.py").is_file():
            findings += compare(wanted, _handlers(root, service, findings), "handler")
        else:
            findings.append(_nothing_yet(service, wanted))
    return findings


def _nothing_yet(service: str, wanted: dict[str, Function]) -> Finding:
    """One finding for a service that nobody has begun."""
    what = f"the {service} service has no handlers: {len(wanted)} operations wait for one"
    module = f"class {pascal(service)}:\n" + "\n".join(stub(contract, "    ") for contract in wanted.values())
    mend = "paste the class, import what it names, and fill it"
    return Finding(f"services/{service}/handlers.py", 1, what, mend, "missing module", module)


def _handlers(root: Path, service: str, findings: list[Finding]) -> Implementation:
    path, owner = f"services/{service}/handlers.py", pascal(service)
    for node in parse(root, path, findings).body:
        if isinstance(node, ast.ClassDef) and node.name == owner:
            return Implementation(path, f"class {owner}", functions(node.body), node.lineno, "    ")
    return Implementation(path, f"class {owner}", {}, 1, "    ")
