"""Which operations a change may have to do with: all others need no second look."""

from dataclasses import dataclass

from codegen.documents import Document, Node, Site, mapping, walk

# Kind and name of a component.
Component = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Touched:
    """`components` are those that differ, or lead to one that does; `all_of_it`: what all operations share differs."""

    components: frozenset[Component]
    all_of_it: bool

    @classmethod
    def between(cls, old: Document, new: Document) -> "Touched":
        olds, news = _components(old), _components(new)
        differing = {name for name in olds.keys() | news.keys() if olds.get(name) != news.get(name)}
        leading = {name: _references(node) for name, node in news.items()}
        while more := {name for name, inside in leading.items() if name not in differing and inside & differing}:
            differing |= more
        shared = old.data.get("security") != new.data.get("security")
        return cls(frozenset(differing), shared or any(kind == "securitySchemes" for kind, _ in differing))

    def operation(self, old: Site, new: Site) -> bool:
        """Whether two states of an operation may differ for anybody."""
        if self.all_of_it or old.path != new.path or old.node != new.node:
            return True
        if [parameter.node for parameter in old.parameters] != [parameter.node for parameter in new.parameters]:
            return True
        return bool((_references(new.node) | _own(new)) & self.components)


def _components(document: Document) -> dict[Component, Node]:
    kinds = mapping(document.data, "components")
    return {(kind, name): mapping(kinds, kind, name) for kind in kinds for name in mapping(kinds, kind)}


def _references(node: object) -> set[Component]:
    found: set[Component] = set()
    for _, part in walk(node):
        reference = part.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/components/"):
            kind, _, name = reference.removeprefix("#/components/").partition("/")
            found.add((kind, name.replace("~1", "/").replace("~0", "~")))
    return found


def _own(site: Site) -> set[Component]:
    """What the parameters of its path refer to."""
    return {reference for parameter in site.parameters for reference in _references(parameter.node)}
