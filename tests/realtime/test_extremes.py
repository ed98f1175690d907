"""Large rows, emptied tables, clients that do not read, and messages that make no sense; on a database of its own."""

import asyncio
import resource
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
import yaml

from services.chassis.postgres import start_embedded
from services.prepare import prepare
from services.realtime.generated import models
from tests.api import Api
from tests.realtime.nonsense import fuzz
from tests.realtime.test_event_streams import streaming
from tests.realtime.wire import connected
from tests.rooms.sources import ROOT
from tests.servers import database_directory, embedded_gateway

PASSWORD = "a-password-for-this-only"
Run = Callable[..., None]


@pytest.fixture(scope="module")
async def lab(api: Api) -> AsyncIterator[tuple[Api, Run]]:
    """The admin of a gateway with a database that may be spoiled, and statements past the API."""
    async with AsyncExitStack() as stack:
        server = start_embedded(stack.enter_context(database_directory()))
        stack.callback(server.stop)
        await prepare(server.url, demo=False, admin_password=PASSWORD)
        base = await stack.enter_async_context(embedded_gateway(server.url, SOCKETS_PER_CALLER="100000"))
        connection = psycopg2.connect(server.url)
        connection.autocommit = True
        stack.callback(connection.close)

        def run(statement: str, *parameters: Any) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)

        run("INSERT INTO orders.categories (id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'all')")
        admin = await api.at(base).signed_in("admin", PASSWORD)
        yield admin, run


INSERT = (
    "INSERT INTO orders.products (name, description, price, currency, inventory, category_id)"
    " SELECT %s || n, %s, 1, 'USD', 1, '00000000-0000-0000-0000-000000000001' FROM generate_series(1, %s) n"
)


async def test_a_row_of_a_megabyte_is_written_and_its_change_arrives(lab: tuple[Api, Run]) -> None:
    """W7: far past the 8 kB of a notification."""
    admin, run = lab
    run("ALTER TABLE orders.products DROP CONSTRAINT products_description_check")
    text = "a " * 2**19
    async with connected(admin, max_msg_size=2**24) as client:
        await client.following("products", fields=["description"])
        run(INSERT, "large ", text, 1)
        assert (await client.event())["data"] == {"description": text}


async def test_an_emptied_table_is_told_as_a_gap(lab: tuple[Api, Run]) -> None:
    """W9: on sockets and streams, live and after a resume."""
    admin, run = lab
    async with connected(admin) as client, streaming(admin, channel="orders") as stream:
        place = (await client.following("orders"))["resume"]
        run("TRUNCATE orders.orders CASCADE")
        message = await client.receive()
        assert (message["type"], message["payload"]["reason"]) == ("gap", "truncated")
        assert (await stream.event())["event"] == "gap"
    async with connected(admin) as again:
        await again.following("orders", since=place)
        assert (await again.receive())["payload"] == message["payload"]


async def test_a_statement_of_ten_thousand_rows_arrives_whole(lab: tuple[Api, Run]) -> None:
    """W20: more than waits for one client at a time, told to one that reads."""
    admin, run = lab
    async with connected(admin) as client:
        await client.following("products", fields=["name"])
        await asyncio.to_thread(run, INSERT, "many ", None, 10_000)
        names = [row["name"] for _, row in await client.events(10_000)]
        assert names == [f"many {number}" for number in range(1, 10_001)]


def stalled(admin: Api) -> socket.socket:
    """A client that follows everything and reads nothing."""
    url = urlsplit(admin.base)
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.connect((url.hostname, url.port))
    raw.sendall(
        f"GET /api/v3/ws HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: Bearer {admin.token}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    wish = b'{"type":"subscribe","id":"s","payload":{"channel":"products"}}'
    raw.sendall(bytes((0x81, 0x80 | len(wish), 0, 0, 0, 0)) + wish)
    return raw


async def test_clients_that_do_not_read_go_and_harm_nobody(lab: tuple[Api, Run]) -> None:
    """W20: they are gone within 10 s, at little memory, and others hear on time."""
    admin, run = lab
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lazy = [await asyncio.to_thread(stalled, admin) for _ in range(20)]
    async with connected(admin) as client:
        await client.following("products", fields=["name"], filter={"inventory": 1})
        await asyncio.sleep(0.3)
        waits = []
        began = time.monotonic()
        for number in range(12):
            sent = time.monotonic()
            await asyncio.to_thread(run, INSERT, f"{number} ", "x" * 4000, 200)
            await client.events(200)
            waits.append(time.monotonic() - sent)
            await asyncio.sleep(0.1)
        assert sorted(waits)[len(waits) // 2] < 1
        await asyncio.sleep(max(0.0, 10 - (time.monotonic() - began)))
        gone = 0
        for raw in lazy:
            raw.settimeout(1)
            gone += await asyncio.to_thread(_is_closed, raw)
            raw.close()
    assert gone == len(lazy)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def _is_closed(raw: socket.socket) -> bool:
    try:
        while raw.recv(2**16):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


async def test_a_slow_client_may_have_the_last_state_of_each_row_only(lab: tuple[Api, Run]) -> None:
    """W20: `overflow: coalesce`, per subscription."""
    admin, run = lab
    run(INSERT, "busy ", None, 1)
    async with connected(admin) as client:
        wish = {"fields": ["inventory", "description"], "filter": {"name": "busy 1"}}
        await client.following("products", overflow="coalesce", **wish)
        client.ws._reader._protocol.pause_reading()
        update = "UPDATE orders.products SET inventory = %s, description = repeat(md5(%s), 3000) WHERE name = 'busy 1'"
        for number in range(120):
            await asyncio.to_thread(run, update, number, str(number))
        await asyncio.sleep(0.2)
        client.ws._reader._protocol.resume_reading()
        inventories: list[int] = []
        while not inventories or inventories[-1] != 119:
            inventories.append((await client.event())["data"]["inventory"])
    assert inventories == sorted(inventories)
    assert len(inventories) < 120


async def test_messages_that_make_no_sense_end_their_socket_only(lab: tuple[Api, Run]) -> None:
    """W16: 4400 or 1007 and nothing else, and the server lives."""
    admin, _ = lab
    await fuzz(admin, 2_000)
    async with connected(admin) as client:
        assert (await client.subscribe("users"))["type"] == "ack"


def test_every_message_of_the_protocol_is_a_type_of_its_own() -> None:
    """W1, W17: compiled from the document, each told from the others by its `type`."""
    document = yaml.safe_load((ROOT / "specs/openapi/realtime.yaml").read_text())
    schemas = document["components"]["schemas"]
    for union in ("ClientMessage", "ServerMessage"):
        mapping = schemas[union]["discriminator"]["mapping"]
        assert len(mapping) == len(schemas[union]["oneOf"])
        for tag, reference in mapping.items():
            struct = getattr(models, reference.rpartition("/")[2])
            assert struct.__struct_config__.tag == tag
