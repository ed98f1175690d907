"""How far a connector has come, in the database it reads: its row in `cdc.connectors`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from services.realtime.cdc.catalog import QUERIES
from services.realtime.cdc.decoding import Position
from services.realtime.cdc.postgres import Session, lsn_number, lsn_text

State = Literal["starting", "snapshot", "streaming", "stalled", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class Remaining:
    """A table whose rows are still to be told: those with a key greater than `after`, a key's columns as text; all of
    them when that is None."""

    table: str
    after: tuple[str, ...] | None = None

    def past(self, key: tuple[str, ...]) -> "Remaining":
        return replace(self, after=key)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a connector left off. `slot_lsn` is None when it has no slot; `ahead` says that the database's log ends
    before what has been delivered: it is not the one it was."""

    slot_lsn: int | None
    position: Position
    remaining: tuple[Remaining, ...]
    ahead: bool

    def told_nothing(self, tables: tuple[str, ...]) -> bool:
        """Whether a first snapshot of these tables was cut off before its first chunk was safe."""
        return self.position == Position() and self.remaining == tuple(map(Remaining, tables))


def as_json(remaining: Sequence[Remaining]) -> str:
    return json.dumps([{"table": one.table, "after": one.after} for one in remaining])


def from_json(document: list[dict[str, list[str] | str | None]]) -> tuple[Remaining, ...]:
    return tuple(
        Remaining(str(one["table"]), tuple(one["after"]) if one["after"] is not None else None) for one in document
    )


class Signal:
    """A request to tell tables again."""

    def __init__(self, session: Session, identity: str, remaining: Sequence[Remaining]) -> None:
        self.remaining = tuple(remaining)
        self._session = session
        self._id = identity

    async def save(self, remaining: Sequence[Remaining], rows: int) -> None:
        parameters = {"id": self._id, "remaining": as_json(remaining), "rows": rows}
        await self._session.rows(QUERIES["save_signal"], parameters)

    async def end(self, state: Literal["done", "failed"], detail: str | None) -> None:
        await self._session.rows(QUERIES["end_signal"], {"id": self._id, "state": state, "detail": detail})


class Progress:
    """Writes through the session that holds the connector's lock, so only the active one can."""

    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        self._name = name

    async def join(self, slot: str, sink: str) -> Start:
        row = await self._session.row(QUERIES["join"], {"name": self._name, "slot": slot, "sink": sink})
        assert row is not None
        slot_lsn, commit, ordinal, end, snapshot, ahead = row
        position = Position(lsn_number(commit), ordinal, lsn_number(end))
        return Start(slot_lsn and lsn_number(slot_lsn), position, from_json(snapshot), ahead)

    async def begin(self, slot_lsn: int, remaining: Sequence[Remaining]) -> None:
        """There is a new slot, and nothing has been delivered since it began."""
        parameters = {"lsn": lsn_text(slot_lsn), "snapshot": as_json(remaining)}
        await self._session.rows(QUERIES["begin"], {"name": self._name, **parameters})

    async def save_snapshot(self, remaining: Sequence[Remaining], events: int) -> None:
        parameters = {"snapshot": as_json(remaining), "events": events}
        await self._session.rows(QUERIES["save_snapshot"], {"name": self._name, **parameters})

    async def save(self, position: Position, events: int, told: float | None) -> None:
        """`told` is when the newest of the delivered changes was committed, in seconds since 1970."""
        parameters = {
            "commit": lsn_text(position.commit),
            "ordinal": position.ordinal,
            "end": lsn_text(position.end),
            "events": events,
            "told": told,
        }
        await self._session.rows(QUERIES["save"], {"name": self._name, **parameters})

    async def report(self, state: State, detail: str | None = None, rate: float = 0.0, lag: float = 0.0) -> None:
        """`rate` in events a second, `lag` in seconds."""
        parameters = {"state": state, "detail": detail, "rate": rate, "lag": lag}
        await self._session.rows(QUERIES["report"], {"name": self._name, **parameters})

    async def note_loss(self, detail: str) -> None:
        """The slot is gone: what came after the last delivered change can only be told by a new snapshot."""
        await self._session.rows(QUERIES["note_loss"], {"name": self._name, "detail": detail})

    async def next_signal(self) -> Signal | None:
        """The request to go on with, or the oldest one that waits."""
        row = await self._session.row(QUERIES["next_signal"], {"name": self._name})
        if row is None:
            return None
        identity, tables, remaining, rows = row
        left = from_json(remaining) if remaining else tuple(map(Remaining, tables)) if not rows else ()
        return Signal(self._session, identity, left)
