"""Fixtures of the generator's tests."""

from pathlib import Path

import pytest

from tests.codegen.workshop import Workshop, copy_repository


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return copy_repository(tmp_path / "repository")
