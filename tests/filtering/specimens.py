"""A table with a field of every kind, and rows that are hard to filter."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

from services.chassis.filtering import Field, Filterable, Kind

FIELDS: Filterable = {
    field.name: field
    for field in (
        Field("code", Kind.TEXT),
        # The column has another name than the field, and an alias before it.
        Field("label", Kind.TEXT, nullable=True, column="r.label_text"),
        Field("status", Kind.ENUM, nullable=True, choices=("active", "inactive", "it's", "100%")),
        Field("owner", Kind.UUID, nullable=True),
        Field("stock", Kind.INTEGER, nullable=True),
        Field("price", Kind.DECIMAL, nullable=True),
        Field("created_at", Kind.TIMESTAMP, nullable=True),
        Field("all_day", Kind.BOOLEAN, nullable=True),
    )
}

CREATE = """
CREATE SCHEMA filtering;
CREATE TABLE filtering.rows (
    n bigint PRIMARY KEY, code text NOT NULL, label_text text, status text, owner uuid,
    stock bigint, price numeric, created_at timestamptz, all_day boolean
)"""
INSERT = """
INSERT INTO filtering.rows VALUES (
    %(n)s, %(code)s, %(label)s, %(status)s, %(owner)s::uuid,
    %(stock)s, %(price)s, %(created_at)s, %(all_day)s
)"""
DROP = "DROP SCHEMA IF EXISTS filtering CASCADE"
SELECT_JSON = """
SELECT row_to_json(j)::text
FROM (SELECT n, code, label_text AS label, status, owner, stock, price, created_at, all_day FROM filtering.rows) AS j
ORDER BY n"""

# Characters that LIKE, SQL, psycopg2, str.format, OData or a comparison in UTF-16 would take for something else.
TEXTS = (
    *("", "a", "A", "b", "ab", "AB", "a b", " a", "a ", "%", "_", "%%", "a%b", "a_b", "aXb", "a%", "%b"),
    *("\\", "\\\\", "a\\%b", "\\'", "'", "''", "O'Brien", '"', '""', "{}", "{a}", "%s", "%(f0)s", "$1", "?", "--", ";"),
    *("null", "NULL", "'; DROP TABLE filtering.rows; --", "\n", "\t", "\r\n", "\x01", "\x7f", "\x85"),
    *("é", "e\u0301", "É", "ß", "SS", "ss", "İ", "i\u0307", "ı", "ﬀ", "\u200b", "\u202eab", "\ue000", "\uffff"),
    *("😀", "😀a", "👩‍👩‍👧", "\U00010000", "\U0010ffff", "a\u0301\u0301", "中文"),
)
UUIDS = tuple(
    UUID(text)
    for text in (
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "018f3c5a-0000-7000-8000-00000000000a",
        "018F3C5A-0000-7000-8000-00000000000B",
    )
)
INTEGERS = (0, 1, -1, 7, 100, 2**31, -(2**31) - 1, 2**53 + 1, 2**63 - 1, -(2**63))
# At most 15 digits: those a JSON number keeps in every reader.
DECIMALS = tuple(
    Decimal(text)
    for text in (
        "0",
        "-0",
        "0.1",
        "0.10",
        "0.2",
        "0.3",
        "-0.1",
        "1",
        "5",
        "5.00",
        "1e-6",
        "99999999.999999",
        "-12345.67",
    )
)
NOON = datetime(2026, 3, 29, 12, 0, 0, 999_999, tzinfo=UTC)
MOMENTS = (
    NOON,
    NOON.astimezone(timezone(timedelta(hours=14))),
    NOON.astimezone(timezone(timedelta(hours=-9, minutes=-30))),
    NOON + timedelta(microseconds=1),
    NOON - timedelta(microseconds=1),
    NOON.replace(microsecond=0),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(1000, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    datetime(9999, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC),
)

POOLS: Mapping[Kind, tuple[object, ...]] = {
    Kind.TEXT: TEXTS,
    Kind.ENUM: FIELDS["status"].choices,
    Kind.UUID: UUIDS,
    Kind.INTEGER: INTEGERS,
    Kind.DECIMAL: DECIMALS,
    Kind.TIMESTAMP: MOMENTS,
    Kind.BOOLEAN: (True, False),
}


def _rows() -> list[dict[str, object]]:
    """As many rows as there are texts. Every value is there, and nulls in a seventh of what may be null."""
    chance = random.Random(1)
    count = len(TEXTS)
    rows: list[dict[str, object]] = [{"n": n} for n in range(count)]
    for shift, field in enumerate(FIELDS.values()):
        pool = POOLS[field.kind]
        values = [*pool, *(chance.choice(pool) for _ in range(count - len(pool)))]
        chance.shuffle(values)
        for row, value in zip(rows, values, strict=True):
            row[field.name] = value
        if field.nullable:
            for row in rows[shift::7]:
                row[field.name] = None
    return rows


ROWS = _rows()
