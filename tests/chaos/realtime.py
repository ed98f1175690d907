"""Clients that resume, while the listening connection, the service and PostgreSQL are killed under writes."""

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import psycopg2

from gateway.processes import free_port, service_process
from services.chassis.postgres import EmbeddedPostgres, start_embedded
from services.prepare import prepare
from tests.api import Api
from tests.realtime.nonsense import fuzz
from tests.servers import database_directory, split_gateway

ROWS = 20
# Committed writes, whatever the triggers say of them.
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'realtime-feed'"
WITNESS = "CREATE TABLE public.witness (value integer PRIMARY KEY, name text NOT NULL)"


@dataclass(frozen=True)
class Plan:
    """How often each thing is killed, in what pause, and how many writes a second there are."""

    listeners: int = 20
    services: int = 5
    databases: int = 3
    pause: float = 1.0
    rate: int = 200
    clients: int = 4
    nonsense: int = 100_000


SHORT = Plan(listeners=3, services=1, databases=1, pause=0.4, clients=2, nonsense=0)


@dataclass
class Seen:
    """What one client saw: the values of each row in order, by resume token."""

    tokens: dict[str, tuple[str, int]] = field(default_factory=dict)
    order: list[tuple[str, int]] = field(default_factory=list)
    twice: int = 0

    def note(self, event: dict[str, Any]) -> None:
        change = (event["data"]["name"], event["data"]["inventory"])
        if event["resume"] in self.tokens:
            assert self.tokens[event["resume"]] == change, "one token for two changes"
            self.twice += 1
            return
        self.tokens[event["resume"]] = change
        self.order.append(change)


