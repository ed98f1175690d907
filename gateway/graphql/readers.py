"""Compiled readers: one expression makes the answers of all objects of a level out of their rows.

The text of the expression is put together from names alone: those of the generated bindings, and response keys, which
GraphQL allows letters, digits and underscores. A literal is three times as quick as a dict of zipped names and values.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]*")
Rows: TypeAlias = Callable[[Sequence[Any]], list[dict[str, Any]]]
Lacking: TypeAlias = Callable[[Sequence[Any]], list[int]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One response key: a property of the row, put otherwise where there is a `spelling`, or a constant."""

    key: str
    name: str | None = None
    constant: str | None = None
    spelling: Mapping[str, str] | None = None


def compile_rows(entries: Sequence[Entry], *, spelled: bool) -> Rows:
    """Rows in, objects with the response keys in their order out; None where a value is still to come.

    With `spelled` a value without a spelling is a KeyError; without, values stay as they are.
    """
    tables: dict[str, Mapping[str, str]] = {}
    members = []
    for entry in entries:
        value = f"row[{_quoted(entry.name)}]" if entry.name is not None else "None"
        if entry.constant is not None:
            value = _quoted(entry.constant)
        elif spelled and entry.spelling is not None:
            table = f"table_{len(tables)}"
            tables[table] = entry.spelling
            value = f"{table}[{value}]"
        members.append(f"{_quoted(entry.key)}: {value}")
    compiled: Rows = eval(f"lambda rows: [{{{', '.join(members)}}} for row in rows]", tables)
    return compiled


def compile_lacking(keys: Sequence[str]) -> Lacking:
    """Objects in, the places of those out that have null under any of the keys."""
    nulls = " or ".join(f"one[{_quoted(key)}] is None" for key in keys) or "False"
    compiled: Lacking = eval(f"lambda objects: [place for place, one in enumerate(objects) if {nulls}]", {})
    return compiled


def _quoted(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name")
    return f'"{name}"'
