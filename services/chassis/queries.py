"""Named SQL: `sql/queries/*.sql` holds one statement per `-- name:` line.

A `-- fragment:` is a piece that several statements of the file share; it is put wherever `{its_name}` stands.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "sql" / "queries"
HEADING = re.compile(r"^-- (name|fragment): ([a-z][a-z0-9_]*)$", re.MULTILINE)
COMMENT = re.compile(r"^--.*\n", re.MULTILINE)


class Queries:
    """The statements of one file by name. An unknown name fails when a service is built, not when it is used."""

    def __init__(self, file: str) -> None:
        self._file = file
        parts = HEADING.split((ROOT / file).read_text())
        fragments: dict[str, str] = {}
        self._statements: dict[str, str] = {}
        for kind, name, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            if name in fragments or name in self._statements:
                raise ValueError(f"sql/queries/{file}: {name} stands twice")
            text = COMMENT.sub("", text).strip()
            for fragment, piece in fragments.items():
                text = text.replace(f"{{{fragment}}}", piece)
            (fragments if kind == "fragment" else self._statements)[name] = text

    def __getitem__(self, name: str) -> str:
        if name not in self._statements:
            raise KeyError(f"sql/queries/{self._file} has no statement named {name}")
        return self._statements[name]
