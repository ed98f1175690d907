"""How far a consumer has come, beside what it made of the events and in the same transaction: its effect is exactly
once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from services.realtime.consumers.following import Bookmark

_TABLE = "CREATE TABLE IF NOT EXISTS bookmark (one INTEGER PRIMARY KEY CHECK (one = 1), document VARCHAR NOT NULL)"


class Ledger:
    """The bookmark in a database whose connection has this `execute`; `begin` begins a transaction that may write."""

    def __init__(self, execute: Callable[..., Any], begin: str) -> None:
        self._execute = execute
        self._begin = begin
        execute(_TABLE)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._execute(self._begin)
        try:
            yield
        except BaseException:
            self._execute("ROLLBACK")
            raise
        self._execute("COMMIT")

    def bookmark(self) -> Bookmark:
        row = self._execute("SELECT document FROM bookmark").fetchone()
        return msgspec.json.decode(row[0], type=Bookmark) if row else Bookmark()

    def save(self, bookmark: Bookmark) -> None:
        self._execute("INSERT OR REPLACE INTO bookmark VALUES (1, ?)", [msgspec.json.encode(bookmark).decode()])
