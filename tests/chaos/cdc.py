"""A connector that tells a stream of mixed transactions while it, and PostgreSQL, are killed again and again."""

import asyncio
import hashlib
import json
import os
import random
import signal
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from services.chassis.migrations import migrate
from services.chassis.postgres import EmbeddedPostgres
from tests.cdc.running import Connector, Event, connector, eventually
from tests.cdc.scenario import connect
from tests.cdc.source import postgres

KEYS = 500
# Changes a second, so that the story is as long as its plan says however long the faults take.
PACE = 2_000


@dataclass(frozen=True)
class Plan:
    """How many changes there are at least, and how often each thing is killed."""

    changes: int = 100_000
    connectors: int = 50
    databases: int = 5


@dataclass
class Writer(threading.Thread):
    """Inserts, updates and deletes in transactions of all sizes, some of which end in nothing. A key of its own tells
    each change: `text` is the number of the transaction and of the change in it."""

    url: str
    table: str
    changes: int
    stop: threading.Event = field(default_factory=threading.Event)
    made: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        dice, number = random.Random(7), 0
        while not (self.stop.is_set() and self.made >= self.changes):
            number += 1
            try:
                session = psycopg2.connect(self.url)
            except psycopg2.OperationalError:
                time.sleep(0.05)
                continue
            try:
                while not (self.stop.is_set() and self.made >= self.changes):
                    number += 1
                    self._transaction(session, dice, number)
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                continue
            except psycopg2.DatabaseError as error:
                # A server that dies in the middle of an answer gives no code; what it refuses has one.
                if error.pgcode:
                    raise
            finally:
                session.close()

    def _transaction(self, session: "psycopg2.extensions.connection", dice: random.Random, number: int) -> None:
        size = dice.choice((1, 1, 3, 10, 100, 400))
        with session.cursor() as cursor:
            first = dice.randrange(KEYS)
            cursor.execute(
                f"""INSERT INTO {self.table} (id, text) SELECT (%(first)s + n) %% {KEYS}, %(number)s || '.' || n
                    FROM generate_series(1, %(size)s) AS n
                    ON CONFLICT (id) DO UPDATE SET text = excluded.text""",
                {"first": first, "number": number, "size": size},
            )
            cursor.execute(f"DELETE FROM {self.table} WHERE id = %s", (dice.randrange(KEYS),))
        if dice.random() < 0.2:
            session.rollback()
        else:
            session.commit()
            self.made += size
            time.sleep(size / PACE)


def kill(server: EmbeddedPostgres) -> None:
    """All of PostgreSQL at once, without a checkpoint, and up again, which recovers from the log."""
    postmaster = server.get_pid()
    assert postmaster is not None
    os.kill(postmaster, signal.SIGQUIT)
    eventually(lambda: _is_dead(postmaster))
    time.sleep(0.3)
    server.ensure_postgres_running()


def _is_dead(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def check(told: Connector, table: dict[int, str]) -> str:
    """What was told leads to what is there, in order; what came twice is the same event. Raises AssertionError. Only a
    digest of each event is kept: there may be a million."""
    first: dict[str, int] = {}
    rows: dict[int, str] = {}
    twice = 0
    for event in told.each_event():
        digest = _digest(event)
        known = first.setdefault(event["id"], digest)
        assert known == digest, f"{event['id']} is two events"
        if known is not digest:
            twice += 1
        elif event["value"] is not None:
            _apply(event, rows)
    assert rows == table, "the events do not lead to the table"
    return f"{len(first)} events, {twice} of them twice"


def _digest(event: Event) -> int:
    """Of what an event says, without when it was told."""
    value = event["value"] and [event["value"][name] for name in ("op", "before", "after")]
    said = json.dumps([event["key"], value], sort_keys=True).encode()
    return int.from_bytes(hashlib.blake2b(said, digest_size=16).digest(), "big")


def _apply(event: Event, rows: dict[int, str]) -> None:
    value, key = event["value"], event["key"]["id"]
    if value["op"] != "r":
        before = value["before"] and value["before"]["text"]
        assert rows.get(key) == before, f"{event['id']}: {before!r} follows {rows.get(key)!r} of {key}"
    if value["after"] is None:
        del rows[key]
    else:
        rows[key] = value["after"]["text"]


async def run(plan: Plan | None = None) -> str:
    """The whole story; what it says in the end. Raises AssertionError naming what was lost."""
    return await asyncio.to_thread(story, plan or Plan())


def story(plan: Plan) -> str:
    dice = random.Random(11)
    with tempfile.TemporaryDirectory() as directory, postgres() as server:
        migrate(server.url)
        with connector(server.url, "chaos", Path(directory)) as told:
            writer = Writer(server.url, told.table, plan.changes)
            told.start()
            session = connect(server.url)
            eventually(lambda: told.streams(session))
            session.close()
            writer.start()
            faults = ["connector"] * plan.connectors + ["database"] * plan.databases
            dice.shuffle(faults)
            for fault in faults:
                time.sleep(dice.uniform(0.1, 1.2))
                if fault == "database":
                    kill(server)
                else:
                    told.kill()
                    told.start()
            writer.stop.set()
            writer.join(300)
            assert not writer.is_alive(), "the writer did not end"
            assert writer.made >= plan.changes, f"the writer gave up after {writer.made} changes"
            session = connect(server.url)
            with session.cursor() as cursor:
                cursor.execute("SELECT pg_current_wal_lsn()::text")
                written = cursor.fetchone()

                def all_told() -> bool:
                    cursor.execute(
                        "SELECT confirmed_flush_lsn >= %s FROM pg_replication_slots WHERE slot_name = %s",
                        (written, told.slot),
                    )
                    return cursor.fetchone() == (True,)

                eventually(all_told, 120)
                cursor.execute(f"SELECT id, text FROM {told.table}")
                table = dict(cursor.fetchall())
            session.close()
            return f"{writer.made} changes committed; {check(told, table)}"
