"""Programs that follow the changes: each ends with exactly the rows of the database, whatever kills it."""

import json
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from psycopg2.extensions import connection

from services.realtime.cdc.settings import EXCLUDED
from services.realtime.consumers.events import UNAVAILABLE
from services.realtime.consumers.products import ProductIndex
from tests.cdc.broker import Broker
from tests.cdc.conftest import MakeConnector
from tests.cdc.following import following, load, run_once, stored
from tests.cdc.running import Connector, eventually
from tests.cdc.shop import LONG, Row, add, products, run, trade


def indexed(directory: Path) -> list[Row]:
    """All rows of the search index; each must be in its words too."""
    ProductIndex(directory / "search.sqlite").close()
    with closing(sqlite3.connect(directory / "search.sqlite")) as index:
        index.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        rows = index.execute("SELECT id, name, description, price, inventory FROM products ORDER BY id").fetchall()
    return [(row[0], row[1], row[2], Decimal(row[3]), row[4]) for row in rows]


def found(directory: Path, text: str) -> list[str]:
    with closing(ProductIndex(directory / "search.sqlite")) as index:
        return [product.name for product in index.find(text)]


def test_the_index_finds_what_is_there_and_forgets_what_is_gone(
    database: connection, shop: Connector, category: str, tmp_path: Path
) -> None:
    old = add(database, category, "Desk lamp", "warm light", "19.90")
    add(database, category, "Floor lamp", "bright light", "99.00")
    with following("search", tmp_path):
        eventually(lambda: found(tmp_path, "lamp") == ["Desk lamp", "Floor lamp"])
        run(database, "UPDATE orders.products SET name = 'Desk light' WHERE id = %s", old)
        eventually(lambda: found(tmp_path, "lamp") == ["Floor lamp"])
        assert found(tmp_path, "li des") == ["Desk light"]
        run(database, "UPDATE orders.products SET id = gen_random_uuid() WHERE id = %s", old)
        eventually(lambda: indexed(tmp_path) == products(database))
        run(database, "DELETE FROM orders.products WHERE name = 'Desk light'")
        eventually(lambda: found(tmp_path, "light") == ["Floor lamp"])
        run(database, "TRUNCATE orders.products CASCADE")
        eventually(lambda: indexed(tmp_path) == [])


@pytest.mark.parametrize("identity", ["FULL", "DEFAULT"])
def test_a_long_text_that_an_update_left_alone_stays(
    identity: str, database: connection, shop: Connector, category: str, tmp_path: Path
) -> None:
    """C7: the log holds it only when the whole row identifies rows."""
    run(database, "ALTER TABLE orders.products ALTER description SET STORAGE EXTERNAL")
    run(database, f"ALTER TABLE orders.products REPLICA IDENTITY {identity}")
    try:
        add(database, category, "Novel", LONG)
        run(database, "UPDATE orders.products SET price = 1")
        left_alone = shop.told(2)[-1]["value"]["payload"]["after"]["description"]
    finally:
        run(database, "ALTER TABLE orders.products REPLICA IDENTITY FULL")
    assert left_alone == (LONG if identity == "FULL" else UNAVAILABLE)
    assert run_once("search", tmp_path, "--once").returncode == 0
    assert indexed(tmp_path) == products(database)
    assert found(tmp_path, "word599") == ["Novel"]
    load(tmp_path).close()
    assert stored(tmp_path) == products(database)


def test_what_is_told_twice_changes_nothing(
    database: connection, shop: Connector, category: str, tmp_path: Path
) -> None:
    """C9: at least once becomes exactly once, for the offset is kept with the rows."""
    add(database, category, "Chair")
    run(database, "UPDATE orders.products SET name = 'Table'")
    run(database, "DELETE FROM orders.products")
    add(database, category, "Sofa")
    shop.told(5)
    shop.stop()
    last = max((tmp_path / "events").glob("changes-*.jsonl"))
    once = last.read_bytes()
    for _ in range(2):
        assert run_once("search", tmp_path, "--once").returncode == 0
        assert indexed(tmp_path) == products(database)
        with last.open("ab") as file:
            file.write(once)


def test_an_answer_fits_a_terminal(database: connection, shop: Connector, category: str, tmp_path: Path) -> None:
    add(database, category, "Lamp [red]with brackets[/red]", LONG, "1234.50")
    shop.told(1)
    run_once("search", tmp_path, "--once")
    shown = run_once("search", tmp_path, "lamp").stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert "[red]with" in shown and "1234.50 EUR" in shown
    assert run_once("search", tmp_path, 'no"thing AND').stdout == 'No product has “no"thing AND”.\n'


