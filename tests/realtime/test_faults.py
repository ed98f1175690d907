"""What is lost when parts are killed: nothing. `make chaos` does the same for longer."""

from tests.chaos import realtime


async def test_clients_that_resume_see_every_committed_write_in_order() -> None:
    """W3, W4, W12: the listening connection, the service and PostgreSQL are killed under 200 writes a second."""
    told = await realtime.run(realtime.SHORT)
    assert "writes seen by each" in told
