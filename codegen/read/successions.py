"""Whether the lives in lifecycle.yaml fit together: who follows whom, who answers by default."""

from collections.abc import Iterator

from codegen.documents import Node, Pointer, Source, mapping
from codegen.findings import Finding
from codegen.read.lifecycle import as_date

_MEMBERS = {"default", "versions"}
_OF_A_LIFE = {
    "status",
    "deprecatedAt",
    "sunsetAt",
    "afterSunset",
    "brownouts",
    "successor",
    "features",
    "breakingChanges",
}

Breach = tuple[Pointer, str, str]


def check_successions(source: Source) -> list[Finding]:
    """What no version can have: an older successor, one that ends first, a default that may change any day."""
    versions = mapping(source.data, "versions")
    breaches = [*_unknown(source.data, versions), *_default(source.data, versions)]
    for name in versions:
        breaches += [*_name(name), *_lists(name, mapping(versions, name)), *_successor(name, versions)]
    findings: list[Finding] = []
    for pointer, what, mend in breaches:
        findings.append(Finding(source.path, source.lines[pointer[: source.deepest(pointer)]], what, mend))
    return findings


def _unknown(data: Node, versions: Node) -> Iterator[Breach]:
    """A misspelt member would be a promise that nobody keeps."""
    if not versions:
        yield ("versions",), "there is no version", "add one below `versions`"
    for key in data.keys() - _MEMBERS:
        yield (key,), f"lifecycle.yaml knows no `{key}`", "use " + ", ".join(sorted(_MEMBERS))
    for name in versions:
        for key in mapping(versions, name).keys() - _OF_A_LIFE:
            yield ("versions", name, key), f"a version has no `{key}`", "use " + ", ".join(sorted(_OF_A_LIFE))


def _default(data: Node, versions: Node) -> Iterator[Breach]:
    default = str(data.get("default"))
    if mapping(versions, default).get("status") == "beta":
        what = f"the default version `{default}` is beta: who names no version would be broken any day"
        yield ("default",), what, "name a version that is active"


def _name(name: str) -> Iterator[Breach]:
    digits = name.removeprefix("v")
    if digits.isdigit() and (digits.startswith("0") or not digits.isascii()):
        yield ("versions", name), f"version `{name}` is not named vN", "write its number without leading zeros"


def _lists(name: str, life: Node) -> Iterator[Breach]:
    for key in ("features", "breakingChanges"):
        written = life.get(key, [])
        if not isinstance(written, list) or not all(isinstance(text, str) for text in written):
            yield ("versions", name, key), f"{key} is no list of texts", "write one sentence or word in each line"


def _successor(name: str, versions: Node) -> Iterator[Breach]:
    life, at = mapping(versions, name), ("versions", name, "successor")
    successor = str(life.get("successor"))
    if life.get("successor") is None or successor not in versions or successor == name:
        return
    after = mapping(versions, successor)
    if _number(successor) < _number(name):
        yield at, f"the successor `{successor}` is older than `{name}`", "name a newer version"
    ends, ends_too = as_date(life.get("sunsetAt")), as_date(after.get("sunsetAt"))
    if ends and ends_too and ends_too <= ends:
        what = f"the successor `{successor}` ends on {ends_too}, no later than `{name}`"
        yield at, what, "name a version that outlives it, or move a sunset"


def _number(name: str) -> int:
    digits = name.removeprefix("v")
    return int(digits) if digits.isdigit() else 0
