"""Where two neighbouring versions differ in what travels, and which adapters that takes."""

from dataclasses import dataclass, field
from typing import Any

from codegen.documents import Document, Node, Site, mapping
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
class _Steps:
    """What one version needs for one operation, and the version it leads to."""

    newer: str
    answer: Adapter | None
    body: Adapter | None
    query: Adapter | None


@dataclass(slots=True)
class Differences:
    """Versions oldest first, the head last; `adapters` are those each version must have."""

    documents: dict[str, Document]
    sites: dict[str, dict[str, Site]] = field(init=False)
    adapters: dict[str, tuple[Adapter, ...]] = field(init=False)
    _steps: dict[tuple[str, str], _Steps] = field(init=False)

    def __post_init__(self) -> None:
        self.sites = {
            name: {site.operation_id: site for site in document.sites()} for name, document in self.documents.items()
        }
        self._steps = {}
        self.adapters = {}
        order = list(self.documents)
        for position, version in enumerate(order[:-1]):
            needed: dict[str, Adapter] = {}
            for operation_id, site in self.sites[version].items():
                newer = next((name for name in order[position + 1 :] if operation_id in self.sites[name]), None)
                if newer is not None:
                    steps = self._compare(version, newer, site)
                    self._steps[version, operation_id] = steps
                    for adapter in (steps.answer, steps.body, steps.query):
                        if adapter:
                            needed.setdefault(adapter.name, adapter)
            if needed:
                self.adapters[version] = tuple(needed.values())

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
        while steps := self._steps.get((version, operation_id)):
            if steps.answer:
                answers.insert(0, f"{version.upper()}.{steps.answer.name}")
            if steps.body:
                bodies.append(f"{version.upper()}.{steps.body.name}")
            if steps.query:
                queries.append(f"{version.upper()}.{steps.query.name}")
            version = steps.newer
        return Chains(tuple(answers), tuple(bodies), tuple(queries))

    def _compare(self, version: str, newer: str, site: Site) -> _Steps:
        new_site = self.sites[newer][site.operation_id]
        old, new = self.documents[version], self.documents[newer]
        old_item, new_item = answer(old, site).schema, answer(new, new_site).schema
        old_body, new_body = body_schema(old, site), body_schema(new, new_site)
        found_answer = found_body = found_query = None
        if old_item and new_item and _differ(old, old_item, new, new_item):
            found_answer = Adapter(
                snake(old_item),
                f"newer: {newer}.{new_item}",
                f"{version}.{old_item}",
                ((newer, new_item), (version, old_item)),
            )
        if old_body and new_body and _differ(old, old_body, new, new_body):
            found_body = Adapter(
                snake(old_body),
                f"older: {version}.{old_body}",
                f"{newer}.{new_body}",
                ((version, old_body), (newer, new_body)),
            )
        if self._queries_differ(version, newer, site, new_site):
            name = f"{snake(site.operation_id)}_query"
            found_query = Adapter(name, "older: Mapping[str, str]", "dict[str, str]")
        return _Steps(newer, found_answer, found_body, found_query)

    def _queries_differ(self, version: str, newer: str, site: Site, new_site: Site) -> bool:
        old = _queries(self.documents[version], site)
        new = _queries(self.documents[newer], new_site)
        head_name = list(self.documents)[-1]
        head_site = self.sites[head_name].get(site.operation_id, new_site)
        head = _queries(self.documents[head_name], head_site)
        changed = any(form != new.get(name, head.get(name)) for name, form in old.items())
        return changed or any(form["required"] for name, form in new.items() if name not in old)


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


def _differ(old: Document, old_name: str, new: Document, new_name: str) -> bool:
    return bool(expanded(old, _component(old_name)) != expanded(new, _component(new_name)))


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
