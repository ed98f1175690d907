"""How a consumer comes to have every change exactly once: what a batch changes, and how far that is, are one
transaction of the consumer's own store.

The connector tells at least once. After a kill it tells the end of the stream again, in the same order, so whatever is
not after the last change is known already. Rows of a snapshot take their place in the order they are told in; only one
that is older than what its row is from is not applied. A first snapshot has a new slot, so there may be a gap before
it: what is known is thrown away, since rows deleted in the gap are never told of.
"""

from collections.abc import AsyncIterable
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec

from services.realtime.consumers.events import Event, Line, Offset, read_event


class Unfollowable(Exception):
    """A source does not hold any more what follows what was read before."""


class Place(msgspec.Struct, frozen=True):
    """Up to where events have been read: bytes of a file, or (with file 0) the sequence number in a broker's stream."""

    file: int = 0
    at: int = 0


class Bookmark(msgspec.Struct, frozen=True):
    """`slot` is the position that the newest first snapshot was taken at, 0 for none yet."""

    place: Place = Place()
    slot: int = 0
    offset: Offset = Offset()


class Batch(msgspec.Struct):
    """Events in order, and where they end."""

    lines: list[Line]
    place: Place


class Store(Protocol):
    """What a consumer keeps."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing of what is done within."""

    def bookmark(self) -> Bookmark: ...

    def save(self, bookmark: Bookmark) -> None: ...

    def clear(self) -> None:
        """Forgets all rows."""

    def apply(self, event: Event) -> None: ...


async def follow(batches: AsyncIterable[Batch], store: Store) -> int:
    """Applies what comes until it ends; says how many events that were."""
    applied = 0
    async for batch in batches:
        with store.transaction():
            bookmark, count = _apply(batch, store, store.bookmark())
            store.save(msgspec.structs.replace(bookmark, place=batch.place))
        applied += count
    return applied


def _apply(batch: Batch, store: Store, bookmark: Bookmark) -> tuple[Bookmark, int]:
    slot, offset, count = bookmark.slot, bookmark.offset, 0
    for line in batch.lines:
        event = read_event(line)
        if event is None:
            continue
        if event.begins and event.offset.commit != slot:
            store.clear()
            slot, offset = event.offset.commit, event.offset
        if event.op != "r":
            if event.offset <= offset:
                continue
            offset = event.offset
        store.apply(event)
        count += 1
    return Bookmark(bookmark.place, slot, offset), count
