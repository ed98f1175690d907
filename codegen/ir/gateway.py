"""A public version as the gateway's generated modules show it."""

from dataclasses import dataclass

from codegen.documents import Document, Site, mapping
from codegen.ir.answers import allows_anonymous, answer
from codegen.ir.differences import Chains, Differences
from codegen.ir.naming import plural
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
    name, document = version.life.name, version.document
    successor = differences.sites.get(version.life.successor or "", {})
    known = {(site.method, site.path) for site in successor.values()}
    routes: list[Facts] = []
    used: set[str] = set()
    for site in document.sites():
        chains = differences.chains(name, site.operation_id)
        used |= chains.versions
        in_successor = (site.method, site.path) in known
        routes.append(_route(document, site, head.owners[site.operation_id], chains, in_successor))
    own = name in differences.adapters
    return VersionText(name, _life_facts(version), tuple(routes), own, tuple(sorted(used - {name})))


def _route(document: Document, site: Site, service: str, chains: Chains, in_successor: bool) -> Facts:
    found = answer(document, site)
    request, _ = document.follow(site.node.get("requestBody"))
    query = sorted(str(p.node["name"]) for p in site.parameters if p.node.get("in") == "query")
    facts = {
        "method": repr(site.method.upper()),
        "path": repr(site.path),
        "operation_id": repr(site.operation_id),
        "service": repr(service),
        "shape": f"Shape.{found.shape}",
        "singular": repr(found.resource) if found.resource else "",
        "plural": repr(plural(found.resource)) if found.shape == "LIST" else "",
        "anonymous": "True" if allows_anonymous(document, site) else "",
        "query": "frozenset({" + ", ".join(map(repr, query)) + "})" if query else "",
        "media_types": repr(tuple(mapping(request, "content"))) if request else "",
        "answers": _tuple(chains.answers),
        "bodies": _tuple(chains.bodies),
        "queries": _tuple(chains.queries),
        "in_successor": "True" if in_successor else "",
    }
    return tuple((key, value) for key, value in facts.items() if value)


def _tuple(steps: tuple[str, ...]) -> str:
    return "(" + "".join(f"{step}," for step in steps) + ")" if steps else ""


def _life_facts(version: Version) -> Facts:
    life = version.life
    facts = {
        "name": repr(life.name),
        "status": f"Status.{life.status.upper()}",
        "envelope": repr(version.envelope),
        "features": repr(life.features) if life.features else "",
        "breaking_changes": repr(life.breaking_changes) if life.breaking_changes else "",
    }
    for key, moment in (("deprecated_at", life.deprecated_at), ("sunset_at", life.sunset_at)):
        facts[key] = f"datetime({moment.year}, {moment.month}, {moment.day}, tzinfo=UTC)" if moment else ""
    facts["after_sunset"] = f"AfterSunset.{life.after_sunset.upper()}"
    facts["successor"] = repr(life.successor) if life.successor else ""
    return tuple((key, value) for key, value in facts.items() if value)
