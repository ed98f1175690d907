"""The connector tells the transactions of `scenario.sql` as Debezium 3.6 did, member by member.

`debezium.jsonl` is its recording; `python -m tests.cdc.record` makes it again. Versions, times, positions and
transaction ids differ by nature, so they are replaced by their order. Where we say something else, `known` says so.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from services.realtime.cdc.catalog import Catalog
from services.realtime.cdc.decoding import Decoder, Position, Rules
from services.realtime.cdc.envelope import Origin, Record, stamp
from services.realtime.cdc.pgoutput import RELATION
from services.realtime.cdc.postgres import Session, Stream
from tests.cdc.scenario import RECORDING, blocks, connect, play
from tests.cdc.source import postgres

Event = dict[str, Any]
MARKER = "db.server.shapes.marker"


async def told() -> list[Record]:
    """All events of the scenario."""
    with postgres() as server:
        writer = connect(server.url)
        play(writer, blocks()[0])
        stream, session = await Stream.open(server.url, "cdc"), await Session.open(server.url, "cdc")
        await stream.create_slot("shapes")
        await stream.start("shapes", "shapes")
        for block in blocks()[1:]:
            play(writer, block)
        writer.close()
        catalog = Catalog(session)
        decoder = Decoder(Rules(Origin("db.server", "postgres"), transactions=True, schemas=True), Position())
        records: list[Record] = []
        while [record.topic for record in records[-2:-1]] != [MARKER]:
            while (message := stream.read()) is None:
                assert await stream.readable(10)
            if message.payload[0] == RELATION and (relation := decoder.relation(message.payload)):
                decoder.learn(relation, await catalog.facts(relation))
            decoder.feed(message.payload, message.data_start, stamp(1_000_000))
            records += decoder.take()[0]
        stream.close()
        await session.close()
    return records


def plain(record: Record) -> Event:
    """An event with its schema beside it; the borders of transactions are told without."""
    value: Event | None = json.loads(record.value) if record.value else None
    described = value if value and "payload" in value else None
    return {
        "topic": record.topic,
        "key": record.key and json.loads(record.key),
        "value": described["payload"] if described else value,
        "schema": described["schema"] if described else None,
    }


def recorded() -> Iterator[Event]:
    schemas: dict[str, Any] = {}
    for line in RECORDING.read_bytes().splitlines():
        event = json.loads(line)
        if "key_schema" in event:
            schemas[event["topic"]] = event["value_schema"] or schemas.get(event["topic"])
        else:
            yield {**event, "schema": schemas.get(event["topic"])}


class Relative:
    """Replaces what no two servers have in common by the order in which it came up: positions of changes, ends of
    transactions, transaction ids. Where a transaction begins is left out: the server may log something before it."""

    def __init__(self) -> None:
        self._known: dict[str, dict[Any, int]] = {"change": {}, "end": {}, "xid": {}}

    def _order(self, kind: str, value: Any) -> int | None:
        known = self._known[kind]
        return None if value is None else known.setdefault(value, len(known))

    def event(self, event: Event) -> Event:
        value = event["value"]
        key = event["key"]
        if event["topic"].endswith(".transaction"):
            assert key == {"id": value["id"]}
            xid, end = self._transaction(value["id"], "end") if value["status"] == "END" else (None, None)
            key, value = None, {**value, "id": (xid, end), "ts_ms": "time"}
        elif value is not None:
            value = {**value, **dict.fromkeys(("ts_ms", "ts_us", "ts_ns"), "time")}
            value["source"] = self._source(value["source"])
            if block := value["transaction"]:
                value["transaction"] = {**block, "id": self._transaction(block["id"], "change")}
        return {"topic": event["topic"], "key": key, "value": value}

    def _source(self, source: Event) -> Event:
        last, lsn = json.loads(source["sequence"])
        assert lsn == str(source["lsn"])
        assert source["ts_us"] // 1000 == source["ts_ms"]
        assert source["ts_us"] * 1000 == source["ts_ns"]
        return {
            **source,
            **dict.fromkeys(("version", "ts_ms", "ts_us", "ts_ns"), "its own"),
            "lsn": self._order("change", lsn),
            "sequence": self._order("end", last),
            "txId": self._order("xid", str(source["txId"])),
        }

    def _transaction(self, text: str, kind: str) -> tuple[int | None, int | None]:
        xid, _, lsn = text.partition(":")
        return self._order("xid", xid), self._order(kind, lsn)


def known(event: Event) -> Event:
    """What Debezium said, with the three things we say otherwise:

    - it leaves columns of the type `name` null;
    - where a log without full replica identity does not hold an old value, and the column is NOT NULL, it makes one up:
      the column's default, or 0. We say null;
    - it even does so in the key, when an index other than the primary key identifies rows (all deletes have the key 0).
      We take that index's columns as the key.
    """
    table, value = event["topic"].removeprefix("db.server.shapes."), event["value"]
    if table == "texts" and value["after"]["id"] in NAMES:
        assert value["after"]["named"] is None
        value["after"]["named"] = NAMES[value["after"]["id"]]
    if table == "composite" and value and value["op"] == "d":
        assert (value["before"]["c"], value["before"]["d"]) == ("see", "AJY=")
        value["before"].update(c=None, d=None)
    if table == "indexed" and value:
        if value["op"] == "d":
            assert value["before"]["id"] == event["key"]["id"] == 0
            value["before"]["id"] = None
        event["key"] = {"code": (value["after"] or value["before"])["code"]}
    return event


NAMES = {1: "a name", 2: ""}


def test_every_change_is_told_as_debezium_tells_it(ours: list[Event], theirs: list[Event]) -> None:
    """C1, C2, C7: each event is whole and valid JSON; truncates, values left out by TOAST and tombstones are told."""
    mine, expected = Relative(), Relative()
    deleted = None
    for number, (event, other) in enumerate(zip(ours, theirs, strict=True)):
        other = known(other)
        if other["value"] is None and other["key"] == {"id": 0}:
            other["key"] = deleted
        deleted = other["key"]
        assert mine.event(event) == expected.event(other), f"event {number}"
        assert list(event["value"] or ()) == list(other["value"] or ())
        if event["value"] and "source" in event["value"]:
            assert list(event["value"]["source"]) == list(other["value"]["source"])


def without_defaults(schema: Event) -> Event:
    """Debezium also tells what a column is when nothing is said; we do not."""
    envelope = {member["field"]: member for member in schema["fields"]}
    for row in (envelope["before"], envelope["after"]):
        for column in row["fields"]:
            column.pop("default", None)
    return schema


def test_types_are_described_as_debezium_describes_them(ours: list[Event], theirs: list[Event]) -> None:
    """C2: with the schema part an event can be understood by itself."""
    compared = set()
    for event, other in zip(ours, theirs, strict=True):
        if event["schema"] is not None:
            assert event["schema"] == without_defaults(other["schema"])
            compared.add(event["topic"])
    assert len(compared) == 13


@pytest.fixture(scope="module")
async def ours() -> list[Event]:
    return [plain(record) for record in await told()]


@pytest.fixture(scope="module")
def theirs() -> list[Event]:
    return [event for event in recorded() if not event["value"] or event["value"].get("op") != "r"]
