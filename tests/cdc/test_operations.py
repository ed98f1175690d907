"""What administrators see of a connector over HTTP, and ask of it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from services.realtime.cdc.settings import TABLES
from tests.api import Api
from tests.cdc.running import connector, eventually
from tests.cdc.scenario import connect
from tests.cdc.test_connector import insert


async def test_an_admin_sees_how_far_a_connector_is_and_has_a_table_told_again(
    database_url: str, admin: Api, tmp_path: Path
) -> None:
    session = connect(database_url)
    with connector(database_url, "operated", tmp_path) as operated:
        insert(session, operated, 1, 10)
        operated.start()
        await asyncio.to_thread(operated.told, 10)
        await asyncio.to_thread(eventually, lambda: operated.streams(session))
        report = await admin.get("/admin/cdc")
        (seen,) = [one for one in report.data["connectors"] if one["name"] == "operated"]
        assert (seen["state"], seen["active"], seen["slot_state"], seen["events"]) == (
            "streaming",
            True,
            "reserved",
            10,
        )
        assert seen["safe_bytes"] > 0
        asked = await admin.post("/admin/cdc/signals", {"connector": "operated", "tables": [operated.table]})
        assert asked.status == 201
        assert (asked.data["state"], asked.data["rows"]) == ("pending", 0)
        await asyncio.to_thread(operated.told, 20)
    session.close()


async def test_a_request_to_a_connector_that_never_was_is_refused(admin: Api) -> None:
    refused = await admin.post("/admin/cdc/signals", {"connector": "nobody", "tables": ["users.users"]})
    assert refused.status == 409
    assert "No connector has this name." in refused.body.decode()


def test_what_the_log_keeps_for_a_slot_has_an_end(sql: Callable[..., list[tuple[Any, ...]]]) -> None:
    """C5: a sink that never comes back does not fill the disk."""
    assert sql("SELECT setting::bigint > 0 FROM pg_settings WHERE name = 'max_slot_wal_keep_size'") == [(True,)]


def test_the_log_holds_the_old_rows_of_every_captured_table(sql: Callable[..., list[tuple[Any, ...]]]) -> None:
    """C4: otherwise updates have no `before`, and deletes only the key."""
    identities = (
        "SELECT oid::regclass::text FROM pg_class WHERE relreplident <> 'f' AND oid = ANY(%(tables)s::regclass[])"
    )
    assert sql(identities, tables=TABLES.split(",")) == []
    assert sql("SHOW wal_level") == [("logical",)]
