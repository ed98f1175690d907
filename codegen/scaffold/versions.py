"""A new version: it begins as what the newest one is now, and its neighbour gets a module for adapters."""

import re
from pathlib import Path

from codegen.documents import mapping, sequence
from codegen.read.yaml_lines import read_yaml
from codegen.scaffold.blocks import Blocks, CannotScaffold

_LIFECYCLE = "specs/versions/lifecycle.yaml"


def scaffold_version(root: Path, name: str | None) -> dict[Path, str]:
    """Lifecycle, overlay and the neighbour's adapters. `name` is checked when given: versions are counted. Raises
    CannotScaffold."""
    source, findings = read_yaml(root, _LIFECYCLE)
    if source is None:
        raise CannotScaffold(str(findings[0]))
    newest = max(mapping(source.data, "versions"), key=_number)
    wanted = f"v{_number(newest) + 1}"
    if name not in (None, wanted):
        raise CannotScaffold(f"after {newest} comes {wanted}, not {name}")
    features = ", ".join(map(str, sequence(source.data, "versions", newest, "features")))
    blocks = Blocks((root / _LIFECYCLE).read_text("utf-8"))
    blocks.append(
        ("versions",), f"  {wanted}:\n    status: beta\n    features: [{features}]\n    breakingChanges: []\n"
    )
    before = (root / f"specs/versions/{newest}.overlay.yaml").read_text("utf-8")
    files = {
        root / _LIFECYCLE: blocks.text(),
        # What the newest version differs by, its successor differs by as well, until somebody says otherwise.
        root / f"specs/versions/{wanted}.overlay.yaml": re.sub(rf"\b{newest}\b", wanted, before),
    }
    adapters = root / f"gateway/versions/{newest}.py"
    if not adapters.is_file():
        files[adapters] = f'"""What {newest} clients still see of what {wanted} changed."""\n'
    return files


def _number(name: str) -> int:
    return int(name.removeprefix("v"))
