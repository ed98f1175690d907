"""The connector as its operators know it: a process that is started, stopped, killed and asked how far it is."""

from psycopg2.extensions import connection

from tests.cdc.conftest import MakeConnector
from tests.cdc.running import Connector, eventually


def insert(database: connection, connector: Connector, first: int, last: int) -> None:
    """Rows in one transaction."""
    with database.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connector.table} SELECT n, 'row ' || n, n / 4.0, 'secret ' || n "
            "FROM generate_series(%s, %s) AS n",
            (first, last),
        )


def run(database: connection, statement: str) -> None:
    with database.cursor() as cursor:
        cursor.execute(statement)


def test_rows_from_before_the_slot_come_first_then_every_change(database: connection, make: MakeConnector) -> None:
    """C3: `source.snapshot` is one of Debezium's words, never a boolean."""
    connector = make(CDC_SNAPSHOT_CHUNK="2")
    insert(database, connector, 1, 5)
    connector.start()
    connector.told(5)
    insert(database, connector, 6, 7)
    events = connector.told(7)
    values = [event["value"] for event in events]
    marks = ["first", "true", "true", "true", "last", "false", "false"]
    assert [value["op"] for value in values] == [*"rrrrrcc"]
    assert [value["source"]["snapshot"] for value in values] == marks
    assert [event["key"] for event in events] == [{"id": n} for n in range(1, 8)]
    assert {event["topic"] for event in events} == {f"db.server.{connector.table}"}


def test_no_data_tells_only_what_changes(database: connection, make: MakeConnector) -> None:
    connector = make(CDC_SNAPSHOT="no_data")
    insert(database, connector, 1, 5)
    connector.start()
    eventually(lambda: connector.streams(database))
    insert(database, connector, 6, 6)
    assert [event["key"] for event in connector.told(1)] == [{"id": 6}]


def test_an_excluded_column_leaves_in_no_part_of_any_event(database: connection, make: MakeConnector) -> None:
    """C8."""
    connector = make()
    insert(database, connector, 1, 2)
    connector.start()
    connector.told(2)
    run(database, f"UPDATE {connector.table} SET text = 'new', secret = 'secret 3' WHERE id = 1")
    run(database, f"DELETE FROM {connector.table} WHERE id = 2")
    events = connector.told(5)
    assert "secret" not in str(events)
    assert events[2]["value"]["before"] == {"id": 1, "text": "row 1", "amount": "GQ=="}
    assert events[2]["value"]["after"] == {"id": 1, "text": "new", "amount": "GQ=="}


def test_a_deleted_row_is_followed_by_a_tombstone(database: connection, make: MakeConnector) -> None:
    """C7."""
    connector = make()
    insert(database, connector, 1, 1)
    connector.start()
    connector.told(1)
    run(database, f"DELETE FROM {connector.table}")
    deleted, tombstone = connector.told(3)[1:]
    assert (deleted["value"]["op"], tombstone["value"]) == ("d", None)
    assert deleted["key"] == tombstone["key"] == {"id": 1}
    assert deleted["id"] != tombstone["id"]


def test_an_aborted_transaction_is_never_told(database: connection, make: MakeConnector) -> None:
    connector = make()
    connector.start()
    eventually(lambda: connector.streams(database))
    run(
        database, f"BEGIN; INSERT INTO {connector.table} VALUES (1); ROLLBACK; INSERT INTO {connector.table} VALUES (2)"
    )
    assert [event["key"] for event in connector.told(1)] == [{"id": 2}]


def test_after_a_kill_nothing_is_missing_and_what_comes_twice_has_the_same_id(
    database: connection, make: MakeConnector
) -> None:
    """C9: how far it is, is kept."""
    connector = make()
    connector.start()
    eventually(lambda: connector.streams(database))
    for round_ in range(4):
        for part in range(5):
            insert(database, connector, round_ * 5000 + part * 1000 + 1, round_ * 5000 + part * 1000 + 1000)
        connector.kill()
        connector.start()
    events = connector.told(20_000)
    by_id = {event["id"]: event["key"]["id"] for event in events}
    assert all(by_id[event["id"]] == event["key"]["id"] for event in events)
    first = list(dict.fromkeys(event["key"]["id"] for event in events))
    assert first == list(range(1, 20_001))


def test_while_one_is_active_another_stands_by_and_takes_over(database: connection, make: MakeConnector) -> None:
    connector = make()
    first = connector.start()
    eventually(lambda: connector.streams(database))
    connector.start()
    eventually(lambda: "standing by" in connector.log)
    first.kill()
    first.wait(10)
    connector.processes.remove(first)
    insert(database, connector, 1, 1)
    assert [event["key"] for event in connector.told(1)] == [{"id": 1}]


def test_a_lost_slot_is_reported_and_everything_is_told_again(database: connection, make: MakeConnector) -> None:
    """C9: nothing is skipped in silence."""
    connector = make()
    insert(database, connector, 1, 3)
    connector.start()
    connector.told(3)
    connector.stop()
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_drop_replication_slot(%s)", (connector.slot,))
    run(database, f"DELETE FROM {connector.table} WHERE id = 1")
    insert(database, connector, 4, 4)
    connector.start()
    events = connector.told(6)
    assert [event["key"]["id"] for event in events] == [1, 2, 3, 2, 3, 4]
    assert {event["value"]["op"] for event in events} == {"r"}
    assert connector.state(database)["losses"] == 1
    assert "is not there any more" in connector.log


def test_files_are_rotated_and_a_torn_line_is_taken_back(database: connection, make: MakeConnector) -> None:
    connector = make(CDC_FILE_BYTES="5000")
    insert(database, connector, 1, 20)
    connector.settings["CDC_SNAPSHOT_CHUNK"] = "4"
    connector.start()
    connector.told(20)
    connector.stop()
    files = sorted((connector.directory / "events").iterdir())
    assert len(files) > 1
    with files[-1].open("ab") as file:
        file.write(b'{"topic":"db.ser')
    connector.start()
    insert(database, connector, 21, 21)
    assert [event["key"]["id"] for event in connector.told(21)] == list(range(1, 22))


def test_an_idle_slot_moves_on_over_the_log_of_other_tables(database: connection, make: MakeConnector) -> None:
    """C5, C9: the heartbeat lets the server throw log away."""
    connector = make(CDC_HEARTBEAT_SECONDS="1")
    connector.start()
    eventually(lambda: connector.streams(database))
    run(database, "CREATE TABLE cdc_test.other AS SELECT generate_series(1, 10000) AS n; DROP TABLE cdc_test.other")
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        written = cursor.fetchone()

        def moved() -> bool:
            cursor.execute(
                "SELECT confirmed_flush_lsn >= %s FROM pg_replication_slots WHERE slot_name = %s",
                (written, connector.slot),
            )
            return bool((cursor.fetchone() or [False])[0])

        eventually(moved)
