"""`x-relations`: how a resource leads to others, and what `include` may therefore name."""

from dataclasses import dataclass

from codegen.documents import Document, Node, Site, mapping, sequence
from codegen.ir.answers import page_item, referred_name
from codegen.ir.naming import plural, singular

DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Relation:
    """`operation` answers every `resource` that belongs to the keys in its `parameter`; `key` is the property of
    the resource it starts from that holds such a key."""

    operation: str
    parameter: str
    key: str
    resource: str


@dataclass(frozen=True, slots=True)
class Inclusion:
    """One name that `include` takes: `orders.items`, found from its `parent` orders, shown as `member` items."""

    name: str
    parent: str
    member: str
    relation: Relation


def relations(document: Document, schema: str) -> dict[str, Relation]:
    """Name to relation, of one schema."""
    declared = mapping(document.data, "components", "schemas", schema, "x-relations")
    return {name: to_relation(node) for name, node in declared.items()}


def to_relation(node: Node) -> Relation:
    """What is not there is empty; lint asks for it."""
    found = mapping(node)
    return Relation(*(str(found.get(key, "")) for key in ("operation", "parameter", "key", "resource")))


def inclusions(document: Document, site: Site) -> tuple[Inclusion, ...]:
    """What `x-includable` names, parents before what is found from them; names that lead nowhere are left out."""
    found: dict[str, Inclusion] = {}
    for name in sorted(map(str, sequence(site.node, "x-includable")), key=lambda name: name.count(".")):
        parent, _, last = name.rpartition(".")
        item = found[parent].relation.resource if parent in found else referred_name(page_item(document, site))
        relation = relations(document, item).get(last)
        if relation is not None and (not parent or parent in found):
            found[name] = Inclusion(name, parent, member(last), relation)
    return tuple(found.values())


def member(relation: str) -> str:
    """Under which name the related objects stand in `included`: always a plural."""
    return relation if singular(relation) != relation else plural(relation)
