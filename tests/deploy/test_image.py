"""What the Dockerfile puts into the image, and what it leaves out."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.deploy import image, variables
from tests.deploy.compose import ROOT


def _project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def _rest(word: str) -> list[str]:
    return [instruction.rest for instruction in image.instructions() if instruction.word == word]


def test_everything_it_copies_exists_and_reaches_the_build_and_nothing_else_does() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    let_through = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert lines[0] == "*"
    assert let_through == {copy.source for copy in image.copies()}
    assert [copy.source for copy in image.copies() if not (ROOT / copy.source).exists()] == []


def test_what_runs_is_copied_without_what_made_it() -> None:
    copied = {copy.source for copy in image.copies() if copy.stage == image.last_stage()}
    assert copied == {"services", "gateway", "sql", "specs/published"}


def test_both_stages_stand_on_one_named_version_of_python_that_the_project_supports() -> None:
    bases = {base.split()[0] for base in _rest("FROM")}
    assert len(bases) == 1
    found = re.fullmatch(r"python:(\d+\.\d+)-slim", bases.pop())
    assert found
    assert SpecifierSet(_project()["requires-python"]).contains(found[1])


def test_it_installs_pinned_versions_of_what_runs_and_no_extras() -> None:
    [install] = [rest for rest in _rest("RUN") if "pip" in rest.split()]
    assert "--constraint constraints.txt" in install
    assert install.split()[-1] == "."


def test_it_runs_as_a_user_without_rights_whatever_module_it_is_told() -> None:
    [who] = [instruction for instruction in image.instructions() if instruction.word == "USER"]
    assert who.stage == image.last_stage()
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", who.rest)
    assert image.entrypoint() == ["python", "-m"]
    assert _rest("CMD") == ['["gateway"]']
    assert _rest("HEALTHCHECK") == []


def _installed() -> set[str]:
    """The distributions that come with the project when no extra is asked for."""
    waiting = [Requirement(text) for text in _project()["dependencies"]]
    seen: set[str] = set()
    found: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        found.add(canonicalize_name(requirement.name))
        extras = ("", *requirement.extras)
        for needed in map(Requirement, requires(requirement.name) or []):
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return found


# Programs that say in the README which extra they want.
WANTING = {f"services/realtime/consumers/{name}.py": {"duckdb"} for name in ("tables", "warehouse")}


def test_all_that_the_code_imports_is_installed() -> None:
    installed, providers = _installed(), packages_distributions()
    for folder in variables.OURS:
        for file in (ROOT / folder).rglob("*.py"):
            for name in _imports(ast.parse(file.read_text())) - set(variables.OURS) - sys.stdlib_module_names:
                found = {canonicalize_name(distribution) for distribution in providers.get(name, [])}
                path = file.relative_to(ROOT).as_posix()
                assert found & (installed | WANTING.get(path, set())), (
                    f"{path} imports {name}, which is not in the image"
                )


def _imports(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names
