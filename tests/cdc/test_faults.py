"""The faults of `tests/chaos/cdc.py`, in a short form."""

from tests.chaos.cdc import Plan, story


def test_kills_of_the_connector_and_of_postgresql_lose_nothing_and_keep_the_order() -> None:
    """C6: each event of a key follows the one before it."""
    assert "changes committed" in story(Plan(changes=3_000, connectors=3, databases=2))
