"""Whether whoever could authenticate still can, and whoever could not still cannot."""

from collections.abc import Iterator

from codegen.check.breaking.changes import Change, Place
from codegen.documents import Document, Node, Pointer, Site, mapping, sequence

# Scheme to scopes; an empty one asks for nothing.
Requirement = dict[str, list[str]]


def security_changes(old: tuple[Document, Site], new: tuple[Document, Site]) -> Iterator[Change]:
    """Ways to authenticate that were lost, and doors that stand open now."""
    olds, news = _requirements(*old), _requirements(*new)
    site, now = old[1], new[1]
    pointer: Pointer = (*site.pointer, "security")
    places = (Place(now.pointer, "security"), Place(now.pointer, "x-access"))

    def change(kind: str, what: str, detail: str = "") -> Change:
        return Change("", kind, pointer, (*now.pointer, "security"), what, detail, (), places)

    if {} in news and {} not in olds:
        yield change("security-removed", "credentials are no longer asked for")
    for requirement in olds:
        if any(_asks_no_more(other, requirement) for other in news):
            continue
        if not requirement:
            yield change("security-added", "credentials are asked for now")
        elif same := next((other for other in news if other.keys() <= requirement.keys()), None):
            scopes = sorted({scope for name, own in same.items() for scope in own if scope not in requirement[name]})
            yield change("security-scope-added", f"the scope {', '.join(scopes)} is asked for now", " ".join(scopes))
        else:
            schemes = " with ".join(requirement)
            yield change("security-scheme-removed", f"{schemes} no longer opens it", schemes)
    yield from _schemes(old, new, {name for requirement in olds for name in requirement})


def _asks_no_more(new: Requirement, old: Requirement) -> bool:
    return all(name in old and set(scopes) <= set(old[name]) for name, scopes in new.items())


def _requirements(document: Document, site: Site) -> list[Requirement]:
    written = site.node["security"] if "security" in site.node else document.data.get("security")
    found = [{name: sequence(scopes) for name, scopes in mapping(one).items()} for one in sequence(written)]
    return found or [{}]


def _schemes(old: tuple[Document, Site], new: tuple[Document, Site], used: set[str]) -> Iterator[Change]:
    """Schemes that are still named the same and ask for something else."""
    for name in sorted(used):
        pointer: Pointer = ("components", "securitySchemes", name)
        before, after = (_scheme(document, name) for document, _ in (old, new))
        if after and before != after:
            what = f"the security scheme `{name}` was {before} and is {after}"
            place = Place(pointer[:-1], name)
            yield Change("", "security-scheme-changed", pointer, pointer, what, "", (), (place,))


def _scheme(document: Document, name: str) -> str:
    node: Node = mapping(document.data, "components", "securitySchemes", name)
    parts = (node.get("type"), node.get("scheme"), node.get("in"), node.get("name"))
    return " ".join(str(part) for part in parts if part)
