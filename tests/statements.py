"""SQL past the API, for what no client may arrange or see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2

# Runs a statement with its named parameters and gives back the rows.
Sql = Callable[..., list[tuple[Any, ...]]]


@contextmanager
def statements(url: str) -> Iterator[Sql]:
    connection = psycopg2.connect(url)
    connection.autocommit = True

    def run(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    yield run
    connection.close()
