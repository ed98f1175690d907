"""Changes told to many sockets, against the seed's broadcaster in Node; what idle sockets and the triggers cost."""

import asyncio
import base64
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

import psycopg2

from bench.arena import EMPTY, NODE, NPM_PACKAGES, Admin, running_gateway
from bench.deep import another_database
from bench.load import LoadFailed, Sample
from bench.npm import node_modules
from bench.rounds import Comparison, Plan, Series
from bench.servers import Server, free_port, serving
from bench.timings import Figure

SOCKETS = 500
IDLE_SOCKETS = 10_000
# Each write changes so many rows, and each row is a message for every socket.
ROWS = 20
WRITES = 10
PEER_PACKAGES = {NODE: NPM_PACKAGES[NODE], "ws": "8.18.3", "pg": "8.16.3"}
# What the seed's trigger does, with the one column left out that is no data.
PEER_TRIGGER = """
CREATE FUNCTION public.bench_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('bench_changes', json_build_object('table', 'products', 'operation', 'update',
        'data', to_jsonb(NEW) - 'search', 'timestamp', now())::text);
    RETURN NULL;
END $$;
CREATE TRIGGER bench_notify AFTER UPDATE ON orders.products FOR EACH ROW EXECUTE FUNCTION public.bench_notify();
"""
SEEN = b'"timestamp"'
SENT_AT = re.compile(rb'"inventory":(\d+)')
SECONDS = 120


def measure(database_url: str, plan: Plan) -> list[Comparison | Figure]:
    """Messages per second of both sides in turn, 99th percentile at half of that; memory; the cost of the triggers."""
    with another_database(database_url) as database:
        environment = {"DATABASE_URL": database, **EMPTY, "SOCKETS_PER_CALLER": "1000000"}
        with running_gateway("embedded", environment) as gateway:
            _prepare(database)
            admin = Admin(gateway.origin)
            samples: tuple[list[Sample], list[Sample]] = ([], [])
            with _broadcaster(database) as peer:
                for round_ in range(1, plan.rounds + 1):
                    samples[0].append(asyncio.run(_fan_out(gateway, "/api/v3/ws", admin.token(), database, ours=True)))
                    samples[1].append(asyncio.run(_fan_out(peer, "/", "", database, ours=False)))
                    rates = [taken[-1].requests_per_second for taken in samples]
                    print(f"fan-out {round_}/{plan.rounds}: {rates[0]:,.0f} against {rates[1]:,.0f}", file=sys.stderr)
            idle = asyncio.run(_idle(gateway, admin.token()))
            with_triggers, without = _trigger_cost(database, plan.rounds)
    sides = Series("Trellis", samples[0]), Series("Node `ws` broadcaster", samples[1])
    return [
        Comparison(f"changes told to {SOCKETS} sockets", *sides, "messages/s"),
        Figure(f"memory of {IDLE_SOCKETS:,} idle sockets, each", "Trellis", "kB", [idle]),
        Figure("inserting 1,000 users in a statement", "with the change log", "ms", with_triggers),
        Figure("inserting 1,000 users in a statement", "without triggers", "ms", without),
    ]


@contextmanager
def _broadcaster(database_url: str) -> Iterator[Server]:
    modules, port = node_modules(PEER_PACKAGES), free_port()
    node = str(modules / NODE / "bin" / "node")
    command = [node, "bench/peers/broadcaster.mjs", str(modules), str(port), database_url]
    with serving("broadcaster", command, port, {"NODE_ENV": "production"}) as server:
        yield server


def _run(database: str, *statements: str) -> None:
    connection = psycopg2.connect(database)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def _prepare(database: str) -> None:
    _run(
        database,
        "INSERT INTO orders.categories (id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'all')",
        "INSERT INTO orders.products (name, price, currency, inventory, category_id) SELECT 'p' || n, 1, 'USD', 0,"
        f" '00000000-0000-0000-0000-000000000001' FROM generate_series(1, {ROWS}) n",
        PEER_TRIGGER,
    )


