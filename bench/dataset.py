"""Ten thousand users, 200 products and 21,000 orders, the same on every machine and every run."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values

USERS = 10_000
PRODUCTS = 200
ORDERS = 20_000
# The last users of the alphabet order more: five orders of three products each.
REGULARS = 200
REGULAR_ORDERS, REGULAR_LINES = 5, 3
SEED = 20_260_101
FIRST_NAMES = ("Ada", "Björn", "Chen", "Divya", "Elif", "Femi", "Grace", "Hiro", "Inês", "Jamal", None)
LAST_NAMES = ("Abe", "Brandt", "Cruz", "Demir", "Eze", "Fischer", "Gupta", "Hansen", "Ito", None)
# Nobody signs in as a user of this dataset.
PASSWORD_HASH = "!"
# More than any run can buy; the column holds 2,147,483,647.
INVENTORY = 1_000_000_000
CURRENCIES = ("USD", "EUR")
# Of ten products one is sold in the second currency, and about as many of the orders.
EUROS_EVERY = 10
CATEGORY = ("5f0c7c55-7a0e-4a55-9d3c-0b1f6f1a7e01", "Bench")
STATUSES = (("pending", "processing", "shipped", "delivered", "cancelled"), (20, 10, 10, 50, 10))

INSERT_USERS = """
INSERT INTO users.users
    (id, email, username, first_name, last_name, role, status, password_hash, created_at, updated_at, last_login_at)
VALUES %s ON CONFLICT DO NOTHING
"""
INSERT_CATEGORY = "INSERT INTO orders.categories (id, name) VALUES %s ON CONFLICT DO NOTHING"
INSERT_PRODUCTS = """
INSERT INTO orders.products (id, name, price, currency, inventory, category_id) VALUES %s
ON CONFLICT (id) DO UPDATE SET inventory = excluded.inventory
"""
# Those of the dataset and those that a run has placed.
FORGET_ORDERS = "DELETE FROM orders.orders WHERE user_id = ANY (%s::uuid[])"
INSERT_ORDERS = """
INSERT INTO orders.orders (id, user_id, status, total, currency, shipping_address, created_at, updated_at) VALUES %s
"""
INSERT_ITEMS = "INSERT INTO orders.items (id, order_id, product_id, quantity, unit_price, subtotal) VALUES %s"

User = tuple[str, str, str, str | None, str | None, str, str, str, datetime, datetime, datetime | None]
Product = tuple[str, str, Decimal, str, int, str]
Order = tuple[str, str, str, Decimal, str, str, datetime, datetime]
Item = tuple[str, str, str, int, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Ids of the users, and of the products that are sold in the first currency."""

    users: list[str]
    products: list[str]


def fill(database_url: str) -> Dataset:
    """Brings the dataset into a migrated database. Orders that a run has placed for its users are gone afterwards."""
    users = fill_users(database_url)
    # Another sequence than that of the users: their ids would come again.
    random = Random(SEED + 1)
    products = [_product(random, number) for number in range(PRODUCTS)]
    orders, items = _orders(random, users, products)
    with closing(psycopg2.connect(database_url)) as connection:
        with connection, connection.cursor() as cursor:
            _insert(cursor, INSERT_CATEGORY, [CATEGORY])
            _insert(cursor, INSERT_PRODUCTS, products)
            cursor.execute(FORGET_ORDERS, (users,))
            _insert(cursor, INSERT_ORDERS, orders)
            _insert(cursor, INSERT_ITEMS, items)
        _settle(connection, "orders.products, orders.orders, orders.items")
    return Dataset(users, [id for id, _, _, currency, *_ in products if currency == CURRENCIES[0]])


def fill_users(database_url: str) -> list[str]:
    """Adds the users alone and gives their ids. A second call changes nothing."""
    random = Random(SEED)
    users = [_user(random, number) for number in range(USERS)]
    with closing(psycopg2.connect(database_url)) as connection:
        with connection, connection.cursor() as cursor:
            _insert(cursor, INSERT_USERS, users)
        _settle(connection, "users.users")
    return [user[0] for user in users]


def make_reader(database_url: str, role: str) -> None:
    """A role that may read users and orders, and nothing else."""
    with closing(psycopg2.connect(database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
        name = sql.Identifier(role)
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(name))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA users, orders TO {}").format(name))
        cursor.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA users, orders TO {}").format(name))


def _insert(cursor: Cursor, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    execute_values(cursor, statement, rows, page_size=1000)


def _settle(connection: Connection, tables: str) -> None:
    """Statistics and visibility as a table has them that was not filled this minute."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {tables}")


def _id(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def _moment(random: Random) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC) + _span(random, days=700)


def _span(random: Random, days: int) -> timedelta:
    return timedelta(microseconds=random.randrange(days * 86_400 * 10**6))


def _user(random: Random, number: int) -> User:
    username = f"bench-{number:05d}"
    created = _moment(random)
    updated = created + _span(random, days=30)
    return (
        _id(random),
        f"{username}@example.com",
        username,
        random.choice(FIRST_NAMES),
        random.choice(LAST_NAMES),
        random.choices(("user", "guest", "admin"), (95, 4, 1))[0],
        random.choices(("active", "inactive", "suspended"), (90, 7, 3))[0],
        PASSWORD_HASH,
        created,
        updated,
        updated if random.random() < 0.7 else None,
    )


def _product(random: Random, number: int) -> Product:
    currency = CURRENCIES[number % EUROS_EVERY == 0]
    price = Decimal(random.randint(100, 50_000)) / 100
    return _id(random), f"Bench product {number:03d}", price, currency, INVENTORY, CATEGORY[0]


def _orders(random: Random, users: list[str], products: list[Product]) -> tuple[list[Order], list[Item]]:
    """Orders of one to three products, each order in one currency."""
    offered = {currency: [product for product in products if product[3] == currency] for currency in CURRENCIES}
    orders, items = [], []
    for number in range(ORDERS):
        id, created = _id(random), _moment(random)
        currency = CURRENCIES[random.randrange(EUROS_EVERY) == 0]
        lines = [_item(random, id, product) for product in random.sample(offered[currency], random.randint(1, 3))]
        orders.append(_order(random, number, id, currency, created, lines, random.choice(users)))
        items += lines
    for number in range(REGULARS * REGULAR_ORDERS):
        id, created = _id(random), _moment(random)
        lines = [_item(random, id, product) for product in random.sample(offered[CURRENCIES[0]], REGULAR_LINES)]
        user = users[-1 - number // REGULAR_ORDERS]
        orders.append(_order(random, ORDERS + number, id, CURRENCIES[0], created, lines, user))
        items += lines
    return orders, items


def _order(
    random: Random, number: int, id: str, currency: str, created: datetime, lines: Sequence[Item], user: str
) -> Order:
    total = sum((line[5] for line in lines), Decimal())
    status = random.choices(*STATUSES)[0]
    updated = created + _span(random, days=30)
    return id, user, status, total, currency, f"{number} Main Street", created, updated


def _item(random: Random, order: str, product: Product) -> Item:
    quantity = random.randint(1, 4)
    return _id(random), order, product[0], quantity, product[2], quantity * product[2]
