"""Runs every rule over the contracts, the merged head and the versions; turns breaches into findings."""

from collections.abc import Callable, Iterator
from typing import Any

from codegen.documents import Document, Pointer, Site, Source, clone, lookup, mapping
from codegen.findings import Finding
from codegen.ir.filters import derived_parameters
from codegen.read.lint_answers import ANSWER_RULES
from codegen.read.lint_examples import wrong_examples
from codegen.read.lint_headers import HEADER_RULES
from codegen.read.lint_listings import LISTING_RULES
from codegen.read.lint_operations import OPERATION_RULES, access_and_security
from codegen.read.lint_relations import CHOICE_RULES, relation_targets
from codegen.read.lint_schemas import SCHEMA_RULES, patterns
from codegen.read.structure import structural_errors

# Where, what is wrong, how to mend it.
Breach = tuple[Pointer, str, str]
OperationRule = Callable[[Document, Site], Iterator[Breach]]
DocumentRule = Callable[[Document], Iterator[Breach]]


def lint_contract(contract: Document) -> list[Finding]:
    """Everything wrong inside one contract."""
    operation_rules: tuple[OperationRule, ...] = OPERATION_RULES + HEADER_RULES + ANSWER_RULES + LISTING_RULES
    document_rules: tuple[DocumentRule, ...] = SCHEMA_RULES
    breaches = [breach for site in contract.sites() for rule in operation_rules for breach in rule(contract, site)]
    breaches += [breach for rule in document_rules for breach in rule(contract)]
    breaches += _shape(contract) or list(wrong_examples(contract))
    return [_finding(contract, breach) for breach in breaches]


def lint_ids(contracts: tuple[Document, ...]) -> list[Finding]:
    """operationIds that two operations share, in one contract or in two."""
    seen: dict[str, str] = {}
    findings: list[Finding] = []
    for contract in contracts:
        for site in contract.sites():
            name, place = site.operation_id, f"{site.method.upper()} {site.path} of {contract.name}"
            if name and name in seen:
                breach = (
                    (*site.pointer, "operationId"),
                    f"operationId `{name}` is that of {seen[name]} too",
                    "rename it",
                )
                findings.append(_finding(contract, breach))
            seen.setdefault(name, place)
    return findings


def lint_head(head: Document) -> list[Finding]:
    """What can only be seen with all contracts at hand."""
    rules: tuple[OperationRule, ...] = CHOICE_RULES
    breaches = [breach for site in head.sites() for rule in rules for breach in rule(head, site)]
    return [_finding(head, breach) for breach in [*relation_targets(head), *breaches]]


def lint_version(version: Document) -> list[Finding]:
    """What an overlay may have broken: examples, and the agreement of access and security."""
    # The rest is looked at in the published form, which holds all of this document that anyone is served.
    breaches = _shape(version, by_metaschema=True)
    if not breaches:
        breaches += [breach for site in version.sites() for breach in access_and_security(version, site)]
        # Examples of answers follow the contract's shape; publishing adapts or drops them.
        breaches += [breach for breach in wrong_examples(version) if "responses" not in breach[0][:4]]
    return [
        _finding(version, (pointer, f"in {version.name}: {what}", f"{mend}, here or in the overlay"))
        for pointer, what, mend in breaches
    ]


def lint_envelopes(envelopes: Source) -> list[Finding]:
    """Whether each envelope is a schema once its `{schema}` is filled in."""
    schemas = {
        f"{name}.{kind}": _filled(template)
        for name, kinds in envelopes.data.items()
        for kind, template in mapping(kinds).items()
    }
    info = {"title": "envelopes", "version": "1"}
    document = Document(
        "envelopes", {"openapi": "3.0.3", "info": info, "paths": {}, "components": {"schemas": schemas}}, ()
    )
    findings: list[Finding] = []
    for pointer, what, mend in structural_errors(document):
        name, _, kind = str((*pointer, "", "", "")[2]).partition(".")
        at: Pointer = (name, kind, *pointer[3:])
        line = envelopes.lines.get(at[: envelopes.deepest(at)], 1)
        findings.append(Finding(envelopes.path, line, what, mend))
    return findings


def _filled(template: Any) -> Any:
    if template in ("{schema}", "{included}"):
        return {}
    if isinstance(template, dict):
        return {key: _filled(value) for key, value in template.items()}
    return [_filled(part) for part in template] if isinstance(template, list) else template


def lint_published(document: Document, derived: frozenset[str]) -> list[Finding]:
    """What the envelope or the overlay may have made of a version's document."""
    return [
        _finding(document, (pointer, f"as published in {document.name}: {what}", f"{mend}; look at the overlay"))
        for pointer, what, mend in structural_errors(document, derived=derived)
    ]


def _shape(document: Document, *, by_metaschema: bool = False) -> list[Breach]:
    """Whether the document is OpenAPI with patterns that compile; only then can examples be held against it."""
    broken = list(patterns(document))
    rest = Document(document.name, clone(document.data), document.sources) if broken else document
    for pointer, _, _ in broken:
        del lookup(rest.data, pointer[:-1])[pointer[-1]]
    return broken + structural_errors(rest, by_metaschema=by_metaschema, derived=derived_parameters(rest))


def _finding(document: Document, breach: Breach) -> Finding:
    pointer, what, mend = breach
    path, line = document.at(pointer)
    return Finding(path, line, what, mend)
