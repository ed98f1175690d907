"""The warehouse: exact types, every change beside the rows, and columns that come and go."""

from decimal import Decimal
from pathlib import Path

import duckdb
from psycopg2.extensions import connection

from tests.cdc.conftest import MakeConnector
from tests.cdc.following import load, run_once, stored
from tests.cdc.running import Connector, eventually
from tests.cdc.scenario import blocks, play
from tests.cdc.shop import LONG, add, products, run


def test_the_warehouse_keeps_every_change_beside_the_rows_with_exact_types(
    database: connection, shop: Connector, category: str, tmp_path: Path
) -> None:
    add(database, category, "Diamond", LONG, "9999999999.99")
    run(database, "UPDATE orders.products SET price = 0.01, created_at = '2026-02-28 23:59:59.123456+00'")
    run(database, "UPDATE orders.products SET id = gen_random_uuid()")
    add(database, category, "Dust")
    run(database, "DELETE FROM orders.products WHERE name = 'Dust'")
    shop.told(8)
    with load(tmp_path) as warehouse:
        types = {name: kind for name, kind, *_ in warehouse.execute("DESCRIBE orders.products").fetchall()}
        history = warehouse.execute(
            "SELECT _op, price FROM orders_history.products ORDER BY _lsn, _ordinal, _part"
        ).fetchall()
        created = warehouse.execute("SELECT epoch_us(created_at) FROM orders.products").fetchall()
    assert (types["id"], types["price"], types["created_at"]) == ("UUID", "DECIMAL(12,2)", "TIMESTAMP WITH TIME ZONE")
    assert stored(tmp_path) == products(database)
    cent, most, other = Decimal("0.01"), Decimal("9999999999.99"), Decimal("9.90")
    assert history == [("c", most), ("u", cent), ("d", cent), ("c", cent), ("c", other), ("d", other)]
    assert created == [(1772323199123456,)]


def test_a_column_that_comes_or_goes_while_streaming_is_taken_over(
    database: connection, make: MakeConnector, tmp_path: Path
) -> None:
    """C7: the change of the schema itself is no event; the rows that follow it tell of it."""
    connector = make(CDC_SCHEMAS="on")
    connector.start()
    eventually(lambda: connector.streams(database))
    run(database, f"INSERT INTO {connector.table} VALUES (1, 'one', 1.5, 'hidden')")
    connector.told(1)
    load(tmp_path).close()
    run(database, f"ALTER TABLE {connector.table} ADD weight numeric(6, 3), ADD tags jsonb")
    run(database, f"INSERT INTO {connector.table} VALUES (2, 'two', 2.5, 'hidden', 1.125, '[1]')")
    run(database, f"ALTER TABLE {connector.table} DROP text, ALTER id TYPE numeric(20)")
    run(database, f"UPDATE {connector.table} SET amount = 3 WHERE id = 2")
    connector.told(3)
    with load(tmp_path) as warehouse:
        rows = warehouse.execute(f"SELECT * EXCLUDE (_lsn) FROM {connector.table} ORDER BY id").fetchall()
        types = [kind for _, kind, *_ in warehouse.execute(f"DESCRIBE {connector.table}").fetchall()]
    assert rows == [
        (1, "one", Decimal("1.50"), None, None),
        (2, None, Decimal("3.00"), Decimal("1.125"), "[1]"),
    ]
    assert types == ["UBIGINT", "DECIMAL(20,0)", "VARCHAR", "DECIMAL(12,2)", "DECIMAL(6,3)", "JSON"]


def test_parquet_files_hold_what_the_warehouse_holds(
    database: connection, shop: Connector, category: str, tmp_path: Path
) -> None:
    add(database, category, "Chair", price="12.34")
    shop.told(1)
    load(tmp_path).close()
    told = run_once("warehouse", tmp_path, "--parquet", str(tmp_path / "lake")).stdout.split()
    assert [Path(path).name for path in told] == ["orders.products.parquet", "orders_history.products.parquet"]
    rows = duckdb.execute(f"SELECT name, price FROM '{tmp_path}/lake/orders.products.parquet'").fetchall()
    assert rows == [("Chair", Decimal("12.34"))]


def test_events_without_types_are_refused_by_the_warehouse(
    database: connection, make: MakeConnector, tmp_path: Path
) -> None:
    connector = make()
    connector.start()
    run(database, f"INSERT INTO {connector.table} VALUES (1)")
    connector.told(1)
    answer = run_once("warehouse", tmp_path, "--once")
    assert answer.returncode == 1
    assert "does not describe its types: the connector needs CDC_SCHEMAS=on" in answer.stderr


def test_values_of_all_types_come_as_they_are(database: connection, make: MakeConnector, tmp_path: Path) -> None:
    names = ("numbers", "texts", "times", "collections", "others")
    connector = make(CDC_SCHEMAS="on", CDC_TABLES=",".join(f"shapes.{name}" for name in names), CDC_EXCLUDED_COLUMNS="")
    play(database, blocks()[0])
    try:
        connector.start()
        eventually(lambda: connector.streams(database))
        for block in blocks()[1:6]:
            play(database, block)
        connector.told(23)
    finally:
        connector.stop()
        run(database, f"DROP PUBLICATION {connector.slot}")
        run(database, "DROP PUBLICATION shapes")
        run(database, "DROP SCHEMA shapes CASCADE")
    with load(tmp_path) as warehouse:

        def told(columns: str, table: str) -> list[str]:
            rows = warehouse.execute(f"SELECT {columns} FROM shapes.{table} ORDER BY id").fetchall()
            return [str(row[0]) for row in rows]

        assert told("wide", "numbers")[:2] == ["123456789012345678901234567890.0123456789", "-1.0000000000"]
        assert told("free", "numbers")[4:] == ["100000000000000000000", "0.0000000001", "100", "None"]
        assert told("cash", "numbers")[1:4] == ["-0.01", "None", "92233720368547758.07"]
        assert told("double", "numbers")[1] == "-1e+300"
        assert told("hex(bytes)", "texts") == ["00FF10", "", "None"]
        assert told("docb ->> 'b'", "texts")[0] == "1"
        assert told("CAST(day AS VARCHAR)", "times")[3] == "0099-01-01"
        assert told("CAST(clock AS VARCHAR)", "times")[0::3] == ["23:59:59.123456", "24:00:00"]
        assert told("CAST(instant AS VARCHAR)", "times")[3] == "2026-07-01 10:00:00.12+00"
        assert told("amounts", "collections")[0] == '["1.50","-2.25"]'
        assert told("flag", "others")[0] == "True"
