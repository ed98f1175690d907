"""Whether what lies in the generated folders is what the specs say."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from codegen.findings import Finding
from codegen.lock import LOCK, Lock, digest, generated_files, hash_inputs, read_lock

_AGAIN = "run `make generate`"


def deviations(root: Path, outputs: dict[str, str]) -> list[Finding]:
    """What differs, in lock or files, from what should be there."""
    wanted = {path: digest(text.encode()) for path, text in outputs.items()}
    lock = read_lock(root)
    files = generated_files(root)
    return [
        *_files(root, lock, files),
        *_stale(lock, wanted, hash_inputs(root)),
        *_untracked(root, [*lock.outputs, LOCK]),
    ]


def _files(root: Path, lock: Lock, files: list[str]) -> Iterator[Finding]:
    for path, expected in lock.outputs.items():
        if path not in files:
            yield Finding(path, 1, "the file is gone", _AGAIN, "missing")
        elif digest((root / path).read_bytes()) != expected:
            what = "the file was changed by hand"
            yield Finding(path, 1, what, f"change the spec or the template, then {_AGAIN}", "edited")
    for path in files:
        if path not in lock.outputs:
            yield Finding(path, 1, "nothing generates this file", f"move it elsewhere, or {_AGAIN}", "orphan")


def _stale(lock: Lock, wanted: dict[str, str], inputs: str) -> Iterator[Finding]:
    changed = [path for path, expected in wanted.items() if lock.outputs.get(path) != expected]
    changed += [path for path in lock.outputs if path not in wanted]
    for path in changed:
        yield Finding(path, 1, "specs or generator are newer than this file", _AGAIN, "stale")
    if not changed and lock.inputs != inputs:
        yield Finding(LOCK, 1, "specs or generator changed since", _AGAIN, "stale")


def _untracked(root: Path, paths: list[str]) -> Iterator[Finding]:
    """Generated files that git does not know; silent outside a checkout."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--", *paths]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return
    if done.returncode == 0:
        tracked = set(done.stdout.split("\0"))
        for path in paths:
            if path not in tracked and (root / path).is_file():
                yield Finding(path, 1, "git does not track this file", "add it to git", "untracked")
