"""The Python sources of the repository, and what each of them imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("codegen", "services", "gateway", "bench", "tests")


@dataclass(frozen=True)
class Source:
    """One module: its path below the root, with slashes, and its text."""

    path: str
    text: str

    @property
    def generated(self) -> bool:
        return "/generated/" in self.path

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def room(self) -> str:
        return self.path.split("/")[0]

    @property
    def service(self) -> str | None:
        """The service a module belongs to; None for the chassis and what stands beside the services."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == "services" and len(parts) > 2 and parts[1] != "chassis" else None

    @cached_property
    def imports(self) -> frozenset[str]:
        """Everything that is imported anywhere in the module, by full name: `from a import b` is `a.b`."""
        return frozenset(_imports(ast.parse(self.text), self.module, is_package=self.path.endswith("/__init__.py")))


def _imports(tree: ast.AST, module: str, *, is_package: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = module.split(".") if is_package else module.split(".")[:-1]
            parents = parts[: len(parts) - node.level + 1] if node.level else []
            origin = ".".join([*parents, *([node.module] if node.module else [])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


@cache
def sources() -> tuple[Source, ...]:
    """All of them, by path."""
    files = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return tuple(Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in files)
