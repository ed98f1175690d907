"""Where two neighbouring versions differ in what travels, and which adapters that takes."""

from dataclasses import dataclass
from typing import Any

from codegen.documents import Document, Node, Site, mapping
from codegen.findings import Finding, SpecErrors
from codegen.ir.answers import answer, body_schema
from codegen.ir.naming import snake

_UNCHECKED = ("description", "example", "examples", "title")


@dataclass(frozen=True, slots=True)
class Adapter:
    """One function of gateway/versions/vN.py; `shapes` are the (version, schema) pairs of its signature."""

    name: str
    parameter: str
    returns: str
    shapes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chains:
    """What a route runs, as expressions: answers newest step first, requests oldest step first."""

    answers: tuple[str, ...]
    bodies: tuple[str, ...]
    queries: tuple[str, ...]

    @property
    def versions(self) -> frozenset[str]:
        """Versions whose steps are named."""
        steps = self.answers + self.bodies + self.queries
        return frozenset(step.partition(".")[0].lower() for step in steps)


@dataclass(frozen=True, slots=True)
class Steps:
    """What one version needs for one operation, and the version it leads to."""

    newer: str
    answer: Adapter | None
    body: Adapter | None
    query: Adapter | None


@dataclass(frozen=True, slots=True)
class Differences:
    """Versions oldest first, the head last; `adapters` are those each version must have."""

    documents: dict[str, Document]
    sites: dict[str, dict[str, Site]]
    adapters: dict[str, tuple[Adapter, ...]]
    steps: dict[tuple[str, str], Steps]

    def shapes(self) -> dict[str, frozenset[str]]:
        """Version to the schemas that its adapters' signatures, or its neighbour's, speak of."""
        found: dict[str, set[str]] = {}
        for adapters in self.adapters.values():
            for version, schema in (pair for adapter in adapters for pair in adapter.shapes):
                found.setdefault(version, set()).add(schema)
        return {version: frozenset(names) for version, names in found.items()}

    def chains(self, version: str, operation_id: str) -> Chains:
        answers: list[str] = []
        bodies: list[str] = []
        queries: list[str] = []
        while steps := self.steps.get((version, operation_id)):
            if steps.answer:
                answers.insert(0, f"{version.upper()}.{steps.answer.name}")
            if steps.body:
                bodies.append(f"{version.upper()}.{steps.body.name}")
            if steps.query:
                queries.append(f"{version.upper()}.{steps.query.name}")
            version = steps.newer
        return Chains(tuple(answers), tuple(bodies), tuple(queries))


def find_differences(documents: dict[str, Document]) -> Differences:
    """Compares each version with its newer neighbour; raises SpecErrors when two adapters need one name."""
    sites = {name: {site.operation_id: site for site in document.sites()} for name, document in documents.items()}
    order = list(documents)
    adapters: dict[str, tuple[Adapter, ...]] = {}
    found: dict[tuple[str, str], Steps] = {}
    for position, version in enumerate(order[:-1]):
        needed: dict[str, Adapter] = {}
        for operation_id, site in sites[version].items():
            newer = next((name for name in order[position + 1 :] if operation_id in sites[name]), None)
            if newer is None:
                continue
            pair = _Pair(version, documents[version], site, newer, documents[newer], sites[newer][operation_id])
            head = sites[order[-1]].get(operation_id, pair.new_site)
            steps = pair.steps(_queries(documents[order[-1]], head))
            found[version, operation_id] = steps
            for adapter in filter(None, (steps.answer, steps.body, steps.query)):
                if needed.setdefault(adapter.name, adapter) != adapter:
                    raise SpecErrors([_ambiguous(documents[version], site, adapter)])
        if needed:
            adapters[version] = tuple(needed.values())
    return Differences(documents, sites, adapters, found)


def _ambiguous(document: Document, site: Site, adapter: Adapter) -> Finding:
    what = f"{document.name} needs two adapters called `{adapter.name}`"
    return Finding(*document.at(site.pointer), what, "give one of the schemas another name")


@dataclass(frozen=True, slots=True)
class _Pair:
    """One operation in two neighbouring versions."""

    version: str
    old: Document
    site: Site
    newer: str
    new: Document
    new_site: Site

    def steps(self, head: dict[str, Node]) -> Steps:
        return Steps(self.newer, self._answer(), self._body(), self._query(head))

    def _answer(self) -> Adapter | None:
        """From the newer shape to the older."""
        old, new = answer(self.old, self.site).schema, answer(self.new, self.new_site).schema
        if not old or not new or not self._differ(old, new):
            return None
        shapes = ((self.newer, new), (self.version, old))
        return Adapter(snake(old), f"newer: {self.newer}.{new}", f"{self.version}.{old}", shapes)

    def _body(self) -> Adapter | None:
        """From the older shape to the newer."""
        old, new = body_schema(self.old, self.site), body_schema(self.new, self.new_site)
        if not old or not new or not self._differ(old, new):
            return None
        shapes = ((self.version, old), (self.newer, new))
        return Adapter(snake(old), f"older: {self.version}.{old}", f"{self.newer}.{new}", shapes)

    def _query(self, head: dict[str, Node]) -> Adapter | None:
        """Parameters that only one side knows are no difference, as long as the head takes them the same way."""
        old, new = _queries(self.old, self.site), _queries(self.new, self.new_site)
        changed = any(form != new.get(name, head.get(name)) for name, form in old.items())
        if not changed and not any(form["required"] for name, form in new.items() if name not in old):
            return None
        return Adapter(f"{snake(self.site.operation_id)}_query", "older: Mapping[str, str]", "dict[str, str]")

    def _differ(self, old: str, new: str) -> bool:
        return bool(expanded(self.old, _component(old)) != expanded(self.new, _component(new)))


def _queries(document: Document, site: Site) -> dict[str, Node]:
    """What each query parameter accepts."""
    return {
        str(parameter.node["name"]): {
            "schema": expanded(document, mapping(parameter.node, "schema")),
            "required": parameter.node.get("required", False),
            "form": (parameter.node.get("style", "form"), parameter.node.get("explode", True)),
        }
        for parameter in site.parameters
        if parameter.node.get("in") == "query"
    }


def _component(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def expanded(document: Document, schema: Any, seen: frozenset[str] = frozenset()) -> Any:
    """A schema with references written out and everything dropped that no validator looks at."""
    if not isinstance(schema, dict):
        return schema
    if isinstance(reference := schema.get("$ref"), str):
        if reference in seen:
            return schema
        return expanded(document, document.follow(schema)[0], seen | {reference})
    found: Node = {}
    for key, value in schema.items():
        if key in _UNCHECKED or key.startswith("x-"):
            continue
        if key == "properties":
            found[key] = {name: expanded(document, member, seen) for name, member in value.items()}
        elif key in {"allOf", "anyOf", "oneOf"}:
            found[key] = [expanded(document, part, seen) for part in value]
        elif key in {"required", "enum"}:
            found[key] = sorted(value, key=str)
        else:
            found[key] = expanded(document, value, seen)
    return found
