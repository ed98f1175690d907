"""Rules for listings: what they are sorted and filtered by, and the parameters that come of it."""

from collections.abc import Iterator

from codegen.documents import Document, Pointer, Site, sequence
from codegen.ir.answers import page_item, properties
from codegen.ir.filters import filter_field
from codegen.ir.naming import attribute
from codegen.ir.streams import stream_kind

Breach = tuple[Pointer, str, str]

# The gateway reads these itself.
RESERVED = ("fields", "include", "version")


def listed_fields(document: Document, site: Site) -> Iterator[Breach]:
    """Sort and filter fields are fields of what the page holds."""
    for extension in ("x-sortable", "x-filterable"):
        fields = site.node.get(extension)
        if fields is None:
            continue
        pointer: Pointer = (*site.pointer, extension)
        if not isinstance(fields, list) or not fields:
            yield pointer, f"{extension} is no list of fields", "list names of properties, or drop it"
            continue
        known = properties(document, page_item(document, site))
        unknown = [str(field) for field in fields if str(field) not in known]
        if unknown:
            yield pointer, f"{extension} names {', '.join(unknown)}, which no item has", "use properties of the item"
    default = site.node.get("x-sort-default")
    if default is not None and str(default).removeprefix("-") not in sequence(site.node, "x-sortable"):
        yield (*site.pointer, "x-sort-default"), f"cannot sort by `{default}`", "use a field of x-sortable"


def comparable(document: Document, site: Site) -> Iterator[Breach]:
    """Each field to filter by has a type that there are operators for."""
    pointer: Pointer = (*site.pointer, "x-filterable")
    members = properties(document, page_item(document, site))
    for name in map(str, sequence(site.node, "x-filterable")):
        if name == "filter":
            yield pointer, "a field called `filter` hides the parameter `filter`", "rename the property"
        elif name in members:
            found = filter_field(document, name, members[name])
            if found is None:
                yield pointer, f"`{name}` cannot be filtered by: it is no plain value", "take it out of the list"
            elif found.kind == "ENUM" and "$ref" not in found.value:
                what = f"`{name}` is filtered by an enum without a name"
                yield pointer, what, "move the enum to components and refer to it"


def parameter_names(document: Document, site: Site) -> Iterator[Breach]:
    """Every query parameter is an attribute of its own, and none is one of the gateway's."""
    seen: dict[str, str] = {}
    for parameter in site.parameters:
        name = str(parameter.node.get("name"))
        if parameter.node.get("in") != "query":
            continue
        # A derived parameter is written nowhere but in the extension.
        pointer = (*site.pointer, "x-filterable") if "x-filter" in parameter.node else parameter.pointer
        # The gateway does not look into a stream: there the service itself chooses members.
        if name in RESERVED and not stream_kind(site):
            yield pointer, f"the gateway has a parameter `{name}` of its own", "rename the parameter"
        other = seen.setdefault(attribute(name), name)
        if other != name:
            what = f"parameters `{other}` and `{name}` are one attribute in Python"
            yield pointer, what, "rename one of them"


LISTING_RULES = (listed_fields, comparable, parameter_names)