class Service:
    """The realtime service as a process that can be killed and started again in its place."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**environment, "SERVICE_PORT": str(self.port)}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = (sys.executable, "-m", "services.realtime")
        self._process = await asyncio.create_subprocess_exec(*command, env=self._environment)
        async with aiohttp.ClientSession() as session, asyncio.timeout(30):
            while True:
                with suppress(aiohttp.ClientError):
                    async with session.get(f"{self.url}/readyz") as response:
                        if response.status == 200:
                            return
                if self._process.returncode is not None:
                    # Without its database it ends; an engine would start it again.
                    self._process = await asyncio.create_subprocess_exec(*command, env=self._environment)
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


class Lab:
    """A database of our own, the services behind a gateway, and whoever writes and reads."""

    def __init__(self, plan: Plan, server: EmbeddedPostgres, service: Service, base: str, token: str) -> None:
        self.plan = plan
        self.server = server
        self.service = service
        self.base = base
        self.token = token
        self.writing = True
        self.written = 0

    # Who writes.

    def connection(self) -> Any:
        return psycopg2.connect(self.server.url, connect_timeout=2)

    async def write(self, lane: int, lanes: int) -> None:
        """Writes to every `lanes`-th row, a transaction each, until told to stop; through any outage."""
        connection: Any = None
        value = lane
        while self.writing:
            value += lanes
            name = f"row {random.randrange(lane, ROWS, lanes)}"
            try:
                connection = connection or await asyncio.to_thread(self.connection)
                await asyncio.to_thread(self._write, connection, name, value)
                self.written += 1
            except psycopg2.Error:
                connection = None
                await asyncio.sleep(0.05)
            await asyncio.sleep(lanes / self.plan.rate)

    def _write(self, connection: Any, name: str, value: int) -> None:
        with connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO witness VALUES (%s, %s)", (value, name))
            cursor.execute("UPDATE orders.products SET inventory = %s WHERE name = %s", (value, name))

    # Who reads.

    async def follow(self, seen: Seen, begun: asyncio.Event) -> None:
        """Follows for ever, and comes back from the last event after whatever happens."""
        headers = {"Authorization": f"Bearer {self.token}"}
        resume: str | None = None
        async with aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.ws_connect(f"{self.base}/api/v3/ws", headers=headers, heartbeat=5) as ws:
                        wish = {"channel": "products", "fields": ["name", "inventory"]}
                        if resume is not None:
                            wish["since"] = resume
                        await ws.send_str(json.dumps({"type": "subscribe", "id": "s", "payload": wish}))
                        async for message in ws:
                            found = json.loads(message.data)
                            if found["type"] == "ack":
                                resume = found["payload"]["resume"]
                                begun.set()
                            elif found["type"] == "data":
                                seen.note(found["payload"])
                                resume = found["payload"]["resume"]
                            assert found["type"] != "gap", found
                except (aiohttp.ClientError, TimeoutError, OSError):
                    pass
                await asyncio.sleep(0.05)

    # Who kills.

    async def kill_listener(self) -> None:
        def terminate() -> None:
            connection = self.connection()
            try:
                with connection, connection.cursor() as cursor:
                    cursor.execute(TERMINATE)
            finally:
                connection.close()

        with suppress(psycopg2.Error):
            await asyncio.to_thread(terminate)

    async def kill_service(self) -> None:
        await self.service.kill()
        await asyncio.sleep(0.2)
        await self.service.start()

    async def kill_database(self) -> None:
        pid = self.server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        async with asyncio.timeout(20):
            while _lives(pid):
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)
        await asyncio.to_thread(self.server.ensure_postgres_running)

    def committed(self) -> list[tuple[str, int]]:
        connection = self.connection()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT name, value FROM witness ORDER BY value")
                return list(cursor.fetchall())
        finally:
            connection.close()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@asynccontextmanager
async def lab(plan: Plan) -> AsyncIterator[Lab]:
    """Everything, on ports of its own."""
    async with AsyncExitStack() as stack:
        server = start_embedded(stack.enter_context(database_directory()))
        stack.callback(server.stop)
        await prepare(server.url, demo=False, admin_password="chaos-password-1")
        connection = psycopg2.connect(server.url)
        with connection, connection.cursor() as cursor:
            cursor.execute(WITNESS)
            cursor.execute("INSERT INTO orders.categories (name) VALUES ('rows') RETURNING id")
            category = cursor.fetchone()
            cursor.execute(
                "INSERT INTO orders.products (name, price, currency, inventory, category_id)"
                " SELECT 'row ' || n, 1, 'USD', 0, %s FROM generate_series(0, %s) n",
                (category, ROWS - 1),
            )
        connection.close()
        environment = {**os.environ, "DATABASE_URL": server.url, "POOL_SIZE": "4"}
        orders = "http://127.0.0.1:1"
        users = await stack.enter_async_context(service_process("users", {**environment, "ORDERS_URL": orders}))
        service = Service({**environment, "USERS_URL": users})
        await service.start()
        stack.push_async_callback(service.kill)
        urls = {"users": users, "orders": orders, "batch": orders, "realtime": service.url}
        base = await stack.enter_async_context(split_gateway(urls))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        admin = await Api(session, base).signed_in("admin", "chaos-password-1")
        yield Lab(plan, server, service, base, admin.token or "")


def _faults(here: Lab) -> list[Callable[[], Awaitable[None]]]:
    plan = here.plan
    faults = [here.kill_listener] * plan.listeners + [here.kill_service] * plan.services
    faults += [here.kill_database] * plan.databases
    random.Random(7).shuffle(faults)
    return list(faults)


async def run(plan: Plan | None = None) -> str:
    """The whole story; what it says in the end. Raises AssertionError naming what was lost."""
    plan = plan or Plan()
    async with lab(plan) as here:
        seen = [Seen() for _ in range(here.plan.clients)]
        begun = [asyncio.Event() for _ in seen]
        reading = [asyncio.create_task(here.follow(*pair)) for pair in zip(seen, begun, strict=True)]
        async with asyncio.timeout(20):
            await asyncio.gather(*(event.wait() for event in begun))
        lanes = 4
        writing = [asyncio.create_task(here.write(lane, lanes)) for lane in range(lanes)]
        for fault in _faults(here):
            await asyncio.sleep(here.plan.pause)
            await fault()
        await asyncio.sleep(here.plan.pause)
        here.writing = False
        await asyncio.gather(*writing)
        committed = here.committed()
        with suppress(TimeoutError):
            async with asyncio.timeout(30):
                while any(len(client.order) < len(committed) for client in seen):
                    assert not any(task.done() for task in reading), [task for task in reading if task.done()]
                    await asyncio.sleep(0.1)
        for task in reading:
            task.cancel()
        for client in seen:
            _judge(client, committed)
        async with aiohttp.ClientSession() as session:
            sockets = await fuzz(Api(session, here.base, token=here.token), plan.nonsense) if plan.nonsense else 0
            assert (await Api(session, here.base).root.get("/readyz")).json()["services"]["realtime"] == "ready"
        told = f"{plan.nonsense} messages of nonsense on {sockets} sockets; "
        return told + f"{len(committed)} writes seen by each of {len(seen)} clients, {sum(c.twice for c in seen)} twice"


def _judge(client: Seen, committed: list[tuple[str, int]]) -> None:
    missing = set(committed) - set(client.order)
    assert not missing, f"{len(missing)} of {len(committed)} committed writes never arrived: {sorted(missing)[:5]}"
    invented = set(client.order) - set(committed)
    assert not invented, f"arrived and never committed: {sorted(invented)[:5]}"
    assert len(client.order) == len(set(client.order)), "a change arrived under two tokens"
    latest: dict[str, int] = {}
    for name, value in client.order:
        assert latest.get(name, -1) < value, f"{name}: {value} after {latest[name]}"
        latest[name] = value
