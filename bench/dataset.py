"""Ten thousand users, the same on every machine and every run."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import psycopg2
from psycopg2.extras import execute_values

SIZE = 10_000
SEED = 20_260_101
FIRST_NAMES = ("Ada", "Björn", "Chen", "Divya", "Elif", "Femi", "Grace", "Hiro", "Inês", "Jamal", None)
LAST_NAMES = ("Abe", "Brandt", "Cruz", "Demir", "Eze", "Fischer", "Gupta", "Hansen", "Ito", None)
# Nobody signs in as a user of this dataset.
PASSWORD_HASH = "!"
INSERT = """
INSERT INTO users.users
    (id, email, username, first_name, last_name, role, status, password_hash, created_at, updated_at, last_login_at)
VALUES %s ON CONFLICT DO NOTHING
"""

Row = tuple[str, str, str, str | None, str | None, str, str, str, datetime, datetime, datetime | None]


def users() -> list[Row]:
    """The rows, as INSERT wants them: uuid first, then the columns in its order."""
    random = Random(SEED)
    return [_user(random, number) for number in range(SIZE)]


def fill(database_url: str) -> list[str]:
    """Adds the users to a migrated database and returns their ids. A second call changes nothing."""
    rows = users()
    connection = psycopg2.connect(database_url)
    try:
        with connection, connection.cursor() as cursor:
            execute_values(cursor, INSERT, rows, page_size=1000)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE users.users")
    finally:
        connection.close()
    return [row[0] for row in rows]


def _user(random: Random, number: int) -> Row:
    username = f"bench-{number:05d}"
    created = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(microseconds=random.randrange(700 * 86_400 * 10**6))
    updated = created + timedelta(microseconds=random.randrange(30 * 86_400 * 10**6))
    return (
        str(UUID(int=random.getrandbits(128), version=4)),
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
