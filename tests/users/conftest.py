"""Who the tests of users share."""

import pytest

from tests.people import MakeUser, Person


@pytest.fixture(scope="module")
async def someone(make_user: MakeUser) -> Person:
    """A user whom every test of a module leaves as it was, but for sessions and keys of its own."""
    return await make_user()
