"""Sizes that stay readable, names that say something, and generated files that say what they are."""

import ast
from collections.abc import Iterator

import pytest

from tests.rooms.sources import ROOT, Source, sources

LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers", "tools", "stuff"}
MARK = "DO NOT EDIT"
HAND_WRITTEN = [source for source in sources() if not source.generated]


def long_functions(source: Source) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{source.path}:{node.lineno} {node.name} has {length} lines"


def test_no_module_is_too_long_to_read() -> None:
    lengths = {source.path: len(source.text.splitlines()) for source in HAND_WRITTEN}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_too_long_to_read() -> None:
    assert [found for source in HAND_WRITTEN for found in long_functions(source)] == []


def test_a_long_function_is_found() -> None:
    body = "    pass\n" * LONGEST_FUNCTION
    long = f"class C:\n  async def f(self):\n{body}"
    assert list(long_functions(Source("x.py", long.replace("    pass", "     pass")))) == ["x.py:2 f has 61 lines"]
    assert list(long_functions(Source("x.py", "def f():\n" + "    pass\n" * (LONGEST_FUNCTION - 1)))) == []


def test_every_name_says_something() -> None:
    paths = [
        path
        for room in ("codegen", "services", "gateway", "bench", "tests", "sql", "specs")
        for path in (ROOT / room).rglob("*")
    ]
    names = {
        path.relative_to(ROOT).as_posix(): path.name.split(".")[0] for path in paths if "__pycache__" not in path.parts
    }
    parts = {path: {name, *name.split("_"), *name.split("-")} for path, name in names.items()}
    assert {path: sorted(found & SAYS_NOTHING) for path, found in parts.items() if found & SAYS_NOTHING} == {}


def _generated() -> list[str]:
    """What the generator writes and can put a comment in."""
    folders = [
        *ROOT.glob("services/*/generated"),
        *ROOT.glob("gateway/**/generated"),
        ROOT / "specs" / "published",
    ]
    files = (path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".yaml", ".graphql"))
    return sorted(path.relative_to(ROOT).as_posix() for path in files)


@pytest.mark.parametrize("path", _generated())
def test_a_generated_file_says_so_at_its_head(path: str) -> None:
    head = (ROOT / path).read_text().split("\n", 1)[0]
    assert "Generated from" in head
    assert "`make generate`" in head
    assert MARK in head


def test_no_hand_written_module_claims_to_be_generated() -> None:
    assert [source.path for source in HAND_WRITTEN if MARK in source.text.split("\n", 1)[0]] == []


def test_every_package_and_module_says_what_it_is_for() -> None:
    product = [source for source in sources() if source.room != "tests"]
    assert [source.path for source in product if not ast.get_docstring(ast.parse(source.text))] == []
