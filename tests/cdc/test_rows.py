"""Rows told again while the stream goes on, and a first snapshot that is cut off."""

from psycopg2.extensions import connection

from tests.cdc.conftest import MakeConnector
from tests.cdc.running import Connector, Event, eventually
from tests.cdc.test_connector import insert, run


def ask(database: connection, connector: Connector, table: str) -> str:
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cdc.signals (connector, tables) VALUES (%s, ARRAY[%s]) RETURNING id", (connector.name, table)
        )
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])


def outcome(database: connection, signal: str) -> tuple[str, int, str | None]:
    """State, rows and detail of a request, once it has ended."""

    def ended() -> tuple[str, int, str | None] | None:
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT state, rows, detail FROM cdc.signals WHERE id = %s AND finished_at IS NOT NULL", (signal,)
            )
            row = cursor.fetchone()
        return row and (row[0], row[1], row[2])

    found: tuple[str, int, str | None] = eventually(ended)
    return found


def copied(events: list[Event]) -> dict[int, str]:
    """What a consumer that applies events in order ends up with."""
    rows: dict[int, str] = {}
    for event in events:
        if event["value"] is None:
            continue
        if event["value"]["after"] is None:
            rows.pop(event["key"]["id"], None)
        else:
            rows[event["key"]["id"]] = event["value"]["after"]["text"]
    return rows


def table_of(database: connection, connector: Connector) -> dict[int, str]:
    with database.cursor() as cursor:
        cursor.execute(f"SELECT id, text FROM {connector.table}")
        return dict(cursor.fetchall())


def test_a_request_tells_the_table_again_while_the_stream_goes_on(database: connection, make: MakeConnector) -> None:
    connector = make(CDC_SNAPSHOT="no_data", CDC_SNAPSHOT_CHUNK="50")
    insert(database, connector, 1, 1000)
    connector.start()
    eventually(lambda: connector.streams(database))
    signal = ask(database, connector, connector.table)
    for number in range(1, 200):
        run(database, f"UPDATE {connector.table} SET text = 'newer {number}' WHERE id = {number * 5}")
        run(database, f"DELETE FROM {connector.table} WHERE id = {number * 5 - 1}")
    state, rows, _ = outcome(database, signal)
    insert(database, connector, 2001, 2001)
    eventually(lambda: copied(connector.events()) == table_of(database, connector))
    again = [event for event in connector.events() if event["value"] and event["value"]["op"] == "r"]
    assert state == "done"
    assert 700 <= rows <= 1000
    assert {event["value"]["source"]["snapshot"] for event in again} == {"incremental"}


def test_a_request_for_a_foreign_table_fails_and_says_why(database: connection, make: MakeConnector) -> None:
    connector = make()
    connector.start()
    eventually(lambda: connector.streams(database))
    state, _, detail = outcome(database, ask(database, connector, "users.secrets"))
    assert state == "failed"
    assert detail is not None
    assert "users.secrets is not among the connector's tables" in detail


def test_a_request_goes_on_after_a_kill(database: connection, make: MakeConnector) -> None:
    connector = make(CDC_SNAPSHOT="no_data", CDC_SNAPSHOT_CHUNK="5")
    insert(database, connector, 1, 500)
    connector.start()
    eventually(lambda: connector.streams(database))
    signal = ask(database, connector, connector.table)
    connector.told(50)
    connector.kill()
    told = len(connector.events())
    assert told < 500
    connector.start()
    state, rows, _ = outcome(database, signal)
    assert (state, rows) == ("done", 500)
    assert copied(connector.events()) == table_of(database, connector)
    assert len(connector.events()) <= 500 + 10


def test_a_first_snapshot_that_is_cut_off_goes_on_where_it_was(database: connection, make: MakeConnector) -> None:
    connector = make(CDC_SNAPSHOT_CHUNK="2")
    insert(database, connector, 1, 600)
    connector.start()
    connector.told(20)
    connector.kill()
    told = len(connector.events())
    assert told < 600
    run(database, f"UPDATE {connector.table} SET text = 'newer' WHERE id % 7 = 0")
    run(database, f"DELETE FROM {connector.table} WHERE id % 11 = 0")
    connector.start()
    eventually(lambda: copied(connector.events()) == table_of(database, connector))
    eventually(lambda: connector.state(database)["snapshot"] == [])
    marks = {event["value"]["source"]["snapshot"] for event in connector.events()[told + 2 :] if event["value"]}
    assert marks == {"false", "incremental"}


def test_a_first_snapshot_that_was_cut_off_before_it_told_anything_begins_anew(
    database: connection, make: MakeConnector
) -> None:
    """Its marks are all that tells consumers of the new slot."""
    connector = make()
    insert(database, connector, 1, 3)
    connector.start()
    connector.told(3)
    connector.stop()
    with database.cursor() as cursor:
        cursor.execute(
            "UPDATE cdc.connectors SET commit_lsn = '0/0', ordinal = 0, end_lsn = '0/0', "
            "snapshot = jsonb_build_array(jsonb_build_object('table', %s, 'after', null)) WHERE name = %s",
            (connector.table, connector.name),
        )
    connector.start()
    marks = [event["value"]["source"]["snapshot"] for event in connector.told(6)]
    assert marks == ["first", "true", "last"] * 2
