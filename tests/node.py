"""Packages of npm that tests run."""

import os
from pathlib import Path

import pytest

from bench import npm


def node_modules(**packages: str) -> Path:
    """The folder `node_modules` with these packages in these versions. Without Node or a registry the test is skipped,
    but in CI it fails."""
    try:
        return npm.node_modules(packages)
    except npm.NpmFailed as failure:
        if os.environ.get("CI") == "true":
            pytest.fail(str(failure))
        pytest.skip(str(failure))
