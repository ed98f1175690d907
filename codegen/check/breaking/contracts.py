"""What the published documents do not tell: the versions before they are published, as they were and as they are.

A client may choose members of most answers, so their published form requires none; and who may call what is no part of
OpenAPI. Both are promises all the same.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from codegen.check.breaking.changes import Change, Ledger, Place
from codegen.check.breaking.history import Past
from codegen.check.breaking.operations import label, template
from codegen.check.breaking.published import document_changes
from codegen.documents import Document, Pointer, Site, mapping
from codegen.read.specs import read_specs

_RANKS = {"": 0, "own": 1, "any": 2}


def past_versions(past: Past) -> dict[str, Document]:
    """The versions of a commit, not yet published, by name. Raises SpecErrors when today's rules refuse its specs."""
    with tempfile.TemporaryDirectory(prefix="codegen-") as name:
        past.write_out("specs", Path(name))
        return {version.life.name: version.document for version in read_specs(Path(name)).versions}


def contract_changes(old: Document, new: Document) -> list[Change]:
    """Members that an answer may lack now, and callers who may do less, or more."""
    ledger = Ledger(new.name)
    news = {(template(site.path), site.method): site for site in new.sites()}
    for site in old.sites():
        if now := news.get((template(site.path), site.method)):
            ledger.add(label(site), _access(site, now))
    optional = (change for change in document_changes(old, new) if change.kind == "property-became-optional")
    return [*ledger.changes(), *optional]


def _access(old: Site, new: Site) -> Iterator[Change]:
    before, after = mapping(old.node, "x-access"), mapping(new.node, "x-access")
    pointer: Pointer = (*old.pointer, "x-access")
    places = (Place(new.pointer, "x-access"), Place(new.pointer, "security"))
    for role in ("anonymous", "user", "admin"):
        was, is_now = str(before.get(role, "")), str(after.get(role, ""))
        if was != is_now:
            kind = "access-narrowed" if _RANKS.get(is_now, 0) < _RANKS.get(was, 0) else "access-widened"
            what = f"access of {role} was `{was or 'none'}` and is `{is_now or 'none'}`"
            yield Change("", kind, pointer, (*new.pointer, "x-access"), what, f"{role} {was} {is_now}", (), places)
