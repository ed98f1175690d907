"""Products that come, change and go, for consumers to keep up with."""

import random
from decimal import Decimal

from psycopg2.extensions import connection

LONG = " ".join(f"word{n}" for n in range(600))
Row = tuple[str, str, str | None, Decimal, int]


def run(database: connection, statement: str, *parameters: object) -> None:
    with database.cursor() as cursor:
        cursor.execute(statement, parameters or None)


def empty_shop(database: connection) -> str:
    """The id of its only category."""
    run(database, "TRUNCATE orders.categories CASCADE")
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO orders.categories (name) VALUES ('Everything') RETURNING id::text")
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])


def add(database: connection, category: str, name: str, description: str | None = None, price: str = "9.90") -> str:
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO orders.products (name, description, price, currency, inventory, category_id) "
            "VALUES (%s, %s, %s, 'EUR', 5, %s) RETURNING id::text",
            (name, description, price, category),
        )
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])


def trade(database: connection, category: str, dice: random.Random) -> None:
    """One transaction of a busy shop: new products, other prices, other keys, some gone; sometimes none of it."""
    size = dice.choice((1, 3, 20, 100))
    with database.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(
            "INSERT INTO orders.products (name, description, price, currency, inventory, category_id) "
            "SELECT 'thing ' || n, CASE WHEN n %% 3 > 0 THEN 'number ' || n END, random() * 1000, 'EUR', n, %s "
            "FROM generate_series(1, %s) n",
            (category, size),
        )
        some = "(SELECT id FROM orders.products ORDER BY random() LIMIT %s)"
        cursor.execute(
            "UPDATE orders.products SET price = price / 2, name = name || '!', version = version + 1 "
            f"WHERE length(name) < 150 AND id IN {some}",
            (size,),
        )
        cursor.execute(f"UPDATE orders.products SET id = gen_random_uuid() WHERE id IN {some}", (1 + size // 10,))
        cursor.execute(f"DELETE FROM orders.products WHERE id IN {some}", (size // 2,))
        cursor.execute("ROLLBACK" if dice.random() < 0.2 else "COMMIT")


def products(database: connection) -> list[Row]:
    with database.cursor() as cursor:
        cursor.execute("SELECT id::text, name, description, price, inventory FROM orders.products ORDER BY id::text")
        return cursor.fetchall()
