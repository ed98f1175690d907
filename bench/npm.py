"""Packages of npm, installed once into `.node` beside `.venv`."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / ".node"
SECONDS = 300


class NpmFailed(Exception):
    """There is no npm, or it could not install what was wanted."""


def node_modules(packages: Mapping[str, str]) -> Path:
    """The folder `node_modules` with these packages in these versions. Raises `NpmFailed`."""
    folder = FOLDER / "-".join(f"{name}@{version}" for name, version in sorted(packages.items())).replace("/", "+")
    if not (folder / "installed").is_file():
        _install(folder, packages)
    return folder / "node_modules"


def _install(folder: Path, packages: Mapping[str, str]) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NpmFailed("there is no npm on this machine")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": dict(packages)}))
    command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NpmFailed(f"npm took longer than {SECONDS} s to install {dict(packages)}") from error
    if done.returncode != 0:
        raise NpmFailed(f"npm could not install {dict(packages)}: {done.stderr[-300:]}")
    (folder / "installed").touch()
