"""The first page against a deep one, by cursor, in a table of a million orders."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.error import URLError
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg2

from bench import dataset
from bench.arena import EMPTY, Admin, call, running_gateway
from bench.load import LoadFailed, Request, Target
from bench.rounds import Comparison, Plan, alternate

LIMIT = 100
FIRST_PAGE = f"/api/v3/orders?limit={LIMIT}"

# Two orders share each moment, so that the id has to decide; ids have no order in time.
FILL = """
INSERT INTO orders.orders (id, user_id, status, total, currency, shipping_address, created_at, updated_at)
SELECT md5('order ' || n)::uuid, u.id, (ARRAY['pending', 'shipped', 'delivered', 'cancelled'])[1 + n %% 4],
       round((5 + n * 37 %% 50000 / 100.0)::numeric, 2), 'USD', n || ' Main Street', m, m
FROM generate_series(1, %(rows)s) AS s (n)
JOIN (SELECT id, row_number() OVER (ORDER BY username) - 1 AS place FROM users.users) u
  ON u.place = n * 7919::bigint %% (SELECT count(*) FROM users.users),
     LATERAL (SELECT timestamptz '2024-01-01' + n / 2 * interval '1 minute' AS m) t
"""
# What the page has to hold, found without a cursor.
ROWS_OF_PAGE = "SELECT id::text FROM orders.orders ORDER BY created_at DESC, id DESC LIMIT %s OFFSET %s"


def measure(database_url: str, plan: Plan) -> Comparison:
    """Latency of page 1 and of page `plan.deep_page`, with one connection.

    Raises LoadFailed when a page does not hold the rows that it should, or a request fails.
    """
    with (
        another_database(database_url) as database,
        running_gateway("embedded", {"DATABASE_URL": database, **EMPTY}) as gateway,
    ):
        fill(database, plan.deep_rows)
        token = Admin(gateway.origin).token()
        deep = path_of_page(plan.deep_page, gateway.origin, token)
        first_page = Target("page 1", gateway.origin, [Request(FIRST_PAGE)], token)
        deep_page = Target(f"page {plan.deep_page:,}", gateway.origin, [Request(deep)], token)
        check_page(first_page, database, 1)
        check_page(deep_page, database, plan.deep_page)
        title = f"{LIMIT} of {plan.deep_rows:,} orders by cursor, v3, one process, one connection"
        return alternate(title, first_page, deep_page, plan, connections=1)


@contextmanager
def another_database(url: str) -> Iterator[str]:
    """The URL of a new database beside the one at `url`, dropped afterwards."""
    name = f"bench_deep_{uuid4().hex}"
    run_alone(url, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        run_alone(url, f"DROP DATABASE {name} WITH (FORCE)")


def run_alone(url: str, statement: str) -> None:
    """Runs what cannot be part of a transaction."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def fill(database_url: str, rows: int) -> None:
    """Adds the orders, without items, to a migrated database."""
    dataset.fill_users(database_url)
    with closing(psycopg2.connect(database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(FILL, {"rows": rows})
    run_alone(database_url, "VACUUM ANALYZE orders.orders")


def path_of_page(number: int, origin: str, token: str) -> str:
    """Follows the links from the first page, as a client has to."""
    path = FIRST_PAGE
    for page in range(1, number):
        try:
            following = call(origin + path, token=token)["links"]["next"]
        except URLError as error:
            raise LoadFailed(f"page {page}: {error}") from error
        if following is None:
            raise LoadFailed(f"page {page} is the last; {number} was to be found")
        path = following
    return path


def check_page(target: Target, database_url: str, number: int) -> None:
    path = target.requests[0].path
    answered = [row["id"] for row in call(target.origin + path, token=target.token)["data"]]
    with closing(psycopg2.connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(ROWS_OF_PAGE, (LIMIT, (number - 1) * LIMIT))
        expected = [row[0] for row in cursor.fetchall()]
    if not answered or answered != expected:
        raise LoadFailed(f"{target.name} holds other rows than it should:\n{answered}\n{expected}")
