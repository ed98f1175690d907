"""A gateway whose clock a test may turn. Its days lie years ahead, so nobody else's requests are on them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from gateway.generated.lifecycle import VERSIONS
from gateway.lifecycle import Version
from gateway.server import listening
from gateway.settings import GatewaySettings
from gateway.topology import Services, build_gateway, embedded
from gateway.usage.counting import Counts
from services.chassis.settings import ServiceSettings
from tests.api import Api
from tests.servers import UNLIMITED
from tests.statements import Sql


@dataclass
class FakeClock:
    """Stands still unless it is turned."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **step: float) -> None:
        self.now += timedelta(**step)


@dataclass
class House:
    """A gateway, callers of it, and a look behind it."""

    api: Api
    admin: Api
    clock: FakeClock
    services: Services

    async def written(self) -> None:
        """Returns once everything that has been counted stands in the database."""
        assert self.services.recording is not None and self.services.counts is not None
        await self.services.recording.write()
        while self.services.counts.size:
            await self.services.recording.write()

    def rows(self, sql: Sql, columns: str, day: date | None = None) -> list[tuple[Any, ...]]:
        """What is written of a day, today by default."""
        statement = f"SELECT {columns} FROM gateway.usage WHERE day = %(day)s ORDER BY {columns}"
        return sql(statement, day=day or self.clock().date())


@asynccontextmanager
async def open_house(
    api: Api,
    admin: Api,
    database_url: str,
    clock: FakeClock,
    versions: Mapping[str, Version] = VERSIONS,
    *,
    counted: bool = True,
    environment: Mapping[str, str] = UNLIMITED,
) -> AsyncIterator[House]:
    """`api` and `admin` are callers of any gateway on the same database. What is not `counted` is never written."""
    given = {**UNLIMITED, **environment, "DATABASE_URL": database_url}
    async with embedded(ServiceSettings.read(given, default_port=8081), clock) as services:
        seen = services if counted else replace(services, counts=Counts(clock))
        gateway = build_gateway(seen, GatewaySettings.read(given), versions)
        async with listening(gateway, "127.0.0.1", 0) as port:
            url = f"http://127.0.0.1:{port}"
            yield House(api.at(url), admin.at(url), clock, services)
