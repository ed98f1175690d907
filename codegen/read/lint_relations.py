"""Rules that need all contracts at once: relations between resources, and what clients may choose of an answer."""

from collections.abc import Iterator

from codegen.documents import Document, Node, Parameter, Pointer, Site, mapping
from codegen.ir.answers import answer, json_schema, page_item, properties, referred_name
from codegen.ir.relations import DEEPEST, Relation, inclusions, to_relation

Breach = tuple[Pointer, str, str]


def relation_targets(document: Document) -> Iterator[Breach]:
    """Every relation of every schema can be followed."""
    sites = {site.operation_id: site for site in document.sites()}
    for name, schema in mapping(document.data, "components", "schemas").items():
        for relation_name, node in mapping(schema, "x-relations").items():
            pointer: Pointer = ("components", "schemas", name, "x-relations", relation_name)
            relation = to_relation(node)
            if not all((relation.operation, relation.parameter, relation.key, relation.resource)):
                yield pointer, "a relation that is not complete", "give it operation, parameter, key and resource"
            elif relation.operation not in sites:
                yield pointer, f"there is no operation `{relation.operation}`", "name one of any contract"
            else:
                key = properties(document, {"$ref": f"#/components/schemas/{name}"}).get(relation.key)
                for what, mend in _faults(document, sites[relation.operation], relation, key):
                    yield pointer, what, mend


def _faults(document: Document, site: Site, relation: Relation, key: Node | None) -> Iterator[tuple[str, str]]:
    """What keeps the operation from answering the relation."""
    name = relation.operation
    if not site.internal or site.node.get("x-envelope") != "none":
        yield f"`{name}` is not internal, or has an envelope", "give it `x-internal: true` and `x-envelope: none`"
    answers = [mapping(json_schema(document, response)) for response in site.successes.values()]
    if [referred_name(schema.get("items")) for schema in answers] != [relation.resource]:
        yield f"`{name}` does not answer an array of {relation.resource}", "mend the resource, or the operation"
    asked: dict[str, Parameter] = {str(p.node.get("name")): p for p in site.parameters if p.node.get("in") == "query"}
    others = [other for other, p in asked.items() if p.node.get("required") is True and other != relation.parameter]
    if others:
        yield f"`{name}` cannot be asked without {', '.join(others)}", "make that optional"
    parameter = asked[relation.parameter].node if relation.parameter in asked else {}
    schema, _ = document.follow(parameter.get("schema"))
    if schema.get("type") != "array" or parameter.get("explode") is not False:
        yield f"`{relation.parameter}` of `{name}` is no comma list", "declare an array with `explode: false`"
    elif key is None:
        yield f"key `{relation.key}` is no property", "name the property that holds what the parameter lists"
    elif _kind(document, key) != _kind(document, schema.get("items")):
        yield f"key `{relation.key}` is not what `{relation.parameter}` lists", "give both the same type and format"


def _kind(document: Document, schema: object) -> tuple[object, object]:
    target, _ = document.follow(schema)
    return target.get("type"), target.get("format")


def includable(document: Document, site: Site) -> Iterator[Breach]:
    """What may be included is reached from what is listed, in few steps, by whoever may list."""
    names = site.node.get("x-includable")
    if names is None:
        return
    pointer: Pointer = (*site.pointer, "x-includable")
    if not isinstance(names, list) or not names or not page_item(document, site):
        yield pointer, "x-includable is no list of relations of a listing", "list names of relations, or drop it"
        return
    found = {inclusion.name: inclusion for inclusion in inclusions(document, site)}
    sites = {other.operation_id: other for other in document.sites()}
    members: dict[str, str] = {}
    for name in map(str, names):
        if name.count(".") >= DEEPEST:
            yield pointer, f"`{name}` is more than {DEEPEST} steps away", "take it out of the list"
        elif name not in found:
            mend = "declare it in x-relations of the resource, and list its parent too"
            yield pointer, f"`{name}` leads nowhere", mend
        else:
            inclusion = found[name]
            other = members.setdefault(inclusion.member, name)
            if other != name:
                yield pointer, f"`{other}` and `{name}` are both shown as {inclusion.member}", "rename a relation"
            refused = _roles(site) - _roles(sites.get(inclusion.relation.operation))
            if refused:
                what = f"{', '.join(sorted(refused))} may list and not follow `{name}`"
                yield pointer, what, f"open `{inclusion.relation.operation}` to them"


def _roles(site: Site | None) -> set[str]:
    return set(mapping(site.node, "x-access")) - {"owner"} if site else set()


def projectable(document: Document, site: Site) -> Iterator[Breach]:
    """Members can be chosen of a resource in an envelope only."""
    if "x-projectable" not in site.node:
        return
    pointer: Pointer = (*site.pointer, "x-projectable")
    found = answer(document, site)
    if site.node["x-projectable"] is not True:
        yield pointer, "x-projectable is not `true`", "write true, or drop it"
    elif found.shape not in {"ITEM", "LIST"}:
        yield pointer, "x-projectable where no resource is answered", "drop it"
    elif f"{found.schema}Fields" in mapping(document.data, "components", "schemas"):
        yield pointer, f"`{found.schema}Fields` is what published documents call a part", "rename that schema"


CHOICE_RULES = (includable, projectable)
