"""A public version as the gateway's generated modules show it."""

from dataclasses import dataclass
from datetime import datetime

from codegen.documents import Document, Site, mapping
from codegen.ir.answers import allows_anonymous, answer, json_schema, page_item, properties
from codegen.ir.differences import Chains, Differences
from codegen.ir.naming import plural
from codegen.ir.relations import Inclusion
from codegen.ir.selections import select
from codegen.ir.streams import stream_kind
from codegen.read.merge import Head
from codegen.read.versions import Version

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionText:
    """One version: the arguments of `Version(…)`, of each `Route(…)`, and whose steps the routes name."""

    name: str
    facts: Facts
    routes: tuple[Facts, ...]
    own_steps: bool
    borrowed_steps: tuple[str, ...]


def to_text(version: Version, head: Head, differences: Differences) -> VersionText:
    work = _Routes(version, head, differences)
    routes = tuple(work.route(site) for site in version.document.sites())
    name = version.life.name
    own = name in differences.adapters
    return VersionText(name, _life_facts(version), routes, own, tuple(sorted(work.used - {name})))


class _Routes:
    """The routes of one version; `used` collects the versions whose steps they name."""

    def __init__(self, version: Version, head: Head, differences: Differences) -> None:
        self.name = version.life.name
        self.document = version.document
        self.head = head
        self.internal = {site.operation_id: site for site in head.document.sites() if site.internal}
        self.differences = differences
        successor = differences.sites.get(version.life.successor or "", {})
        self.in_successor = {(site.method, site.path) for site in successor.values()}
        self.used: set[str] = set()

    def route(self, site: Site) -> Facts:
        chains = self._using(self.differences.chains(self.name, site.operation_id))
        found = answer(self.document, site)
        selection = select(self.document, site)
        request, _ = self.document.follow(site.node.get("requestBody"))
        query = query_names(self.document, site)
        known = [
            query_names(document, self.differences.sites[version][site.operation_id])
            for version, document in self.differences.documents.items()
            if site.operation_id in self.differences.sites[version]
        ]
        facts = {
            "method": repr(site.method.upper()),
            "path": repr(site.path),
            "operation_id": repr(site.operation_id),
            "service": repr(self.head.owners[site.operation_id]),
            "shape": f"Shape.{found.shape}",
            "singular": repr(found.resource) if found.resource else "",
            "plural": repr(plural(found.resource)) if found.shape == "LIST" else "",
            "anonymous": "True" if allows_anonymous(self.document, site) else "",
            "query": _set(query),
            "media_types": repr(tuple(mapping(request, "content"))) if request else "",
            "answers": _tuple(chains.answers),
            "bodies": _tuple(chains.bodies),
            "queries": _tuple(chains.queries),
            "in_successor": "True" if (site.method, site.path) in self.in_successor else "",
            "foreign": _set(frozenset().union(*known) - query),
            "fields": repr(selection.fields) if selection.fields else "",
            "links": repr(names) if (names := links(self.document, site)) else "",
            "largest_body": repr(site.node["x-largest-body"]) if "x-largest-body" in site.node else "",
            "deadline": repr(site.node["x-deadline"]) if "x-deadline" in site.node else "",
            "includes": _tuple(tuple(self._include(inclusion) for inclusion in selection.inclusions)),
            "stream": f"Stream.{kind.upper()}" if (kind := stream_kind(site)) else "",
        }
        return tuple((key, value) for key, value in facts.items() if value)

    def _include(self, inclusion: Inclusion) -> str:
        relation = inclusion.relation
        asked = self.internal[relation.operation]
        keys = next(p.node for p in asked.parameters if p.node.get("name") == relation.parameter)
        most = mapping(keys, "schema").get("maxItems", 100)
        chains = self._using(self.differences.resource_chain(self.name, relation.resource))
        facts = {
            "name": repr(inclusion.name),
            "parent": repr(inclusion.parent),
            "member": repr(inclusion.member),
            "service": repr(self.head.owners[relation.operation]),
            "path": repr(asked.path),
            "parameter": repr(relation.parameter),
            "key": repr(relation.key),
            "answers": _tuple(chains.answers),
            "batch": repr(most),
        }
        return "Include(" + ", ".join(f"{key}={value}" for key, value in facts.items() if value) + ")"

    def _using(self, chains: Chains) -> Chains:
        self.used |= chains.versions
        return chains


def query_names(document: Document, site: Site) -> frozenset[str]:
    """Names of the query parameters that clients may send."""
    declared = {str(parameter.node["name"]) for parameter in site.parameters if parameter.node.get("in") == "query"}
    return frozenset(declared | {str(parameter["name"]) for parameter in select(document, site).parameters})


def links(document: Document, site: Site) -> tuple[str, ...]:
    """Members of what is answered that are paths of this API: `format: uri-reference`."""
    found: dict[str, None] = {}
    for response in site.successes.values():
        schema = json_schema(document, response)
        for shown in (schema, page_item(document, site)):
            members = properties(document, shown).items() if shown else ()
            found |= {name: None for name, member in members if mapping(member).get("format") == "uri-reference"}
    return tuple(found)


def _set(names: frozenset[str]) -> str:
    return "frozenset({" + ", ".join(map(repr, sorted(names))) + "})" if names else ""


def _tuple(steps: tuple[str, ...]) -> str:
    return "(" + "".join(f"{step}," for step in steps) + ")" if steps else ""


def _moment(moment: datetime) -> str:
    parts = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    return f"datetime({', '.join(map(str, parts))}, tzinfo=UTC)"


def _life_facts(version: Version) -> Facts:
    life = version.life
    facts = {
        "name": repr(life.name),
        "status": f"Status.{life.status.upper()}",
        "envelope": repr(version.envelope),
        "features": repr(life.features) if life.features else "",
        "breaking_changes": repr(life.breaking_changes) if life.breaking_changes else "",
        "differences": repr(version.differences) if version.differences else "",
    }
    for key, moment in (("deprecated_at", life.deprecated_at), ("sunset_at", life.sunset_at)):
        facts[key] = f"datetime({moment.year}, {moment.month}, {moment.day}, tzinfo=UTC)" if moment else ""
    facts["after_sunset"] = f"AfterSunset.{life.after_sunset.upper()}"
    facts["brownouts"] = _tuple(
        tuple(f"Brownout({_moment(since)}, {_moment(until)})" for since, until in life.brownouts)
    )
    facts["successor"] = repr(life.successor) if life.successor else ""
    return tuple((key, value) for key, value in facts.items() if value)
