"""Rules for what an operation answers: statuses, named resources, pages."""

from collections.abc import Iterator

from codegen.documents import Document, Pointer, Site, mapping, sequence
from codegen.ir.answers import json_schema, needs_credentials, referred_name

Breach = tuple[Pointer, str, str]

_WITH_BODY = ("400", "413", "415", "422")


def statuses(document: Document, site: Site) -> Iterator[Breach]:
    """Every refusal that the service itself may send is declared."""
    needed = ["503"]
    if needs_credentials(document, site):
        needed.insert(0, "401")
    if "requestBody" in site.node:
        needed = [*_WITH_BODY, *needed]
    missing = [status for status in needed if status not in mapping(site.node, "responses")]
    if missing:
        what = f"{site.operation_id or site.path} does not declare {', '.join(missing)}"
        yield (*site.pointer, "responses"), what, "refer to the responses of shared.yaml"
    if not site.successes:
        yield (*site.pointer, "responses"), "an operation that never succeeds", "declare a 2xx response"


def resources(document: Document, site: Site) -> Iterator[Breach]:
    """What goes into an envelope has a name there."""
    if site.node.get("x-envelope") not in {None, "none"}:
        yield (*site.pointer, "x-envelope"), "x-envelope of an operation is not `none`", "write none, or drop it"
    for status, response in site.successes.items():
        found, pointer = document.follow(response, (*site.pointer, "responses", status))
        schema = json_schema(document, found)
        if schema is None and mapping(found, "content"):
            yield pointer, "a success without application/json", "answer JSON; handlers have no other reply yet"
        if schema is None or site.node.get("x-envelope") == "none":
            continue
        name = referred_name(schema)
        target, place = document.follow(schema)
        if not name:
            yield pointer, "an answer without a named schema", "move the schema to components and refer to it"
        elif not {"x-resource", "x-page-of", "x-unresolved"} & set(target):
            yield place, f"`{name}` is answered and has no x-resource", "name what it is, such as `x-resource: user`"


def pages(document: Document, site: Site) -> Iterator[Breach]:
    """Sort and filter fields are fields of what the page holds."""
    for extension in ("x-sortable", "x-filterable"):
        fields = site.node.get(extension)
        if fields is None:
            continue
        pointer: Pointer = (*site.pointer, extension)
        if not isinstance(fields, list) or not fields:
            yield pointer, f"{extension} is no list of fields", "list names of properties, or drop it"
            continue
        known = _item_fields(document, site)
        unknown = [str(field) for field in fields if field not in known]
        if unknown:
            yield pointer, f"{extension} names {', '.join(unknown)}, which no item has", "use properties of the item"
    default = site.node.get("x-sort-default")
    if default is not None and str(default).removeprefix("-") not in sequence(site.node, "x-sortable"):
        yield (*site.pointer, "x-sort-default"), f"cannot sort by `{default}`", "use a field of x-sortable"


def _item_fields(document: Document, site: Site) -> set[str]:
    for response in site.successes.values():
        page, _ = document.follow(json_schema(document, response))
        item = {"$ref": f"#/components/schemas/{page.get('x-page-of')}"}
        if found := fields(document, item):
            return found
    return set()


def fields(document: Document, schema: object) -> set[str]:
    """Names of the properties of an object, those of its allOf parts too."""
    target, _ = document.follow(schema)
    found = set(mapping(target, "properties"))
    for part in sequence(target, "allOf"):
        found |= fields(document, part)
    return found


ANSWER_RULES = (statuses, resources, pages)
