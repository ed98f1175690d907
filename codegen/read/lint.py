"""Runs every rule over the contracts, the merged head and the versions; turns breaches into findings."""

from collections.abc import Callable, Iterator

from codegen.documents import Document, Pointer, Site
from codegen.findings import Finding
from codegen.read.lint_answers import ANSWER_RULES
from codegen.read.lint_examples import wrong_examples
from codegen.read.lint_operations import OPERATION_RULES, access_and_security
from codegen.read.lint_schemas import SCHEMA_RULES
from codegen.read.structure import structural_errors

# Where, what is wrong, how to mend it.
Breach = tuple[Pointer, str, str]
OperationRule = Callable[[Document, Site], Iterator[Breach]]
DocumentRule = Callable[[Document], Iterator[Breach]]


def lint_contract(contract: Document) -> list[Finding]:
    """Everything wrong inside one contract."""
    operation_rules: tuple[OperationRule, ...] = OPERATION_RULES + ANSWER_RULES
    document_rules: tuple[DocumentRule, ...] = (*SCHEMA_RULES, structural_errors, wrong_examples)
    breaches = [breach for site in contract.sites() for rule in operation_rules for breach in rule(contract, site)]
    breaches += [breach for rule in document_rules for breach in rule(contract)]
    return [_finding(contract, breach) for breach in breaches]


def lint_ids(contracts: tuple[Document, ...]) -> list[Finding]:
    """operationIds that two operations share, in one contract or in two."""
    seen: dict[str, str] = {}
    findings: list[Finding] = []
    for contract in contracts:
        for site in contract.sites():
            name, place = site.operation_id, f"{site.method.upper()} {site.path} of {contract.name}"
            if name and name in seen:
                breach = ((*site.pointer, "operationId"), f"operationId `{name}` is that of {seen[name]} too", "rename it")
                findings.append(_finding(contract, breach))
            seen.setdefault(name, place)
    return findings


def lint_version(version: Document) -> list[Finding]:
    """What an overlay may have broken: examples, and the agreement of access and security."""
    breaches = [breach for site in version.sites() for breach in access_and_security(version, site)]
    breaches += list(wrong_examples(version))
    mended = [(pointer, f"in {version.name}: {what}", f"{mend}, here or in the overlay") for pointer, what, mend in breaches]
    return [_finding(version, breach) for breach in mended]


def _finding(document: Document, breach: Breach) -> Finding:
    pointer, what, mend = breach
    path, line = document.at(pointer)
    return Finding(path, line, what, mend)
