"""Statements that PostgreSQL plans once per connection instead of once per call.

psycopg2 sends complete statements, which the server parses and plans each time; for a short one that is most of the
work. SQL's own PREPARE and EXECUTE do without, and need nothing of the driver.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
PREPARABLE = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
# Lists are composed from what clients ask for, so there is no end of different ones.
MOST = 100


@dataclass(frozen=True, slots=True)
class Numbered:
    """A statement with $1, $2 … in place of named parameters, and their names in that order."""

    text: str
    names: tuple[str, ...]


@lru_cache(maxsize=1024)
def numbered(statement: str) -> Numbered | None:
    """None for what cannot be prepared, or has nothing to leave out."""
    if not PREPARABLE.match(statement):
        return None
    names: dict[str, int] = {}

    def place(match: re.Match[str]) -> str:
        if match[1] is None:
            return "%"
        return f"${names.setdefault(match[1], len(names) + 1)}"

    text = PLACEHOLDER.sub(place, statement)
    return Numbered(text, tuple(names)) if names else None


class PreparedStatements:
    """What one connection has prepared. A statement is prepared the second time it is asked for."""

    def __init__(self) -> None:
        self._names: OrderedDict[str, str | None] = OrderedDict()
        self._plain: set[str] = set()
        self._numbers = count(1)

    def form(self, statement: str, parameters: Mapping[str, object] | None) -> tuple[str, Any]:
        """The statement and parameters to send instead."""
        if parameters is None or statement in self._plain:
            return statement, parameters
        plan = numbered(statement)
        if plan is None:
            return statement, parameters
        if statement not in self._names:
            self._names[statement] = None
            return self._forget_oldest() + statement, parameters
        self._names.move_to_end(statement)
        values = [parameters[name] for name in plan.names]
        holes = ", ".join(["%s"] * len(values))
        name = self._names[statement]
        if name is not None:
            return f"EXECUTE {name} ({holes})", values
        name = self._names[statement] = f"p{next(self._numbers)}"
        text = plan.text.replace("%", "%%")
        return f"PREPARE {name} AS {text}; EXECUTE {name} ({holes})", values

    def refuse(self, statement: str) -> bool:
        """From now on as it is: the server could not prepare it, for want of a type somewhere. False where it was
        sent as it is already."""
        if self._names.pop(statement, None) is None:
            return False
        self._plain.add(statement)
        return True

    def _forget_oldest(self) -> str:
        if len(self._names) <= MOST:
            return ""
        _, name = self._names.popitem(last=False)
        return f"DEALLOCATE {name}; " if name is not None else ""
