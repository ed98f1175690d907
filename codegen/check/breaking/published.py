"""Two states of one version's published document."""

from collections.abc import Iterator
from dataclasses import replace

from codegen.check.breaking.changes import Change, Ledger
from codegen.check.breaking.operations import OperationComparison, label, template
from codegen.check.breaking.touched import Touched
from codegen.documents import Document, Pointer, Site, mapping, sequence


def document_changes(old: Document, new: Document) -> list[Change]:
    """Everything that a client of the old document would notice under the new one."""
    ledger = Ledger(new.name)
    ledger.add("", _servers(old, new))
    comparison = OperationComparison.of(old, new)
    news = {(template(site.path), site.method): site for site in new.sites()}
    touched = Touched.between(old, new)
    for site in old.sites():
        now = news.get((template(site.path), site.method))
        if now is not None and not touched.operation(site, now):
            continue
        found = [_removed(site, new)] if now is None else list(comparison.compare(site, now))
        ledger.add(label(site), (_settled(old, change) for change in found if not _by_choice(new, change)))
    return ledger.changes()


def _removed(site: Site, new: Document) -> Change:
    beside = next((pointer for pointer in _parents(site.pointer) if _holds(new, pointer)), ())
    return Change("", "operation-removed", site.pointer, beside, f"{label(site)} is gone")


def _parents(pointer: Pointer) -> Iterator[Pointer]:
    for size in range(len(pointer), -1, -1):
        yield pointer[:size]


def _holds(document: Document, pointer: Pointer) -> bool:
    return bool(mapping(document.data, *pointer))


def _servers(old: Document, new: Document) -> Iterator[Change]:
    present = {str(mapping(server).get("url")) for server in sequence(new.data, "servers")}
    for server in sequence(old.data, "servers"):
        url = str(mapping(server).get("url"))
        if url not in present:
            yield Change("", "server-removed", ("servers",), ("servers",), f"nothing answers at {url} any more", url)


def _by_choice(document: Document, change: Change) -> bool:
    """Whether a member may be missing only because clients may choose: who chooses nothing gets all of them."""
    return change.kind == "property-became-optional" and whole(document, change.now) != change.now


def _settled(document: Document, change: Change) -> Change:
    """Named after the resource where it was found in the form of which a client may choose members."""
    return replace(
        change,
        name=whole(document, change.name),
        places=tuple(replace(place, holder=whole(document, place.holder)) for place in change.places),
    )


def whole(document: Document, pointer: Pointer) -> Pointer:
    """The place in a resource that is published in the form of which a client may choose members."""
    if len(pointer) > 2 and pointer[:2] == ("components", "schemas"):
        base = str(pointer[2]).removesuffix("Fields")
        description = str(mapping(document.data, *pointer[:3]).get("description"))
        if description.startswith(f"A `{base}`, or those of its members"):
            return (*pointer[:2], base, *pointer[3:])
    return pointer