class _Reader(asyncio.Protocol):
    """A socket's client that counts what comes, and nothing else."""

    def __init__(self, path: str, host: str, token: str, filter: dict[str, Any] | None) -> None:
        self.count = 0
        self.open = asyncio.get_running_loop().create_future()
        self.latencies: list[float] | None = None
        self._rest = b""
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: Upgrade", "Upgrade: websocket"]
        lines += ["Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
        lines += [f"Authorization: Bearer {token}"] if token else []
        self._head = "\r\n".join(lines).encode() + b"\r\n\r\n"
        wish = {"type": "subscribe", "id": "msg_1", "payload": {"channel": "products", "filter": filter}}
        text = json.dumps(wish).encode()
        self._wish = bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text if filter is not None else b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self._head)

    def data_received(self, data: bytes) -> None:
        if not self.open.done():
            self._rest += data
            if b"\r\n\r\n" in self._rest and self._head:
                self._head = b""
                self.transport.write(self._wish)
            if not self._head and (b'"ack"' in self._rest or (not self._wish and b'"connected"' in self._rest)):
                self.open.set_result(None)
                self._rest = b""
            return
        # A mark may come in two pieces.
        whole = self._rest + data
        self.count += whole.count(SEEN)
        self._rest = b"" if whole.endswith(b"}") else whole[-len(SEEN) + 1 :]
        if self.latencies is not None:
            now = time.time() * 1000 % 2**31
            self.latencies += [now - int(found) for found in SENT_AT.findall(whole)]


async def _connect(server: Server, path: str, token: str, number: int, filter: dict[str, Any] | None) -> list[_Reader]:
    url = urlsplit(server.origin)
    loop = asyncio.get_running_loop()
    readers: list[_Reader] = []
    for start in range(0, number, 100):
        some = [_Reader(path, url.netloc, token, filter) for _ in range(min(100, number - start))]
        for reader in some:
            await loop.create_connection(partial(_same, reader), url.hostname or "", url.port or 80)
        await asyncio.wait_for(asyncio.gather(*(reader.open for reader in some)), SECONDS)
        readers += some
    return readers


def _same(reader: _Reader) -> _Reader:
    return reader


async def _fan_out(server: Server, path: str, token: str, database: str, *, ours: bool) -> Sample:
    _run(
        database,
        f"ALTER TABLE orders.products {'ENABLE' if ours else 'DISABLE'} TRIGGER log_update",
        f"ALTER TABLE orders.products {'DISABLE' if ours else 'ENABLE'} TRIGGER bench_notify",
    )
    readers = await _connect(server, path, token, SOCKETS, {"currency": "USD"})
    connection = psycopg2.connect(database)
    connection.autocommit = True
    write = _Writes(connection.cursor())
    try:
        began = time.perf_counter()
        for _ in range(WRITES):
            await asyncio.to_thread(write)
        await _arrived(readers, ROWS * WRITES)
        rate = SOCKETS * ROWS * WRITES / (time.perf_counter() - began)
        latencies: list[float] = []
        for reader in readers[:10]:
            reader.latencies = latencies
        pause = 2 * SOCKETS * ROWS / rate
        due = time.perf_counter()
        for _ in range(WRITES):
            await asyncio.to_thread(write)
            due += pause
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await _arrived(readers, 2 * ROWS * WRITES)
        latencies.sort()
        return Sample(rate, statistics.median(latencies), latencies[int(len(latencies) * 0.99)])
    finally:
        connection.close()
        for reader in readers:
            reader.transport.abort()


class _Writes:
    """Each call changes every row; the new value is the moment, which no two of them share."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._last = 0

    def __call__(self) -> None:
        self._last = max(int(time.time() * 1000 % 2**31), self._last + 1)
        self._cursor.execute("UPDATE orders.products SET inventory = %s WHERE name LIKE 'p%%'", (self._last,))


async def _arrived(readers: list[_Reader], number: int) -> None:
    deadline = time.perf_counter() + SECONDS
    while any(reader.count < number for reader in readers):
        if time.perf_counter() > deadline:
            raise LoadFailed(f"{sum(reader.count for reader in readers)} of {number * len(readers)} messages arrived")
        await asyncio.sleep(0.005)


async def _idle(server: Server, token: str) -> float:
    """Kilobytes that each more open socket takes."""
    before = server.resident_megabytes()
    readers = await _connect(server, "/api/v3/ws", token, IDLE_SOCKETS, None)
    taken = server.resident_megabytes() - before
    for reader in readers:
        reader.transport.abort()
    return taken * 1024 / IDLE_SOCKETS


def _trigger_cost(database: str, rounds: int) -> tuple[list[float], list[float]]:
    connection = psycopg2.connect(database)
    connection.autocommit = True
    cursor = connection.cursor()
    taken: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
    for number in range(-1, 3 * rounds):
        for state, times in taken.items():
            cursor.execute(f"ALTER TABLE users.users {state} TRIGGER log_insert")
            began = time.perf_counter()
            cursor.execute(
                "INSERT INTO users.users (email, username, password_hash) SELECT %s || n || '@bench.example',"
                " %s || n, '!' FROM generate_series(1, 1000) n",
                (f"{state}{number}-", f"{state}{number}-"),
            )
            if number >= 0:
                times.append((time.perf_counter() - began) * 1000)
    cursor.execute("ALTER TABLE users.users ENABLE TRIGGER log_insert")
    connection.close()
    return taken["ENABLE"], taken["DISABLE"]
