"""What waits to be sent to one client, bounded: references to bytes that many share, and little of its own."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Protocol

from services.realtime.generated.models import EventKind
from services.realtime.positions import Resume

MOST = 4_000
# Of payloads, which others may hold too.
LARGEST = 8 * 2**20
FIRST = frozenset({EventKind.CREATE, EventKind.ENTER})


class Source(Protocol):
    """The subscription that an entry belongs to."""

    @property
    def coalesces(self) -> bool: ...


class Entry:
    """One event on its way. `kind` is None for a gap, whose payload `rest` is then."""

    __slots__ = ("key", "kind", "rest", "resume", "source")

    def __init__(self, source: Source, kind: EventKind | None, rest: bytes, resume: Resume, key: str | None) -> None:
        self.source = source
        self.kind = kind
        self.rest = rest
        self.resume = resume
        self.key = key


class Overflow(Exception):
    """The client reads too slowly."""


class Outbox:
    """Entries in the order in which they go out. Of a subscription that coalesces, one for each row: the last."""

    __slots__ = ("_bytes", "_entries", "_next")

    def __init__(self) -> None:
        self._entries: OrderedDict[object, Entry] = OrderedDict()
        self._bytes = 0
        self._next = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def is_heavy(self) -> bool:
        """Whether it is filling up."""
        return len(self._entries) > MOST // 4 or self._bytes > LARGEST // 4

    def put(self, entry: Entry) -> None:
        """Raises `Overflow`."""
        self._next += 1
        place: object = self._next
        if entry.source.coalesces and entry.key is not None:
            place = (entry.source, entry.key)
            earlier = self._entries.pop(place, None)
            if earlier is not None:
                self._bytes -= len(earlier.rest)
                if earlier.kind in FIRST and entry.kind is EventKind.UPDATE:
                    # The client does not know the row yet.
                    entry.kind = earlier.kind
        if len(self._entries) >= MOST or self._bytes > LARGEST:
            raise Overflow
        self._entries[place] = entry
        self._bytes += len(entry.rest)

    def take(self) -> Iterator[Entry]:
        """The entries in order, each removed as it is given."""
        while self._entries:
            _, entry = self._entries.popitem(last=False)
            self._bytes -= len(entry.rest)
            yield entry

    def forget(self, source: Source) -> None:
        """Drops what a subscription that has ended left behind."""
        for place in [place for place, entry in self._entries.items() if entry.source is source]:
            self._bytes -= len(self._entries.pop(place).rest)
