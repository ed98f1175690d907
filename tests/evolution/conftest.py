"""Fixtures of the tests that change specs."""

from collections.abc import Iterator

import pytest

from tests.evolution.studio import Studio, open_studio


@pytest.fixture(scope="session")
def _one_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with open_studio(tmp_path_factory.mktemp("studio") / "repository") as studio:
        yield studio


@pytest.fixture
def studio(_one_studio: Studio) -> Iterator[Studio]:
    """A checkout that the next test finds as this one did."""
    start = _one_studio.git("rev-parse", "HEAD")
    yield _one_studio
    _one_studio.git("reset", "--quiet", "--hard", start)
    _one_studio.git("clean", "--quiet", "--force", "-d")
