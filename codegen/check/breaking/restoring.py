"""What would take a break back: actions for the overlays of older versions, and the adapters these ask for.

Nothing is promised that was not tried: the actions are applied in memory, every version is published again, and only
what makes the break go away is shown.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from codegen.check.adapters import defined_adapters
from codegen.check.breaking.changes import Change, Place
from codegen.check.breaking.contracts import contract_changes
from codegen.check.breaking.published import document_changes
from codegen.check.breaking.subjects import about
from codegen.documents import Document, Node, Pointer, Source, lookup, mapping, sequence
from codegen.emit.envelopes import Envelope
from codegen.emit.published import publish
from codegen.findings import SpecErrors
from codegen.ir.closures import closure
from codegen.ir.differences import Adapter, find_differences
from codegen.ir.naming import snake
from codegen.outputs import Reading
from codegen.read.lint import lint_version
from codegen.read.versions import Version, to_versions

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# More broken promises than anybody repairs one by one.
_MOST = 12

Action = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """All versions with further overlay actions; `published` has those that got some."""

    published: dict[str, Document]
    versions: dict[str, Version]
    missing: dict[str, list[Adapter]]


class Restoration:
    """Tries to undo changes of `reading` towards `olds`, the published documents as they were. What to put back is
    taken from `values`, the same versions as they were before they were published, as far as these are known."""

    def __init__(self, root: Path, reading: Reading, olds: dict[str, Document], values: dict[str, Document]) -> None:
        self.root = root
        self.reading = reading
        self.olds = olds
        self.values = olds | values
        self.versions = {version.life.name: version for version in reading.specs.versions}

    def texts(self, changes: Sequence[Change]) -> dict[str, str]:
        """What to paste, by fingerprint; nothing where that of another change is enough. Changes that no overlay takes
        back are left out."""
        plans = {change: self._actions(change) for change in changes if change.version in self.olds}
        plans = {change: actions for change, actions in plans.items() if actions}
        trial = self._try(plans)
        if trial is None:
            plans = {change: actions for change, actions in list(plans.items())[:_MOST] if self._works(change, actions)}
            trial = self._try(plans)
        if trial is None or not plans:
            return {}
        left = self._left(trial)
        shown: set[tuple[str, str]] = set()
        texts = {change.fingerprint: "" for change in changes if change.version in self.olds}
        for change, actions in plans.items():
            fresh = [action for action in actions if (change.version, _identity(action)) not in shown]
            adapters = [a for a in self._needed(change, trial) if (change.version, a.name) not in shown]
            if change.fingerprint not in left and fresh:
                shown |= {(change.version, _identity(action)) for action in fresh}
                shown |= {(change.version, adapter.name) for adapter in adapters}
                texts[change.fingerprint] = _text(change.version, fresh, adapters)
        return {fingerprint: text for fingerprint, text in texts.items() if fingerprint not in left}

    def _works(self, change: Change, actions: list[Action]) -> bool:
        trial = self._try({change: actions})
        return trial is not None and change.fingerprint not in self._left(trial)

    def _left(self, trial: Trial) -> set[str]:
        """Fingerprints of what is still broken."""
        left: set[str] = set()
        for name, old in self.olds.items():
            if name not in trial.published:
                continue
            left |= {change.fingerprint for change in document_changes(old, trial.published[name])}
            if self.values[name] is not old:
                changes = contract_changes(self.values[name], trial.versions[name].document)
                left |= {change.fingerprint for change in changes}
        return left

    def _try(self, plans: dict[Change, list[Action]]) -> Trial | None:
        """None when the actions break the specs."""
        specs = self.reading.specs
        overlays = {}
        for name, version in self.versions.items():
            more = [action for change, actions in plans.items() if change.version == name for action in actions]
            # What two changes ask for is done once: the second time there would be nothing left to remove.
            once = {_identity(action): action for action in reversed(more)}
            overlays[name] = _extended(version.document.sources[-1], [a for a in more if once.get(_identity(a)) is a])
        versions, problems = to_versions(specs.lifecycle, overlays, specs.head)
        concerned = {change.version for change in plans}
        tried = [version for version in versions if version.life.name in concerned]
        if problems or any(lint_version(version.document) for version in tried):
            return None
        published = {v.life.name: publish(v, Envelope(specs.envelopes[v.envelope])) for v in tried}
        documents = {version.life.name: version.document for version in versions} | {"head": specs.head.document}
        try:
            adapters = find_differences(documents).adapters
        except SpecErrors:
            return None
        missing = {
            name: [adapter for adapter in needed if adapter.name not in defined_adapters(self.root, name)]
            for name, needed in adapters.items()
        }
        return Trial(published, {version.life.name: version for version in versions}, missing)

    def _needed(self, change: Change, trial: Trial) -> Iterator[Adapter]:
        """The missing adapters that have to do with the change."""
        document = trial.versions[change.version].document
        operations = {
            snake(site.operation_id)
            for site in document.sites()
            if f"{site.method.upper()} {site.path}" in change.operations
        }
        for adapter in trial.missing.get(change.version, ()):
            names = frozenset(schema for version, schema in adapter.shapes if version == change.version)
            inside = closure(document, names) if names else frozenset()
            if adapter.name.removesuffix("_query") in operations or str(change.name[2:3] and change.name[2]) in inside:
                yield adapter

    def _actions(self, change: Change) -> list[Action]:
        actions: list[Action] = []
        old, new = self.values[change.version], self.versions[change.version].document
        for place in (*change.places, *_examples(change, old, new)):
            found = _parameter(old, new, place) if place.holder[-1:] == ("parameters",) else _member(old, new, place)
            actions += [action for action in found if action not in actions]
        said = {"description": f"Not in {change.version}: {about(change)}."}
        return [{"target": action.pop("target"), **said, **action} for action in actions]


def _identity(action: Action) -> str:
    return json.dumps({key: value for key, value in action.items() if key != "description"}, sort_keys=True)


def _examples(change: Change, old: Document, new: Document) -> Iterator[Place]:
    """Examples of requests that were rewritten for the new shape, and would be wrong in the old one."""
    for site in new.sites():
        if "request" not in change.kind and "require" not in change.kind:
            return
        if f"{site.method.upper()} {site.path}" in change.operations:
            content = (*site.pointer, "requestBody", "content")
            for media_type in mapping(new.data, *content):
                pair = [mapping(document.data, *content, media_type) for document in (old, new)]
                for key in ("example", "examples"):
                    if pair[0].get(key) != pair[1].get(key):
                        yield Place((*content, media_type), key)


def _member(old: Document, new: Document, place: Place) -> Iterator[Action]:
    """Puts back one member of an object that both documents have."""
    before, after = _holder(old, place.holder), lookup(new.data, place.holder)
    if before is None or not isinstance(after, dict):
        return
    if place.key not in before:
        if place.key in after:
            yield {"target": _path((*place.holder, place.key)), "remove": True}
        return
    value = before[place.key]
    if place.key in after and after[place.key] != value and isinstance(value, dict | list):
        # Objects would be merged and lists joined.
        yield {"target": _path((*place.holder, place.key)), "remove": True}
    if after.get(place.key) != value:
        yield {"target": _path(place.holder), "update": {place.key: value}}


def _holder(document: Document, pointer: Pointer) -> Node | None:
    found = lookup(document.data, pointer)
    if found is None and pointer[:2] == ("components", "schemas"):
        found = lookup(document.data, (*pointer[:2], f"{pointer[2]}Fields", *pointer[3:]))
    return found if isinstance(found, dict) else None


def _parameter(old: Document, new: Document, place: Place) -> Iterator[Action]:
    """Puts back a parameter that is gone, or takes out one that is new."""
    before, after = (_listed(document, place) for document in (old, new))
    if after is not None:
        reference = after.get("$ref")
        found = f"@['$ref'] == {_quoted(reference)}" if reference else f"@.name == {_quoted(place.key)}"
        yield {"target": f"{_path(place.holder)}[?{found}]", "remove": True}
    elif before is not None:
        known = "$ref" in before and old.follow(before)[0] == new.follow(before)[0]
        written = before if known else old.follow(before)[0]
        if sequence(new.data, *place.holder):
            yield {"target": _path(place.holder), "update": written}
        else:
            yield {"target": _path(place.holder[:-1]), "update": {"parameters": [written]}}


def _listed(document: Document, place: Place) -> Node | None:
    """The entry of a parameter list, as it is written."""
    written = sequence(document.data, *place.holder)
    return next((entry for entry in written if document.follow(entry)[0].get("name") == place.key), None)


def _extended(overlay: Source, actions: Iterable[Action]) -> Source:
    present = sequence(overlay.data, "actions")
    together = [*present, *actions]
    lines: dict[Pointer, int] = {
        ("actions", index): overlay.lines.get(("actions", index), 1) for index in range(len(together))
    }
    return Source(overlay.path, {**overlay.data, "actions": together}, {**overlay.lines, **lines})


def _path(pointer: Pointer) -> str:
    """As JSONPath (RFC 9535)."""
    steps = (f"[{step}]" if isinstance(step, int) else _step(step) for step in pointer)
    return "$" + "".join(steps)


def _step(name: str) -> str:
    return f".{name}" if _NAME.match(name) else f"[{_quoted(name)}]"


def _quoted(text: str) -> str:
    return "'" + json.dumps(text)[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"


def _text(version: str, actions: list[Action], adapters: list[Adapter]) -> str:
    listed = yaml.dump(actions, Dumper=yaml.CSafeDumper, sort_keys=False, width=110, allow_unicode=True)
    indented = "".join(f"  {line}\n" for line in listed.splitlines())
    text = f"# specs/versions/{version}.overlay.yaml, at the end of `actions`:\n{indented}"
    text += f"# gateway/versions/{version}.py:\n" if adapters else ""
    for adapter in adapters:
        text += f"def {adapter.name}({adapter.parameter}) -> {adapter.returns}:\n    raise NotImplementedError\n"
    return text
