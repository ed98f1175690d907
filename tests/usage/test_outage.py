"""The database away: requests go on being counted, in memory that has an end, and what is lost is said to be."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gateway.server import listening
from gateway.settings import GatewaySettings
from gateway.topology import build_gateway
from gateway.usage.counting import Counts
from gateway.usage.recording import Recording, recording
from services.chassis.postgres import start_embedded
from services.chassis.problems import DatabaseUnavailable
from services.prepare import prepare
from tests.api import Api
from tests.people import PASSWORD
from tests.servers import UNLIMITED, database_directory
from tests.statements import statements
from tests.usage.house import FakeClock, House, open_house


async def _metric(api: Api, name: str) -> float:
    text = (await api.root.get("/metrics")).body.decode()
    (line,) = (line for line in text.splitlines() if line.startswith(f"{name} "))
    return float(line.split(" ")[1])


async def test_an_outage_loses_no_count_and_doubles_none(api: Api) -> None:
    clock = FakeClock(datetime(2034, 1, 1, 23, 30, tzinfo=UTC))
    with database_directory() as directory:
        server = start_embedded(directory)
        await prepare(server.url, demo=False, admin_password=PASSWORD)
        async with open_house(api, api, server.url, clock) as house:
            counts = house.services.counts
            assert house.services.recording is not None and counts is not None
            for _ in range(5):
                await house.api.get("/nowhere")
            await house.written()
            server.stop()
            for _ in range(7):
                await house.api.get("/nowhere")
            assert await _metric(house.api, "trellis_database_up") == 0
            for _ in range(2):
                with pytest.raises(DatabaseUnavailable):
                    await house.services.recording.write()
            clock.turn(hours=1)
            # On the day after, still without the database.
            await until_cut(counts)
            for _ in range(11):
                await house.api.get("/nowhere")
            assert await _metric(house.api, "trellis_usage_waiting_cells") >= 1
            server = start_embedded(directory)
            async with asyncio.timeout(30):
                while counts.size:
                    try:
                        await house.services.recording.write()
                    except DatabaseUnavailable:
                        await asyncio.sleep(0.1)
            assert await _metric(house.api, "trellis_database_up") == 1
            assert await _metric(house.api, "trellis_usage_lost_requests_total") == 0
        with statements(server.url) as sql:
            rows = sql("SELECT day::text, sum(requests) FROM gateway.usage WHERE route = '' GROUP BY 1 ORDER BY 1")
        server.stop()
    assert rows == [("2034-01-01", 12), ("2034-01-02", 11)]


async def until_cut(counts: Counts) -> None:
    """The recorder notices midnight by itself."""
    async with asyncio.timeout(10):
        while counts.a_new_day:
            await asyncio.sleep(0.05)


async def test_memory_has_an_end_and_what_does_not_fit_is_counted_as_lost(house: House) -> None:
    counts = Counts(house.clock, most=2)
    gateway = build_gateway(replace(house.services, counts=counts), GatewaySettings.read(UNLIMITED))
    async with listening(gateway, "127.0.0.1", 0) as port:
        api = house.api.at(f"http://127.0.0.1:{port}")
        for path in ("/products", "/categories", "/orders", "/users", "/products", "/nowhere"):
            assert (await api.get(path)).status in (200, 401, 404)
        assert await _metric(api, "trellis_usage_lost_requests_total") == 3
        assert await _metric(api, "trellis_usage_waiting_cells") == 2
        counts.cut()
        # Waiting for the database takes room, too.
        await api.get("/products")
        assert (counts.lost, counts.size) == (4, 2)


class Unreachable:
    """What a ledger is while its database is away."""

    async def write(self, *batch: object) -> None:
        raise DatabaseUnavailable("connection lost")


async def test_what_is_left_at_the_end_and_cannot_be_written_is_lost_and_not_forgotten(house: House) -> None:
    counts = Counts(house.clock)
    gateway = build_gateway(replace(house.services, counts=counts), GatewaySettings.read(UNLIMITED))
    async with recording(Recording(counts, Unreachable(), house.clock)), listening(gateway, "127.0.0.1", 0) as port:
        for _ in range(4):
            await house.api.at(f"http://127.0.0.1:{port}").get("/nowhere")
    assert (counts.lost, counts.size) == (4, 0)
