"""`codegen.lock`: what was generated, and from what. Light imports only: a no-op must be quick."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

LOCK = "codegen.lock"
TOOLS = ("datamodel-code-generator", "graphql-core", "jinja2", "msgspec", "PyYAML", "ruff")
_INPUTS = ("specs/openapi/*.yaml", "specs/versions/*.yaml", "specs/graphql/*.graphql")
# What only looks, or writes for people, has no part in what is generated.
_EXCEPTIONS = "specs/versions/exceptions.yaml"
_NO_PART = ("codegen/check/", "codegen/scaffold/", "codegen/watch.py", "codegen/templates/scaffold_")
_OUTPUTS = (
    "services/*/generated/**/*",
    "gateway/generated/**/*",
    "gateway/graphql/generated/**/*",
    "specs/published/**/*",
)


@dataclass(frozen=True, slots=True)
class Lock:
    """`inputs` is one hash over everything read; `outputs` maps each generated file to its hash."""

    inputs: str
    outputs: dict[str, str]

    def text(self) -> str:
        return json.dumps({"inputs": self.inputs, "outputs": dict(sorted(self.outputs.items()))}, indent=2) + "\n"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_lock(root: Path) -> Lock:
    """The lock of `root`; an empty one when there is none or it cannot be read."""
    try:
        found = json.loads((root / LOCK).read_bytes())
        return Lock(str(found["inputs"]), dict(found["outputs"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Lock("", {})


def hash_inputs(root: Path) -> str:
    """One hash over specs, the generator's own source, the formatter's settings and the tools' versions."""
    total = hashlib.sha256()
    package = Path(__file__).parent
    specs = [(str(path.relative_to(root)), path) for pattern in _INPUTS for path in sorted(root.glob(pattern))]
    own = [(f"codegen/{path.relative_to(package)}", path) for path in sorted(package.rglob("*"))]
    for name, path in specs + own:
        if name.startswith(_NO_PART) or name == _EXCEPTIONS:
            continue
        if path.suffix in {".yaml", ".graphql", ".py", ".jinja"}:
            total.update(f"{name}\0{digest(path.read_bytes())}\n".encode())
    total.update(json.dumps(_formatting(root), sort_keys=True).encode())
    for tool in TOOLS:
        total.update(f"{tool} {version(tool)}\n".encode())
    return total.hexdigest()


def _formatting(root: Path) -> object:
    settings = root / "pyproject.toml"
    if not settings.is_file():
        return None
    return tomllib.loads(settings.read_text("utf-8")).get("tool", {}).get("ruff")


def generated_files(root: Path) -> list[str]:
    """Every file in the folders that belong to the generator."""
    return sorted(
        str(path.relative_to(root))
        for pattern in _OUTPUTS
        for path in root.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    )


def is_current(root: Path, lock: Lock, inputs: str) -> bool:
    """Whether nothing was changed since the lock was written, on either side."""
    return (
        lock.inputs == inputs
        and generated_files(root) == sorted(lock.outputs)
        and all(digest((root / path).read_bytes()) == expected for path, expected in lock.outputs.items())
    )
