"""Connectors as processes, on a database of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection

from tests.cdc.scenario import connect
from tests.rooms.sources import ROOT

Event = dict[str, Any]
TABLE = """CREATE TABLE {name} (id bigint PRIMARY KEY, text text, amount numeric(12, 2), secret text);
ALTER TABLE {name} REPLICA IDENTITY FULL"""


def eventually(condition: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Waits for something true and gives it."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.01)
    return found


@dataclass
class Connector:
    """A connector of a name of its own, for one table of its own, and its processes."""

    url: str
    name: str
    directory: Path
    settings: dict[str, str] = field(default_factory=dict)
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def table(self) -> str:
        return f"cdc_test.{self.name}"

    @property
    def slot(self) -> str:
        return f"cdc_{self.name}"

    @property
    def log(self) -> str:
        return (self.directory / "log").read_text()

    def start(self) -> "subprocess.Popen[bytes]":
        environment = {
            **os.environ,
            "DATABASE_URL": self.url,
            "CDC_NAME": self.name,
            "CDC_TABLES": self.table,
            "CDC_EXCLUDED_COLUMNS": f"{self.table}.secret",
            "CDC_DIRECTORY": str(self.directory / "events"),
            "CDC_PORT": "0",
            **self.settings,
        }
        with (self.directory / "log").open("ab") as log:
            command = [sys.executable, "-m", "services.realtime.cdc"]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def kill(self) -> None:
        """As a power cut would."""
        process = self.processes.pop()
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    def stop(self) -> None:
        while self.processes:
            process = self.processes.pop()
            process.terminate()
            process.wait(10)

    def each_event(self) -> Iterator[Event]:
        """What is in the files, whole lines only, one at a time."""
        for path in sorted((self.directory / "events").glob("changes-*.jsonl")):
            with path.open("rb") as file:
                for line in file:
                    if line.endswith(b"\n"):
                        yield json.loads(line)

    def events(self) -> list[Event]:
        return list(self.each_event())

    def told(self, most: int, seconds: float = 20.0) -> list[Event]:
        """The events, once there are that many different ones."""

        def enough() -> list[Event]:
            events = self.events()
            return events if len({event["id"] for event in events}) >= most else []

        found: list[Event] = eventually(enough, seconds)
        return found

    def state(self, session: connection) -> Event:
        """Its row."""
        with session.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(c) FROM cdc.connectors c WHERE name = %s", (self.name,))
            row = cursor.fetchone()
        return dict(row[0]) if row else {}

    def active(self, session: connection) -> bool:
        """Whether somebody reads from its slot."""
        with session.cursor() as cursor:
            cursor.execute("SELECT active FROM pg_replication_slots WHERE slot_name = %s", (self.slot,))
            row = cursor.fetchone()
        return bool(row and row[0])

    def streams(self, session: connection) -> bool:
        return self.active(session) and self.state(session).get("state") == "streaming"


@contextmanager
def connector(url: str, name: str, directory: Path, **settings: str) -> Iterator[Connector]:
    """Not started yet. Its table is there; afterwards its slot and table are gone."""
    made = Connector(url, name, directory, settings)
    with closing(connect(url)) as session, session.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS cdc_test")
        cursor.execute(TABLE.format(name=made.table))
    try:
        yield made
    finally:
        made.stop()
        # Not the connection from before: a test may have killed the server.
        with closing(connect(url)) as session, session.cursor() as cursor:
            cursor.execute(f"DROP PUBLICATION IF EXISTS {made.slot}")
            cursor.execute(f"DROP TABLE {made.table}")
            cursor.execute("DELETE FROM cdc.connectors WHERE name = %s", (name,))
            eventually(lambda: not made.active(session))
            cursor.execute(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %s",
                (made.slot,),
            )
