"""`generate`, `check` and `diff`; heavy imports wait until they are needed."""

import os
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from codegen.check.adapters import adapter_gaps
from codegen.findings import Finding, SpecErrors
from codegen.lock import LOCK, Lock, digest, generated_files, hash_inputs, is_current, read_lock


def generate(root: Path) -> int:
    """Writes what changed, removes what nothing generates any more. 1 when specs or adapters need mending."""
    inputs = hash_inputs(root)
    if is_current(root, read_lock(root), inputs):
        print("nothing to do")
        return report(adapter_gaps(root))
    from codegen.outputs import build

    try:
        outputs = build(root)
    except SpecErrors as errors:
        return report(errors.findings)
    written = [path for path, text in outputs.items() if _write(root / path, text)]
    removed = [path for path in generated_files(root) if path not in outputs]
    for path in removed:
        _remove(root / path)
    lock = Lock(inputs, {path: digest(text.encode()) for path, text in outputs.items()})
    _write(root / LOCK, lock.text())
    for path in written:
        print(f"wrote {path}")
    for path in removed:
        print(f"removed {path}")
    if not written and not removed:
        print("read everything, nothing changed")
    return report(adapter_gaps(root))


def check(root: Path, against: str | None = None, usage: str | None = None, today: date | None = None) -> int:
    """Looks, and changes nothing. `against` is the git ref whose promises count, `usage` a file that tells who uses
    what. 2 when one of them cannot be read."""
    from codegen.check.breaking.gate import Gate
    from codegen.check.breaking.history import NoSuchRef, find_past
    from codegen.check.breaking.usage import UnreadableUsage, read_usage
    from codegen.check.drift import deviations
    from codegen.check.handlers import handler_gaps
    from codegen.check.resolvers import resolver_gaps
    from codegen.outputs import read, write_out

    try:
        past = find_past(root, against)
        recorded = read_usage(usage) if usage else None
    except (NoSuchRef, UnreadableUsage) as problem:
        print(f"codegen check: {problem}", file=sys.stderr)
        return 2
    if past is None:
        print("no commit here: there is nothing that a change could break", file=sys.stderr)
    try:
        reading = read(root)
        findings = deviations(root, write_out(reading, root))
        if past is not None:
            findings += Gate(root, past, reading, today or date.today(), recorded).findings()
    except SpecErrors as errors:
        findings = list(errors.findings)
    return report([*findings, *handler_gaps(root), *adapter_gaps(root), *resolver_gaps(root)])


def explain(kind: str | None) -> int:
    """Prints what a kind of breaking change means and the compatible way; all kinds without one."""
    from codegen.check.breaking.kinds import kinds

    if kind is None:
        print("\n".join(kinds()))
        return 0
    if kind not in kinds():
        close = get_close_matches(kind, kinds(), 1)
        print(f"codegen explain: there is no kind `{kind}`{f', but `{close[0]}`' if close else ''}", file=sys.stderr)
        return 2
    print(kinds()[kind])
    return 0


def diff(root: Path) -> int:
    """Prints what `generate` would change."""
    from difflib import unified_diff

    from codegen.outputs import build

    try:
        outputs = build(root)
    except SpecErrors as errors:
        return report(errors.findings)
    changed = False
    for path in sorted({*outputs, *generated_files(root)}):
        present = (root / path).read_text("utf-8") if (root / path).is_file() else ""
        wanted = outputs.get(path, "")
        names = (f"a/{path}" if present else "/dev/null", f"b/{path}" if wanted else "/dev/null")
        lines = unified_diff(present.splitlines(keepends=True), wanted.splitlines(keepends=True), *names)
        text = "".join(line if line.endswith("\n") else line + "\n" for line in lines)
        if text or (path in outputs) != (root / path).is_file():
            changed = True
            print(text or f"{path}: empty file", end="")
    return 1 if changed else 0


def report(findings: Iterable[Finding]) -> int:
    """Warnings first, so that what fails stands last, where people look."""
    ordered = sorted(set(findings), key=lambda finding: (not finding.warning, finding))
    for finding in ordered:
        print(finding)
    errors = sum(not finding.warning for finding in ordered)
    told = [f"{errors} to mend"] if errors else []
    told += [f"{len(ordered) - errors} to know"] if errors < len(ordered) else []
    if told:
        print(f"\n{', '.join(told)}")
    return 1 if errors else 0


def _write(target: Path, text: str) -> bool:
    """Replaces the file whole, and only when its bytes change."""
    content = text.encode()
    if target.is_file() and target.read_bytes() == content:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(name, 0o644)
    os.replace(name, target)
    return True


def _remove(target: Path) -> None:
    """The file, and the folders it leaves empty."""
    target.unlink()
    for folder in target.parents:
        if "generated" not in folder.parts or any(path.name != "__pycache__" for path in folder.iterdir()):
            break
        for cached in folder.glob("__pycache__/*"):
            cached.unlink()
        for cache in folder.glob("__pycache__"):
            cache.rmdir()
        folder.rmdir()
