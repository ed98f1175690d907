"""Where events go: a broker and an address, each of which fails at times."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import nats
import pytest
from aiohttp import web
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError
from psycopg2.extensions import connection
from standardwebhooks.webhooks import Webhook

from tests.cdc.broker import Broker
from tests.cdc.conftest import MakeConnector
from tests.cdc.running import Connector, eventually
from tests.cdc.test_connector import insert, run

SECRET = "whsec_" + base64.b64encode(b"x" * 32).decode()


async def until(condition: Any, seconds: float = 20.0) -> Any:
    return await asyncio.to_thread(eventually, condition, seconds)


async def messages(url: str, stream: str, topic: str, least: int) -> list[Any]:
    """All messages of a topic, once there are that many."""
    client = await nats.connect(url)
    try:
        context = client.jetstream()
        async with asyncio.timeout(20):
            while (count := await _count(context, stream)) < least:
                await asyncio.sleep(0.05)
        config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL, ack_policy=AckPolicy.NONE)
        subscription = await context.pull_subscribe(topic, stream=stream, config=config)
        found: list[Any] = []
        while len(found) < count:
            found += await subscription.fetch(min(500, count - len(found)), timeout=5)
        return found
    finally:
        await client.close()


async def test_a_broker_has_every_event_once_and_in_order_though_all_are_killed(
    database: connection, make: MakeConnector, tmp_path: Path
) -> None:
    broker = Broker(tmp_path / "nats")
    broker.start()
    connector = make(CDC_SINK="nats", CDC_NATS_URL=broker.url)
    try:
        connector.start()
        await until(lambda: connector.streams(database))
        for round_ in range(4):
            for part in range(4):
                insert(database, connector, round_ * 2000 + part * 500 + 1, round_ * 2000 + part * 500 + 500)
            if round_ % 2:
                connector.kill()
                connector.start()
            else:
                broker.kill()
                broker.start()
        run(database, f"DELETE FROM {connector.table} WHERE id = 1")
        found = await messages(broker.url, f"CDC_{connector.name}", f"db.server.{connector.table}", 8002)
    finally:
        broker.kill()
    keys = [json.loads(message.headers["Trellis-Key"])["id"] for message in found]
    assert keys == [*range(1, 8001), 1, 1]
    assert len({message.headers["Nats-Msg-Id"] for message in found}) == 8002
    assert json.loads(found[-2].data)["op"] == "d"
    assert found[-1].data == b""


async def _count(context: JetStreamContext, stream: str) -> int:
    try:
        return (await context.stream_info(stream)).state.messages
    except NotFoundError:
        # The connector makes it before its first event.
        return 0


class Receiver:
    """Takes events over HTTP, once it has been refused `failures` times."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.events: list[dict[str, Any]] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        Webhook(SECRET).verify(body, dict(request.headers))
        if self.failures:
            self.failures -= 1
            return web.Response(status=503)
        self.events += json.loads(body)["events"]
        return web.Response(status=204)


@pytest.fixture
async def receiver() -> Any:
    receiver = Receiver(failures=2)
    application = web.Application(client_max_size=8 << 20)
    application.router.add_post("/", receiver.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield receiver
    await runner.cleanup()


def hooked(make: MakeConnector, url: str) -> Connector:
    settings = {"CDC_WEBHOOK_URL": url, "CDC_WEBHOOK_SECRET": SECRET, "CDC_WEBHOOK_ALLOWED_HOSTS": "127.0.0.1"}
    return make(CDC_SINK="webhook", **settings)


async def test_an_address_gets_signed_events_in_order_and_again_until_it_takes_them(
    database: connection, make: MakeConnector, receiver: Receiver
) -> None:
    connector = hooked(make, receiver.url)
    insert(database, connector, 1, 250)
    connector.start()
    await until(lambda: len(receiver.events) == 250)
    assert [event["key"]["id"] for event in receiver.events] == list(range(1, 251))
    assert len({event["id"] for event in receiver.events}) == 250


async def test_a_sink_that_stalls_is_reported_and_catches_up(
    database: connection, make: MakeConnector, receiver: Receiver
) -> None:
    connector = hooked(make, receiver.url)
    connector.start()
    await until(lambda: connector.streams(database))
    receiver.failures = 1_000_000
    insert(database, connector, 1, 300)
    await until(lambda: connector.state(database)["state"] == "stalled")
    assert "answered 503" in connector.state(database)["detail"]
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT pg_current_wal_lsn() > confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = %s",
            (connector.slot,),
        )
        assert cursor.fetchone() == (True,)
    receiver.failures = 0
    await until(lambda: len(receiver.events) == 300)
    await until(lambda: connector.state(database)["state"] == "streaming")


async def test_a_sink_without_an_address_is_refused_at_the_start(make: MakeConnector) -> None:
    connector = make(CDC_SINK="webhook")
    assert connector.start().wait(20) == 1
    assert "CDC_WEBHOOK_URL: must be set for CDC_SINK=webhook" in connector.log
