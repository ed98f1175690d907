"""Counts requests in memory: a few dictionary look-ups a request, and memory that has an end."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import msgspec

from gateway.exchange import Exchange
from gateway.lifecycle import Status
from services.chassis.clock import Clock

# About 15 MB. One cell is one user, operation, version and outcome.
MOST_CELLS = 50_000
# Written in one statement.
BATCH_CELLS = 1_000

Key = tuple[str, str, UUID | None, int]


class Cell(msgspec.Struct, gc=False):
    """One count, with the columns of `gateway.usage`. `route` is the template of the path, empty for none."""

    version: str
    method: str
    route: str
    operation_id: str
    client_id: UUID | None
    status_class: int
    deprecated: bool
    requests: int = 0
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Cells of one day that no request touches any more."""

    id: UUID
    day: date
    cells: tuple[Cell, ...]

    @property
    def requests(self) -> int:
        return sum(cell.requests for cell in self.cells)

    def json(self) -> bytes:
        return msgspec.json.encode(self.cells)


class Counts:
    """What has been counted and not been written. `lost` are requests that there was no room for."""

    def __init__(self, clock: Clock, *, most: int = MOST_CELLS) -> None:
        self._clock = clock
        self._most = most
        self._cells: dict[Key, Cell] = {}
        self._room = most
        self._day = clock().date()
        self.waiting: deque[Batch] = deque()
        self.lost = 0

    def count(self, exchange: Exchange, status: int, seconds: float) -> None:
        """Counts one request to a version. Who asks is who the credential says, never what a header claims."""
        version, route = exchange.version, exchange.route
        if version is None:
            return
        operation_id = route.operation_id if route is not None else ""
        key = (version.name, operation_id, exchange.caller.user_id, status // 100)
        cell = self._cells.get(key)
        if cell is None:
            if route is None and exchange.method == "OPTIONS":
                return
            if len(self._cells) >= self._room:
                self.lost += 1
                return
            cell = self._cells[key] = Cell(
                version.name,
                route.method if route is not None else "",
                route.path if route is not None else "",
                operation_id,
                exchange.caller.user_id,
                status // 100,
                version.status is Status.DEPRECATED,
            )
        cell.requests += 1
        cell.milliseconds += seconds * 1000

    def cut(self) -> None:
        """Puts what has been counted so far into batches, as of the day it was counted on."""
        cells = tuple(self._cells.values())
        self._cells = {}
        for start in range(0, len(cells), BATCH_CELLS):
            self.waiting.append(Batch(uuid4(), self._day, cells[start : start + BATCH_CELLS]))
        self._day = self._clock().date()
        self._measure()

    @property
    def a_new_day(self) -> bool:
        return self._clock().date() != self._day

    def written(self, batch: Batch) -> None:
        self.waiting.remove(batch)
        self._measure()

    def drop(self, batches: Iterable[Batch]) -> int:
        """Gives up what cannot be written; how many requests that were."""
        requests = sum(batch.requests for batch in batches)
        self.waiting.clear()
        self.lost += requests
        self._measure()
        return requests

    @property
    def size(self) -> int:
        """Cells in memory."""
        return len(self._cells) + self._most - self._room

    def _measure(self) -> None:
        self._room = self._most - sum(len(batch.cells) for batch in self.waiting)
