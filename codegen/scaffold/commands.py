"""`scaffold operation` and `scaffold version`: written, generated, and told what is left to do."""

import sys
from collections.abc import Mapping
from pathlib import Path

from codegen.check.handlers import handler_gaps
from codegen.commands import generate, report
from codegen.findings import SpecErrors
from codegen.outputs import read
from codegen.scaffold.blocks import CannotScaffold
from codegen.scaffold.operations import Wish, scaffold_operation
from codegen.scaffold.versions import scaffold_version


def add_operation(root: Path, wish: Wish) -> int:
    """0 when written, whatever is left for people to fill in; 1 when the specs have errors, 2 when it cannot be."""
    try:
        files = scaffold_operation(root, wish)
    except CannotScaffold as problem:
        return _refused(problem)
    if status := _write(root, files):
        return status
    gaps = [gap for gap in handler_gaps(root) if gap.path == f"services/{wish.service}/handlers.py"]
    for gap in gaps:
        print(f"\n{gap}")
    print(f"next: fill in what {wish.operation_id} means, here and in the contract; `make check` tells what is missing")
    return 0


def add_version(root: Path, name: str | None) -> int:
    try:
        files = scaffold_version(root, name)
    except CannotScaffold as problem:
        return _refused(problem)
    if status := _write(root, files):
        return status
    print("next: say in its overlay, and in breakingChanges, how it differs; `make check` asks for the adapters")
    return 0


def _refused(problem: CannotScaffold) -> int:
    print(f"codegen scaffold: {problem}", file=sys.stderr)
    return 2


def _write(root: Path, files: Mapping[Path, str]) -> int:
    """Writes and generates; puts everything back when the specs cannot be used afterwards."""
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    for path, text in files.items():
        path.write_text(text, "utf-8")
    try:
        read(root)
    except SpecErrors as errors:
        for path, content in before.items():
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)
        return report(errors.findings)
    for path, content in before.items():
        print(f"{'changed' if content is not None else 'wrote'} {path.relative_to(root)}")
    return generate(root)
