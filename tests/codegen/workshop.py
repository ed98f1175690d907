"""A copy of the repository's specs and generated files that a test may break."""

import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from codegen.commands import check, diff, generate

REPOSITORY = Path(__file__).parent.parent.parent
VERBS = {"generate": generate, "check": check, "diff": diff}
GENERATED = ("services/*/generated", "gateway/generated", "gateway/graphql/generated", "specs/published")


@dataclass(frozen=True, slots=True)
class Workshop:
    """`root` looks like the repository, as far as the generator is concerned."""

    root: Path

    def run(self, verb: str) -> subprocess.CompletedProcess[str]:
        """One verb of the command line, without the time that a process takes to start."""
        printed = StringIO()
        with redirect_stdout(printed):
            code = VERBS[verb](self.root)
        return subprocess.CompletedProcess([verb], code, printed.getvalue(), "")

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line as a user has it."""
        command = [sys.executable, "-m", "codegen", *arguments, "--root", str(self.root)]
        return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)

    def path(self, name: str) -> Path:
        return self.root / name

    def text(self, name: str) -> str:
        return self.path(name).read_text("utf-8")

    def replace(self, name: str, old: str, new: str) -> int:
        """Edits a file; gives back the line on which the change begins."""
        before, found, after = self.text(name).partition(old)
        assert found, f"{old!r} is not in {name}"
        self.path(name).write_text(before + new + after, "utf-8")
        return before.count("\n") + 1

    def generated(self) -> dict[str, bytes]:
        """Every generated file, and the lock."""
        files = [self.root / "codegen.lock"]
        for pattern in GENERATED:
            for folder in self.root.glob(pattern):
                files += [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        return {str(path.relative_to(self.root)): path.read_bytes() for path in files if path.is_file()}


def copy_repository(target: Path) -> Workshop:
    """What the generator reads, writes and compares with; neither git's data nor any state."""
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(REPOSITORY / "specs", target / "specs", ignore=ignored)
    for name in ("pyproject.toml", "codegen.lock"):
        shutil.copy(REPOSITORY / name, target / name)
    shutil.copytree(REPOSITORY / "gateway/generated", target / "gateway/generated", ignore=ignored)
    shutil.copytree(REPOSITORY / "gateway/versions", target / "gateway/versions", ignore=ignored)
    for name in ("generated", "resolvers"):
        shutil.copytree(REPOSITORY / "gateway/graphql" / name, target / "gateway/graphql" / name, ignore=ignored)
    for service in REPOSITORY.glob("services/*/generated"):
        shutil.copytree(service, target / service.relative_to(REPOSITORY), ignore=ignored)
    for handlers in REPOSITORY.glob("services/*/handlers.py"):
        (target / handlers.relative_to(REPOSITORY)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(handlers, target / handlers.relative_to(REPOSITORY))
    return Workshop(target)
