"""Where events go."""

from collections.abc import Sequence
from typing import Protocol

from services.realtime.cdc.envelope import Record


class SinkUnavailable(Exception):
    """The sink did not take the events. They are kept and tried again."""


class Sink(Protocol):
    """Takes events in order. The same event may come twice, with the same id."""

    async def write(self, records: Sequence[Record]) -> None:
        """Returns once all of them are safe. Raises `SinkUnavailable`: then none, some or all of them are."""

    async def close(self) -> None: ...
