"""One change as the hub handles it: images of the row, and the bytes that many readers share."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

import msgspec

from services.realtime.channels import CHANNELS, Channel
from services.realtime.generated.models import EventKind
from services.realtime.positions import Resume

Row = Mapping[str, Any]

# Money keeps its digits: 19.90 must not become 19.9 on the way through.
_decode = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


class Op(StrEnum):
    """What happened to a row; a truncated table has none."""

    CREATE = "c"
    UPDATE = "u"
    DELETE = "d"
    TRUNCATE = "t"


class Logged(msgspec.Struct, frozen=True):
    """One row of the change log. `at` is JSON, `before` and `after` are JSON objects or None."""

    seq: int
    xid: int
    at: str
    channel: str
    op: str
    key: str | None
    before: str | None
    after: str | None


class Change:
    """A logged change with its rows in the shape that v3 shows, decoded once however many look at it."""

    def __init__(self, logged: Logged) -> None:
        self.logged = logged
        self.op = Op(logged.op)
        self.resume = Resume(logged.xid, logged.seq)
        self._rests: dict[tuple[bool, tuple[str, ...]], bytes] = {}

    @cached_property
    def channel(self) -> Channel:
        return CHANNELS[self.logged.channel]

    @cached_property
    def old(self) -> Row | None:
        return self._image(self.logged.before)

    @cached_property
    def new(self) -> Row | None:
        return self._image(self.logged.after)

    def _image(self, text: str | None) -> Row | None:
        if text is None:
            return None
        stored = _decode(text)
        # A row of before its table had the column has none.
        return {member: stored.get(member) for member in self.channel.members}

    @cached_property
    def shows(self) -> bool:
        """Whether anybody can see a difference; columns that are not shown may change too."""
        return self.old != self.new

    def rest(self, kind: EventKind, fields: tuple[str, ...], *, old: bool = False) -> bytes:
        """What follows the event's name in a payload: row, moment, resume token. One object for all who want it so.

        A delete shows the row as it was; so does `old`.
        """
        old = old or kind is EventKind.DELETE
        found = self._rests.get((old, fields))
        if found is None:
            row = self.old if old else self.new
            assert row is not None
            data = _encode({name: row[name] for name in fields} if fields else row)
            found = b'"data":%s,"timestamp":%s,"resume":"%s"}' % (
                data,
                self.logged.at.encode(),
                self.resume.token.encode(),
            )
            self._rests[old, fields] = found
        return found
