"""Packages of npm that tests run, installed once into `.node` beside `.venv`."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / ".node"


def node_modules(**packages: str) -> Path:
    """The folder `node_modules` with these packages in these versions. Without Node or a registry the test is skipped,
    but in CI it fails."""
    folder = FOLDER / "-".join(f"{name}@{version}" for name, version in sorted(packages.items())).replace("/", "+")
    if not (folder / "installed").is_file():
        reason = _install(folder, packages)
        if reason:
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
    return folder / "node_modules"


def _install(folder: Path, packages: dict[str, str]) -> str:
    """Why it did not work; empty when it did."""
    npm = shutil.which("npm")
    if npm is None:
        return "there is no npm on this machine"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": packages}))
    command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode != 0:
        return f"npm could not install {packages}: {done.stderr[-300:]}"
    (folder / "installed").touch()
    return ""
