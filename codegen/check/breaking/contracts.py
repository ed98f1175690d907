"""What the published documents do not tell: the versions before they are published, as they were and as they are.

A client may choose members of most answers, so their published form requires none; and who may call what is no part of
OpenAPI. Both are promises all the same.
"""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from codegen.check.breaking.changes import Change, Ledger, Place
from codegen.check.breaking.history import Past
from codegen.check.breaking.operations import label, template
from codegen.check.breaking.published import document_changes
from codegen.documents import Document, Pointer, Site, mapping
from codegen.read.specs import read_specs

# Less to more.
_SCOPES = ("none", "own", "any")


@cache
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
    before, after = _scopes(old), _scopes(new)
    pointer: Pointer = (*old.pointer, "x-access")
    places = (Place(new.pointer, "x-access"), Place(new.pointer, "security"))
    for role, was in before.items():
        is_now = after[role]
        if was != is_now:
            kind = "access-narrowed" if _SCOPES.index(is_now) < _SCOPES.index(was) else "access-widened"
            what = f"access of {role} was `{was}` and is `{is_now}`"
            yield Change("", kind, pointer, (*new.pointer, "x-access"), what, f"{role} {was} {is_now}", (), places)


def _scopes(site: Site) -> dict[str, str]:
    """What each role may do. Who is let in without credentials is told by `security` too, and compared there."""
    access = mapping(site.node, "x-access")
    everybody = str(access.get("anonymous", "none"))
    roles = ("user", "admin")
    return {role: max(str(access.get(role, "none")), everybody, key=_SCOPES.index) for role in roles}
