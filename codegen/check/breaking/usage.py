"""Who was recorded to use what: a file that `python -m gateway.usage export` writes, or a table with its columns."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from codegen.check.breaking.operations import template

ANONYMOUS = "anonymous"
_SHOWN = 5


class UnreadableUsage(Exception):
    """The usage file cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Requests by version, operation (`GET /users/{}`) and client, over the last `days`."""

    days: int
    requests: Mapping[tuple[str, str], Counter[str]]

    def of(self, version: str, operations: Iterable[str]) -> Counter[str]:
        """Requests per client; of the whole version when no operation is named."""
        wanted = {_key(*operation.split(" ", 1)) for operation in operations}
        total: Counter[str] = Counter()
        for (own, operation), clients in self.requests.items():
            if own == version and (not wanted or operation in wanted):
                total.update(clients)
        return total

    def told(self, version: str, operations: Iterable[str]) -> str:
        """One sentence on who would be hit; empty when nobody was recorded."""
        clients = self.of(version, operations)
        if not clients:
            return ""
        named = [f"{client} ({count:,})" for client, count in clients.most_common(_SHOWN)]
        more = f" and {len(clients) - _SHOWN} more" if len(clients) > _SHOWN else ""
        requests, noun = clients.total(), "client" if len(clients) == 1 else "clients"
        text = f"{requests:,} requests of {len(clients)} {noun} in {self.days} days"
        return f"{text}: {', '.join(named)}{more}"


def read_usage(name: str) -> Usage:
    """`name` is a JSON or CSV file, `-` standard input. Raises UnreadableUsage."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableUsage(f"{name}: {error}") from error
    try:
        return _from_json(json.loads(text)) if text.lstrip().startswith("{") else _from_rows(30, _table(text))
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableUsage(f"{name}: not what `python -m gateway.usage export` writes: {error!r}") from error


def _from_json(export: Mapping[str, Any]) -> Usage:
    rows = (
        {**operation, "client_id": client["client_id"], "requests": client["requests"]}
        for operation in export["usage"]
        for client in operation["clients"]
    )
    return _from_rows(int(export["days"]), rows)


def _table(text: str) -> Iterator[Mapping[str, Any]]:
    """CSV with the columns version, method, path, client_id, requests; others are not looked at."""
    rows = csv.DictReader(StringIO(text))
    missing = {"version", "method", "path", "client_id", "requests"} - set(rows.fieldnames or ())
    if missing:
        raise ValueError(f"no column {', '.join(sorted(missing))}")
    return rows


def _from_rows(days: int, rows: Iterable[Mapping[str, Any]]) -> Usage:
    requests: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        key = (str(row["version"]), _key(str(row["method"]), str(row["path"])))
        requests.setdefault(key, Counter())[str(row["client_id"] or ANONYMOUS)] += int(row["requests"])
    return Usage(days, requests)


def _key(method: str, path: str) -> str:
    return f"{method.upper()} {template(path)}"