@pytest.mark.parametrize(("consumer", "copied"), [("search", indexed), ("warehouse", stored)])
def test_kills_at_any_moment_leave_each_row_there_once(
    consumer: str,
    copied: Callable[[Path], list[Row]],
    database: connection,
    shop: Connector,
    category: str,
    tmp_path: Path,
) -> None:
    dice = random.Random(5)
    with following(consumer, tmp_path) as follower:
        for _ in range(5):
            until = time.monotonic() + dice.uniform(0.3, 0.9)
            while time.monotonic() < until:
                trade(database, category, dice)
            follower.kill()
            shop.kill()
            shop.start()
            follower.start()
    eventually(
        lambda: run_once(consumer, tmp_path, "--once").returncode == 0 and copied(tmp_path) == products(database), 60
    )
    assert len(products(database)) > 100
    assert len(list((tmp_path / "events").iterdir())) > 1


def test_a_broker_is_read_as_files_are_though_all_are_killed(
    database: connection, make: MakeConnector, category: str, tmp_path: Path
) -> None:
    broker, dice = Broker(tmp_path / "nats"), random.Random(7)
    broker.start()
    settings = {"CDC_SINK": "nats", "CDC_NATS_URL": broker.url, "CDC_NATS_STREAM": "SHOP"}
    connector = make(CDC_TABLES="orders.products", CDC_EXCLUDED_COLUMNS=EXCLUDED, **settings)
    try:
        connector.start()
        eventually(lambda: connector.streams(database))
        with following("search", tmp_path, **settings) as follower:
            for killed in (follower, connector, broker):
                for _ in range(10):
                    trade(database, category, dice)
                time.sleep(0.5)
                killed.kill()
                for _ in range(10):
                    trade(database, category, dice)
                killed.start()
            eventually(lambda: indexed(tmp_path) == products(database), 60)
        refused = run_once("search", tmp_path, "--once")
    finally:
        broker.kill()
    assert (refused.returncode, refused.stderr) == (1, "what is here came from a broker; CDC_SINK says jsonlines\n")


def test_a_new_slot_after_a_lost_one_brings_exactly_what_is_there(
    database: connection, shop: Connector, category: str, tmp_path: Path
) -> None:
    """C5: rows that went while there was no slot are never told as gone."""
    add(database, category, "Old")
    shop.told(1)
    run_once("search", tmp_path, "--once")
    shop.stop()
    eventually(lambda: not shop.active(database))
    run(database, "SELECT pg_drop_replication_slot(%s)", shop.slot)
    run(database, "UPDATE orders.products SET name = 'New', id = gen_random_uuid()")
    shop.start()
    eventually(lambda: shop.streams(database))
    add(database, category, "Newer")
    shop.told(3)
    assert run_once("search", tmp_path, "--once").returncode == 0
    assert indexed(tmp_path) == products(database)
    assert [row[1] for row in indexed(tmp_path)] != ["Old"]


def test_a_table_told_again_does_not_turn_rows_back(
    database: connection, shop: Connector, category: str, tmp_path: Path
) -> None:
    dice = random.Random(6)
    for _ in range(5):
        trade(database, category, dice)
    run(database, "INSERT INTO cdc.signals (connector, tables) VALUES (%s, '{orders.products}')", shop.name)
    done = "SELECT state FROM cdc.signals WHERE connector = %s ORDER BY created_at DESC LIMIT 1"

    def told() -> bool:
        trade(database, category, dice)
        with database.cursor() as cursor:
            cursor.execute(done, (shop.name,))
            row = cursor.fetchone()
        return row == ("done",)

    eventually(told)
    with following("search", tmp_path):
        eventually(lambda: indexed(tmp_path) == products(database), 60)


def test_files_that_are_not_what_was_read_are_refused(
    database: connection, shop: Connector, category: str, tmp_path: Path
) -> None:
    add(database, category, "Chair")
    shop.told(1)
    shop.stop()
    run_once("search", tmp_path, "--once")
    first = min((tmp_path / "events").glob("changes-*.jsonl"))
    shutil.move(first, first.with_name("changes-000009.jsonl"))
    answer = run_once("search", tmp_path, "--once")
    assert answer.returncode == 1
    assert "changes-000001.jsonl is gone, and files after it are there" in answer.stderr
    with first.open("w") as file:
        file.write(json.dumps({"topic": "x"}) * 500)
    assert "no line ends at" in run_once("search", tmp_path, "--once").stderr
