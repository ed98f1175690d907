"""Places in the change log.

Numbers (`seq`) are drawn before a transaction commits, so they are not the order of commits. What is the same for
everybody is which transactions have ended: all below a horizon. The feed reads from horizon to horizon, each window in
the order of its numbers, which is the order in which each row was changed.
"""

import re
from dataclasses import dataclass

TOKEN = re.compile(r"([0-9a-f]{1,16})-([0-9a-f]{1,16})\Z")
LAST_SEQ = 2**63 - 1


class BadToken(ValueError):
    """Not a resume token."""


@dataclass(frozen=True, slots=True)
class Resume:
    """One change, by transaction and number; the same for every reader.

    Whoever has seen it has seen all of smaller number and smaller transaction: at that moment every transaction up to
    `xid` had ended. So what follows is whatever has a greater number or a greater transaction.
    """

    xid: int
    seq: int

    @property
    def token(self) -> str:
        return f"{self.xid:x}-{self.seq:x}"

    @classmethod
    def parse(cls, token: str) -> "Resume":
        """Raises `BadToken`."""
        found = TOKEN.match(token)
        if found is None or int(found[2], 16) > LAST_SEQ:
            raise BadToken(token)
        return cls(int(found[1], 16), int(found[2], 16))


@dataclass(frozen=True, slots=True)
class Position:
    """How far a reader has come: all below `low`, and of the window up to `high` the numbers up to `seq`."""

    low: int
    high: int
    seq: int

    @classmethod
    def at(cls, horizon: int) -> "Position":
        return cls(horizon, horizon, 0)

    @property
    def key(self) -> tuple[int, int]:
        """What positions are compared by: a later one is greater."""
        return self.low, self.seq

    def covers(self, xid: int, seq: int) -> bool:
        """Whether whoever stands here has seen that change."""
        return xid < self.low or (xid < self.high and seq <= self.seq)

    @property
    def resume(self) -> Resume:
        """A place from which nothing is missed."""
        return Resume(self.low - 1, LAST_SEQ)
