"""Each service is a role of its own in PostgreSQL, which can do what the service does and no more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import pytest
from psycopg2 import errors

from tests.api import Api

Sql = Callable[..., list[tuple[Any, ...]]]
SERVICES = {"users": "orders", "orders": "users", "gateway": "users", "realtime": "users", "batch": "users"}
TABLES = "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = %(schema)s ORDER BY 1"


@pytest.fixture
def as_role(database_url: str) -> Iterator[Callable[[str, str], list[tuple[Any, ...]]]]:
    """Runs a statement as a role; nothing it did stays."""

    def run(role: str, statement: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(database_url, options=f"-c role={role}")
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.rollback()
            connection.close()

    yield run


AsRole = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(("service", "other"), SERVICES.items())
def test_a_service_cannot_touch_a_table_of_another(as_role: AsRole, sql: Sql, service: str, other: str) -> None:
    tables = [row[0] for row in sql(TABLES, schema=other)]
    assert len(tables) >= 5
    for table in tables:
        for statement in ("SELECT FROM {}", "DELETE FROM {}", "LOCK TABLE {} IN SHARE MODE", "TRUNCATE {}"):
            with pytest.raises(errors.InsufficientPrivilege):
                as_role(f"trellis_{service}", statement.format(table))


@pytest.mark.parametrize(("service", "other"), SERVICES.items())
def test_a_service_has_no_privilege_on_another_not_even_on_a_column(sql: Sql, service: str, other: str) -> None:
    privileges = sql(
        """
        SELECT table_schema, table_name, column_name, privilege_type FROM information_schema.column_privileges
        WHERE grantee IN (%(role)s, 'PUBLIC') AND table_schema = %(other)s
        """,
        role=f"trellis_{service}",
        other=other,
    )
    assert privileges == []
    usage = sql(
        "SELECT has_schema_privilege(%(role)s, %(other)s, 'USAGE'), has_schema_privilege(%(role)s, %(own)s, 'USAGE')",
        role=f"trellis_{service}",
        other=other,
        own=service,
    )
    assert usage == [(False, True)]


def test_orders_cannot_read_a_password_hash(as_role: AsRole) -> None:
    for statement in (
        "SELECT password_hash FROM users.users",
        "SELECT secret_hash FROM users.api_keys",
        "SELECT secret FROM users.keys",
        "SELECT secret FROM users.secrets",
        "TABLE users.sessions",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            as_role("trellis_orders", statement)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reads_and_writes_its_own_tables(as_role: AsRole, sql: Sql, service: str) -> None:
    tables = [table for (table,) in sql(TABLES, schema=service)]
    assert f"{service}.secrets" in tables
    for table in tables:
        as_role(f"trellis_{service}", f"SELECT * FROM {table} LIMIT 1")
        as_role(f"trellis_{service}", f"DELETE FROM {table} WHERE false")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_cannot_change_its_schema_or_the_server(as_role: AsRole, sql: Sql, service: str) -> None:
    role = f"trellis_{service}"
    for statement in (
        f"CREATE TABLE {service}.mine ()",
        "CREATE TABLE public.mine ()",
        f"ALTER TABLE {service}.secrets ADD COLUMN mine text",
        f"DROP TABLE {service}.secrets",
        f"TRUNCATE {service}.secrets",
        "CREATE ROLE mine",
        "CREATE EXTENSION dblink",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ):
        with pytest.raises((errors.InsufficientPrivilege, errors.FeatureNotSupported)):
            as_role(role, statement)
    attributes = "rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls"
    assert sql(f"SELECT {attributes} FROM pg_roles WHERE rolname = %(role)s", role=role) == [(False,) * 6]
    memberships = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %(role)s::regrole"
    assert set(sql(memberships, role=role)) <= {("trellis_queue",)}


@contextmanager
def _revoked(sql: Sql, table: str, role: str) -> Iterator[None]:
    sql(f"REVOKE SELECT ON {table} FROM {role}")
    try:
        yield
    finally:
        sql(f"GRANT SELECT ON {table} TO {role}")


@pytest.mark.parametrize(
    ("table", "role", "path"),
    [
        ("orders.categories", "trellis_orders", "/categories"),
        ("users.api_keys", "trellis_users", "/api-keys"),
    ],
)
async def test_a_service_works_as_its_role(sql: Sql, admin: Api, table: str, role: str, path: str) -> None:
    """What is taken from the role is missing from the service, whoever it logged in as."""
    assert (await admin.get(path)).status == 200
    with _revoked(sql, table, role):
        answer = await admin.get(path)
        assert answer.status == 500
        assert table.encode() not in answer.body
    assert (await admin.get(path)).status == 200
