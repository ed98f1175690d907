"""What the triggers write, and in which order it is told."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest

from tests.api import Api
from tests.orders.shop import Shop
from tests.people import Person
from tests.realtime.wire import Client, connected

Sql = Callable[..., list[tuple[Any, ...]]]
RENAME = "UPDATE users.users SET first_name = %s WHERE id = %s"


@pytest.fixture
def writers(database_url: str) -> Iterator[Callable[[], Any]]:
    """Connections whose transactions a test begins and ends as it likes."""
    connections = []

    def connect() -> Any:
        connections.append(psycopg2.connect(database_url))
        return connections[-1].cursor()

    yield connect
    for connection in connections:
        connection.close()


def newest(sql: Sql) -> int:
    return int(sql("SELECT coalesce(max(seq), 0) FROM realtime.change_log")[0][0])


def test_a_statement_that_changes_nothing_is_not_logged(sql: Sql, person: Person) -> None:
    """W9."""
    sql("UPDATE users.users SET first_name = 'Same' WHERE id = %(id)s", id=person.id)
    before = newest(sql)
    sql("UPDATE users.users SET first_name = 'Same' WHERE id = %(id)s", id=person.id)
    sql("UPDATE users.users SET first_name = 'Same' WHERE false")
    sql("DELETE FROM users.users WHERE false")
    assert newest(sql) == before


def test_both_images_are_logged_and_no_secret(sql: Sql, person: Person) -> None:
    """W6, W8."""
    before = newest(sql)
    sql("UPDATE users.users SET first_name = 'Ada', password_hash = '$argon2$x' WHERE id = %(id)s", id=person.id)
    [(old, new)] = sql("SELECT before, after FROM realtime.change_log WHERE seq > %(seq)s", seq=before)
    assert (old["first_name"], new["first_name"]) == (None, "Ada")
    assert "password_hash" not in old.keys() | new.keys()
    assert "$argon2" not in str(sql("SELECT before, after FROM realtime.change_log WHERE channel = 'users'"))


def test_a_statement_of_many_rows_notifies_once(writers: Callable[[], Any]) -> None:
    """W9, W11: and the payload is no data."""
    listener, writer = writers(), writers()
    listener.execute("LISTEN products_changes")
    listener.connection.commit()
    writer.execute("UPDATE orders.products SET inventory = inventory + 1 WHERE inventory < 1000")
    many = writer.rowcount
    writer.execute("SELECT pg_current_xact_id()::text")
    [(xid,)] = writer.fetchall()
    writer.execute("UPDATE orders.products SET inventory = inventory - 1 WHERE inventory BETWEEN 1 AND 1000")
    writer.connection.commit()
    listener.execute("SELECT 1")
    listener.connection.poll()
    assert many > 90
    assert [notified.payload for notified in listener.connection.notifies] == [xid]


async def test_changes_of_one_transaction_all_arrive(
    socket: Client, person: Person, writers: Callable[[], Any]
) -> None:
    """W11: equal notifications become one, changes do not."""
    await socket.following("users", filter={"id": person.id}, fields=["first_name"])
    writer = writers()
    for name in ("Ada", "Eve", "Ada", "Eve"):
        writer.execute(RENAME, (name, person.id))
    await socket.silence()
    writer.connection.commit()
    names = [row["first_name"] for _, row in await socket.events(4)]
    assert names == ["Ada", "Eve", "Ada", "Eve"]


async def test_a_transaction_that_commits_late_is_not_skipped(
    socket: Client, person: Person, shop: Shop, writers: Callable[[], Any]
) -> None:
    """W10: two that commit in the opposite order of their numbers; and a third that wrote nothing here."""
    product = await shop.product()
    await socket.following("users", filter={"id": person.id}, fields=["first_name"])
    await socket.following("products", filter={"id": product}, fields=["inventory"])
    bystander, first, second = writers(), writers(), writers()
    bystander.execute("CREATE TEMPORARY TABLE nobody_looks (id integer)")
    first.execute(RENAME, ("First", person.id))
    second.execute("UPDATE orders.products SET inventory = 7 WHERE id = %s", (product,))
    second.connection.commit()
    await socket.silence()
    first.connection.commit()
    await socket.silence()
    bystander.connection.rollback()
    assert await socket.events(2) == [("update", {"first_name": "First"}), ("update", {"inventory": 7})]


async def test_a_row_s_changes_keep_their_order_whoever_began_first(
    socket: Client, person: Person, shop: Shop, writers: Callable[[], Any]
) -> None:
    """W10: the older transaction writes the row last, so its change is the last one."""
    product = await shop.product()
    await socket.following("users", filter={"id": person.id}, fields=["first_name"])
    older, younger = writers(), writers()
    older.execute("UPDATE orders.products SET inventory = 8 WHERE id = %s", (product,))
    younger.execute(RENAME, ("Younger", person.id))
    younger.connection.commit()
    older.execute(RENAME, ("Older", person.id))
    older.connection.commit()
    assert [row["first_name"] for _, row in await socket.events(2)] == ["Younger", "Older"]


async def test_a_change_that_is_rolled_back_is_no_change(
    socket: Client, person: Person, writers: Callable[[], Any]
) -> None:
    """W10: gaps in the numbers do not matter."""
    await socket.following("users", filter={"id": person.id}, fields=["first_name"])
    writer = writers()
    writer.execute(RENAME, ("Never", person.id))
    writer.connection.rollback()
    writer.execute(RENAME, ("Ada", person.id))
    writer.connection.commit()
    assert await socket.events(1) == [("update", {"first_name": "Ada"})]
    await socket.silence()


async def test_a_row_that_changes_its_id_ends_and_begins(socket: Client, boss: Api, shop: Shop, sql: Sql) -> None:
    """W8: nothing else would tell a client that the first row is gone."""
    product = await shop.product()
    await socket.following("products", fields=["id"], filter={"category_id": shop.category})
    [(other,)] = sql(
        "UPDATE orders.products SET id = gen_random_uuid() WHERE id = %(id)s RETURNING id::text", id=product
    )
    assert sorted(await socket.events(2)) == [("create", {"id": other}), ("delete", {"id": product})]


async def test_what_happened_meanwhile_arrives_after_a_resume(boss: Api, person: Person) -> None:
    """W12: from the last event's token, neither less nor more."""
    wish: dict[str, Any] = {"filter": {"id": person.id}, "fields": ["first_name"]}
    async with connected(boss) as client:
        await client.following("users", **wish)
        for name in ("Ada", "Eve"):
            assert (await person.api.patch(person.path, {"first_name": name})).status == 200
        seen = [await client.event() for _ in range(2)]
    for name in ("Fay", "Gil"):
        assert (await person.api.patch(person.path, {"first_name": name})).status == 200
    async with connected(boss) as again:
        await again.following("users", since=seen[0]["resume"], **wish)
        assert (await person.api.patch(person.path, {"first_name": "Hal"})).status == 200
        found = [await again.event() for _ in range(4)]
    assert [event["data"]["first_name"] for event in found] == ["Eve", "Fay", "Gil", "Hal"]
    assert found[0] == seen[1]


