"""The public versions: head plus overlay, without what is internal."""

from dataclasses import dataclass

from codegen.documents import Document, Source, mapping, sequence
from codegen.findings import Finding
from codegen.read.lifecycle import Life, Lifecycle
from codegen.read.merge import Head
from codegen.read.overlays import apply


@dataclass(frozen=True, slots=True)
class Version:
    """One public version: its life, the name of its envelope, its document before wrapping, and what its overlay says
    of the difference to the contracts."""

    life: Life
    envelope: str
    document: Document
    differences: tuple[str, ...]


def to_versions(
    lifecycle: Lifecycle, overlays: dict[str, Source], head: Head
) -> tuple[tuple[Version, ...], list[Finding]]:
    """Every version, oldest first, and what the overlays got wrong."""
    versions: list[Version] = []
    findings: list[Finding] = []
    for life in lifecycle.versions:
        overlay = overlays[life.name]
        document, problems = apply(overlay, head.document)
        findings += problems
        findings += _unknown(document, overlay, head)
        drop_internal(document)
        versions.append(Version(life, overlay.data["x-envelope"], document, _descriptions(overlay)))
    return tuple(versions), findings


def _descriptions(overlay: Source) -> tuple[str, ...]:
    """What the actions say they are for, each once."""
    texts = (mapping(action).get("description") for action in sequence(overlay.data, "actions"))
    return tuple(dict.fromkeys(str(text) for text in texts if text is not None))


def _unknown(document: Document, overlay: Source, head: Head) -> list[Finding]:
    """Operations that only the overlay knows: no service could answer them."""
    return [
        Finding(overlay.path, 1, f"{site.method.upper()} {site.path} is in no contract", "add it to one first")
        for site in document.sites()
        if site.operation_id not in head.owners
    ]


def drop_internal(document: Document) -> None:
    for site in list(document.sites()):
        if site.internal:
            item = document.data["paths"][site.path]
            del item[site.method]
            if set(item) <= {"parameters"}:
                del document.data["paths"][site.path]
