"""Where two neighbouring versions differ in what travels, and which adapters that takes."""

from dataclasses import dataclass
from typing import Any

from codegen.documents import Document, Node, Pointer, Site, mapping
from codegen.findings import Finding, SpecErrors
from codegen.ir.answers import answer, body_schema
from codegen.ir.naming import snake
from codegen.ir.relations import inclusions

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
    """Versions oldest first, the head last; `adapters` are those each version must have.

    `steps` are by version and operation, `resources` by version and schema of what can be included.
    """

    documents: dict[str, Document]
    sites: dict[str, dict[str, Site]]
    adapters: dict[str, tuple[Adapter, ...]]
    steps: dict[tuple[str, str], Steps]
    resources: dict[tuple[str, str], Steps]

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

    def resource_chain(self, version: str, schema: str) -> Chains:
        """What leads from the head's shape of one resource to a version's."""
        answers: list[str] = []
        while steps := self.resources.get((version, schema)):
            if steps.answer:
                answers.insert(0, f"{version.upper()}.{steps.answer.name}")
            version = steps.newer
        return Chains(tuple(answers), (), ())


def find_differences(documents: dict[str, Document]) -> Differences:
    """Compares each version with its newer neighbour; raises SpecErrors when two adapters need one name."""
    sites = {name: {site.operation_id: site for site in document.sites()} for name, document in documents.items()}
    found = Differences(documents, sites, {}, {}, {})
    order = list(documents)
    included: set[str] = set()
    for position, version in enumerate(order[:-1]):
        work = _Comparison(found, version, order[position + 1 :])
        for site in sites[version].values():
            work.operation(site)
            included |= {inclusion.relation.resource for inclusion in inclusions(documents[version], site)}
        # Those of older versions too: their way to the head leads through this one.
        for schema in sorted(included):
            work.resource(schema)
        if work.needed:
            found.adapters[version] = tuple(work.needed.values())
    return found


class _Comparison:
    """One version against the newer ones, nearest first; writes what it finds into `found`."""

    def __init__(self, found: Differences, version: str, newer: list[str]) -> None:
        self.found = found
        self.version = version
        self.newer = newer
        self.document = found.documents[version]
        self.needed: dict[str, Adapter] = {}

    def operation(self, site: Site) -> None:
        sites, name = self.found.sites, site.operation_id
        newer = next((version for version in self.newer if name in sites[version]), None)
        if newer is None:
            return
        documents = self.found.documents
        pair = _Pair(self.version, self.document, site, newer, documents[newer], sites[newer][name])
        head = self.newer[-1]
        steps = pair.steps(_queries(documents[head], sites[head].get(name, pair.new_site)))
        self.found.steps[self.version, name] = steps
        for adapter in filter(None, (steps.answer, steps.body, steps.query)):
            self._need(adapter, site.pointer)

    def resource(self, schema: str) -> None:
        newer = next((version for version in self.newer if schema in _schemas(self.found.documents[version])), None)
        if newer is None or schema not in _schemas(self.document):
            return
        old, new = (self.version, self.document, schema), (newer, self.found.documents[newer], schema)
        adapter = _to_older(old, new)
        self.found.resources[self.version, schema] = Steps(newer, adapter, None, None)
        if adapter:
            self._need(adapter, ("components", "schemas", schema))

    def _need(self, adapter: Adapter, pointer: Pointer) -> None:
        if self.needed.setdefault(adapter.name, adapter) != adapter:
            what = f"{self.version} needs two adapters called `{adapter.name}`"
            finding = Finding(*self.document.at(pointer), what, "give one of the schemas another name")
            raise SpecErrors([finding])


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
        old, new = answer(self.old, self.site).schema, answer(self.new, self.new_site).schema
        return _to_older((self.version, self.old, old), (self.newer, self.new, new)) if old and new else None

    def _body(self) -> Adapter | None:
        """From the older shape to the newer."""
        old, new = body_schema(self.old, self.site), body_schema(self.new, self.new_site)
        if not old or not new or not _differ((self.version, self.old, old), (self.newer, self.new, new)):
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


# Version, its document, name of a schema.
Shape = tuple[str, Document, str]


def _to_older(old: Shape, new: Shape) -> Adapter | None:
    """From the newer shape to the older."""
    if not _differ(old, new):
        return None
    shapes = ((new[0], new[2]), (old[0], old[2]))
    return Adapter(snake(old[2]), f"newer: {new[0]}.{new[2]}", f"{old[0]}.{old[2]}", shapes)


def _differ(old: Shape, new: Shape) -> bool:
    return bool(expanded(old[1], _component(old[2])) != expanded(new[1], _component(new[2])))


def _schemas(document: Document) -> Node:
    return mapping(document.data, "components", "schemas")


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
