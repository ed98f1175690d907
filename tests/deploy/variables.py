"""Which environment variables a module and what it imports read, from their source."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.deploy.compose import ROOT

OURS = ("services", "gateway")


def service_names() -> set[str]:
    """The folders of `services/` that run as a process of their own."""
    return {path.parent.name for path in (ROOT / "services").glob("*/__main__.py")}


def source(module: str) -> Path | None:
    """The file `python -m` would run."""
    path = ROOT.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__main__.py") if file.is_file()), None)


def read_by(module: str) -> set[str]:
    """The names of the variables that `python -m module` can read."""
    start = source(module)
    assert start is not None, f"there is no {module} to run"
    waiting, seen = [start], {start}
    names: set[str] = set()
    while waiting:
        tree = ast.parse(waiting.pop().read_text())
        names |= set(_names(tree))
        for file in _imported(tree):
            if file not in seen:
                seen.add(file)
                waiting.append(file)
    return names


def _imported(tree: ast.AST) -> Iterator[Path]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS:
            for module in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)):
                file = ROOT.joinpath(*module.split(".")).with_suffix(".py")
                if file.is_file():
                    yield file


def _names(tree: ast.AST) -> Iterator[str]:
    """`environment.get("NAME")`, `number(environment, "NAME")` and the like, and `f"{service}_URL"`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=holder, attr="get"), args=[ast.Constant(value=str(name)), *_]):
                if _is_environment(holder):
                    yield name
            case ast.Call(args=[holder, ast.Constant(value=str(name)), *_]):
                if _is_environment(holder):
                    yield name
            case ast.JoinedStr(values=[*_, ast.Constant(value="_URL")]):
                yield from (f"{service.upper()}_URL" for service in service_names())


def _is_environment(node: ast.expr) -> bool:
    match node:
        case ast.Name(id="environment") | ast.Attribute(attr="environment"):
            return True
        case _:
            return False
