"""What a change is about, in words."""

from codegen.check.breaking.changes import Change
from codegen.check.breaking.schemas import KINDS
from codegen.documents import Pointer

_OF_SCHEMAS = {kind for pair in KINDS.values() for kind in pair}


def about(change: Change) -> str:
    """The change as a sentence that names the part it is about."""
    if change.kind not in _OF_SCHEMAS or change.what.startswith("`"):
        return change.what
    return f"{_subject(change.name)}: {change.what}"


def _subject(name: Pointer) -> str:
    steps = [str(step) for step in name]
    inside = ""
    if steps[-1] == "items":
        inside = "each item of "
    if "properties" in steps:
        return f"{inside}`{steps[len(steps) - 1 - steps[::-1].index('properties') + 1]}`"
    for kind, noun in (("parameters", "the parameter"), ("headers", "the header")):
        if kind in steps:
            named = [step for step in steps[steps.index(kind) + 1 :] if step not in ("schema", "items")]
            return f"{inside}{noun} `{named[-1]}`"
    if steps[:2] == ["components", "schemas"]:
        return f"{inside}`{steps[2]}`"
    return f"{inside}the body"
