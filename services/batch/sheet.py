"""Results as CSV (RFC 4180), in portions: no statement and no connection is held while a client reads."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from services.chassis.events import FileStream

HEADER = ("index", "status", "resource_id", "output", "error")
PORTION = 500
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), full-width forms included.
FORMULA = tuple(
    "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
SPECIAL = frozenset(',"\r\n')

Portion = Callable[[UUID, int, int], Awaitable[Sequence[tuple[Any, ...]]]]


def cell(value: object) -> str:
    """One cell: quoted where it has to be, and never a formula."""
    text = "" if value is None else str(value)
    if text.startswith(FORMULA):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if SPECIAL & set(text) else text


def line(values: Sequence[object]) -> str:
    return ",".join(map(cell, values)) + "\r\n"


async def _lines(job_id: UUID, portion: Portion) -> AsyncIterator[bytes]:
    yield line(HEADER).encode()
    after = -1
    while rows := await portion(job_id, after, PORTION):
        yield "".join(map(line, rows)).encode()
        after = rows[-1][0]


def sheet(job_id: UUID, portion: Portion) -> FileStream:
    """The file of one job."""
    return FileStream(
        _lines(job_id, portion),
        "text/csv; charset=utf-8; header=present",
        (
            ("Content-Disposition", f'attachment; filename="batch-results-{job_id}.csv"'),
            ("X-Content-Type-Options", "nosniff"),
        ),
    )
