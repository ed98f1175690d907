"""The transactions of `scenario.sql`: the same ones for Debezium and for the connector."""

from collections.abc import Iterator
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection

HERE = Path(__file__).parent
RECORDING = HERE / "debezium.jsonl"


def blocks() -> list[list[str]]:
    """The statements of each block; the first block makes the tables."""
    text = (HERE / "scenario.sql").read_text()
    plain = (
        "".join(line for line in block.splitlines(True) if not line.startswith("--"))
        for block in text.split("-- transaction\n")
    )
    return [list(_statements(block)) for block in plain]


def _statements(block: str) -> Iterator[str]:
    """A block that begins its own transaction, statement by statement; another one as it is, which is a transaction."""
    if block.startswith("BEGIN;"):
        yield from (statement for statement in block.split(";\n") if statement.strip())
    else:
        yield block


def connect(dsn: str) -> connection:
    """A connection that commits each statement, in the time zone of the recording."""
    session: connection = psycopg2.connect(dsn, options="-c timezone=UTC")
    session.autocommit = True
    return session


def play(session: connection, statements: list[str]) -> None:
    with session.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
