"""Who asks GraphQL."""

import pytest

from tests.api import Api
from tests.graphql.asking import Graph


@pytest.fixture(scope="session")
def graph(admin: Api) -> Graph:
    """An admin."""
    return Graph(admin)


@pytest.fixture(scope="session")
def alices(alice: Api) -> Graph:
    """A user."""
    return Graph(alice)
