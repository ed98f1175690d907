"""The specs as they were at a git ref."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


class NoSuchRef(Exception):
    """The ref cannot be compared with; the message says why."""


@dataclass(frozen=True, slots=True)
class Past:
    """One commit, seen from `root`, which may be a folder inside the repository."""

    root: Path
    commit: str

    def read(self, path: str) -> str | None:
        """The file's text; None when the commit has no such file."""
        done = _git(self.root, "show", f"{self.commit}:./{path}")
        return done.stdout if done.returncode == 0 else None

    def files(self, folder: str) -> list[str]:
        done = _git(self.root, "ls-tree", "-r", "-z", "--name-only", self.commit, "--", f"{folder}/")
        return sorted(path for path in done.stdout.split("\0") if path)

    def has(self, folder: str) -> bool:
        """Whether the folder of the working tree is the commit's, new files included."""
        tracked = _git(self.root, "diff", "--quiet", self.commit, "--", folder).returncode == 0
        return tracked and not _git(self.root, "ls-files", "--others", "--exclude-standard", "--", folder).stdout

    def write_out(self, folder: str, target: Path) -> None:
        """Copies everything below `folder` into `target`, under the same names."""
        for path in self.files(folder):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text(self.read(path) or "", "utf-8")


def find_past(root: Path, ref: str | None) -> Past | None:
    """The commit that `ref` names, `HEAD` without one. None where there is nothing yet to compare with: no ref was
    asked for, and this is no checkout or has no commit. Raises NoSuchRef when one was asked for and is not there."""
    try:
        done = _git(root, "rev-parse", "--verify", "--end-of-options", f"{ref or 'HEAD'}^{{commit}}")
    except FileNotFoundError as error:
        if ref is None:
            return None
        raise NoSuchRef("git is not installed") from error
    if done.returncode == 0:
        return Past(root, done.stdout.strip())
    if ref is None:
        return None
    raise NoSuchRef(f"git knows no commit `{ref}` here: {done.stderr.strip() or 'nothing found'}")


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)