async def test_nothing_is_lost_between_reading_and_following(boss: Api, person: Person) -> None:
    """W22: whoever follows first and reads then has it all; so has who resumes where a follower stood."""
    wish: dict[str, Any] = {"filter": {"id": person.id}, "fields": ["first_name"]}
    async with connected(boss) as client:
        place = (await client.following("users", **wish))["resume"]
    names = [f"Name {number}" for number in range(20)]

    async def write() -> None:
        for name in names:
            assert (await person.api.patch(person.path, {"first_name": name})).status == 200

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.03)
    async with connected(boss) as again:
        await again.following("users", since=place, **wish)
        found = [row["first_name"] for _, row in await again.events(len(names))]
        await again.silence()
    await writing
    assert found == names


async def test_a_token_older_than_what_is_kept_has_a_gap(boss: Api, person: Person, sql: Sql) -> None:
    """W12: and then what happens now."""
    old = "SELECT to_hex(min(seq)), to_hex(min(xid)::text::bigint) FROM realtime.change_log WHERE seq > 0"
    [(seq, xid)] = sql(old)
    sql("UPDATE realtime.log_floor SET seq = 3, xid = '3'")
    try:
        async with connected(boss) as client:
            await client.following("users", filter={"id": person.id}, since="2-2", fields=["first_name"])
            gap = await client.receive()
            assert (gap["type"], gap["payload"]["reason"]) == ("gap", "expired")
            assert (await person.api.patch(person.path, {"first_name": "Ada"})).status == 200
            assert await client.events(1) == [("update", {"first_name": "Ada"})]
    finally:
        sql("UPDATE realtime.log_floor SET seq = 0, xid = '0'")
    assert int(seq, 16) > 0 and int(xid, 16) > 3


def test_the_log_is_kept_in_daily_partitions_which_end(sql: Sql, database_url: str) -> None:
    """W12: what is dropped raises the floor below which a token has a gap."""
    connection = psycopg2.connect(database_url)
    try:
        with connection.cursor() as cursor:
            days = "SELECT count(*) FROM pg_class WHERE relname ~ '^change_log_[0-9]{8}$' AND relkind = 'r'"
            cursor.execute(days)
            [(before,)] = cursor.fetchall()
            cursor.execute(
                "CREATE TABLE realtime.change_log_20200101 PARTITION OF realtime.change_log"
                " FOR VALUES FROM ('2020-01-01Z') TO ('2020-01-02Z');"
                "INSERT INTO realtime.change_log (at, channel, op, key) "
                "VALUES ('2020-01-01 12:00Z', 'users', 'd', gen_random_uuid()) RETURNING seq"
            )
            [(seq,)] = cursor.fetchall()
            cursor.execute("SELECT realtime.keep_partitions(7)")
            cursor.execute(f"{days}; SELECT seq FROM realtime.log_floor")
            assert cursor.fetchall() == [(seq,)]
            cursor.execute(days)
            assert cursor.fetchall() == [(before,)]
        assert before >= 8
    finally:
        connection.rollback()
        connection.close()
