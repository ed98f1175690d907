"""How a socket begins, whom it lets in and for how long, and how it ends."""

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.access.cast import make_key
from tests.api import Api
from tests.people import PASSWORD, MakeUser, Person
from tests.realtime.wire import Client, connected, opened
from tests.servers import embedded_gateway
from tests.tokens import short_lived


@pytest.fixture(scope="module")
async def strict(database_url: str, api: Api) -> AsyncIterator[Api]:
    """A gateway whose limits a test can reach."""
    limits = {
        "SOCKET_AUTH_SECONDS": "1",
        "SOCKET_PING_SECONDS": "1",
        "SOCKETS_PER_CALLER": "2",
        "SOCKET_MESSAGES_PER_MINUTE": "20",
        "ALLOWED_ORIGINS": "https://app.example",
    }
    async with embedded_gateway(database_url, **limits) as url:
        yield api.at(url)


async def test_a_browser_sends_its_token_as_a_message(anybody: Api, person: Person) -> None:
    """W18."""
    async with opened(anybody) as client:
        welcome = await client.receive()
        assert (welcome["type"], welcome["payload"]["authenticated"]) == ("connected", False)
        refused = await client.subscribe("users")
        assert (refused["type"], refused["payload"]["code"]) == ("error", "UNAUTHORIZED")
        await client.send(type="auth", id="a", payload={"token": person.api.token})
        await client.send(type="subscribe", id="b", payload={"channel": "users"})
        assert (await client.answer("a"))["payload"]["success"]
        assert (await client.answer("b"))["type"] == "ack"


async def test_an_api_key_opens_a_socket_and_its_scopes_hold(anybody: Api, person: Person) -> None:
    """W18."""
    reading, writing = await make_key(person, "read"), await make_key(person, "write")
    async with opened(anybody, headers={"X-API-Key": reading["key"]}) as client:
        assert (await client.receive())["payload"]["authenticated"]
        assert (await client.subscribe("users"))["type"] == "ack"
    async with opened(anybody) as client:
        assert (await client.auth(writing["key"]))["payload"]["success"]
        assert (await client.subscribe("users"))["payload"]["code"] == "FORBIDDEN"


async def test_a_wrong_token_has_one_attempt(anybody: Api) -> None:
    """W18: 4401, and the answer says so before."""
    async with opened(anybody) as client:
        answer = await client.auth("a.b.c")
        assert not answer["payload"]["success"]
        assert (await client.end()).code == 4401
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        async with opened(anybody, headers={"Authorization": "Bearer a.b.c"}):
            pass
    assert refusal.value.status == 401


async def test_who_says_nothing_in_time_is_sent_away(strict: Api) -> None:
    """W18."""
    began = time.monotonic()
    async with opened(strict) as client:
        assert (await client.end()).code == 4401
    assert 0.9 < time.monotonic() - began < 3


async def test_an_expired_token_ends_the_socket(anybody: Api, person: Person, database_url: str) -> None:
    """W18: whose signature was good when it opened."""
    token = await short_lived(database_url, person.api.token or "", 2)
    async with connected(anybody.holding(token)) as client:
        await client.following("users")
        closed = await client.end()
    assert (closed.code, "expired" in closed.reason) == (4403, True)


async def ended(client: Client, since: float) -> int:
    """The close code, which came within 5 s."""
    closed = await client.end(6)
    assert time.monotonic() - since < 5
    return closed.code


async def test_signing_out_ends_the_session_s_sockets(anybody: Api, person: Person) -> None:
    """W18: and no other session's."""
    other = await person.api.signed_in(person.username, PASSWORD)
    async with connected(anybody.holding(person.api.token)) as client, connected(anybody.holding(other.token)) as stays:
        assert (await person.api.post("/auth/revoke", {"token": person.api.token})).status in (200, 204)
        assert await ended(client, time.monotonic()) == 4403
        await stays.send(type="ping", id="p")
        assert (await stays.answer("p"))["type"] == "pong"
    with_message = anybody.holding(None)
    async with opened(with_message) as late:
        assert not (await late.auth(person.api.token or ""))["payload"]["success"]


@pytest.mark.parametrize("change", [{"status": "suspended"}, {"role": "admin"}, None], ids=str)
async def test_suspension_deletion_and_other_rights_end_the_sockets(
    anybody: Api, boss: Api, person: Person, change: dict[str, str] | None
) -> None:
    """W18: at once, in the order of the changes, so that nothing after it is seen."""
    async with connected(anybody.holding(person.api.token)) as client:
        await client.following("users")
        began = time.monotonic()
        answer = await (boss.patch(person.path, change) if change else boss.delete(person.path))
        assert answer.status in (200, 204)
        assert await ended(client, began) == 4403


async def test_the_end_of_an_api_key_ends_its_sockets(anybody: Api, person: Person) -> None:
    """W18."""
    key = await make_key(person, "read")
    async with opened(anybody, headers={"X-API-Key": key["key"]}) as client:
        assert (await client.receive())["payload"]["authenticated"]
        assert (await person.api.delete(f"/api-keys/{key['id']}")).status == 204
        assert await ended(client, time.monotonic()) == 4403


MALFORMED = [
    "null",
    "[]",
    '"subscribe"',
    "{",
    "{}",
    '{"type": "subscribe"}',
    '{"type": "subscribe", "id": "x", "payload": null}',
    '{"type": "subscribe", "id": 7, "payload": {"channel": "users"}}',
    '{"type": "shout", "payload": {}}',
    '{"type": "auth", "payload": {"token": "a", "admin": true}}',
    '{"type": "subscribe", "id": "x", "payload": {"channel": "users", "filter": []}}',
    "[" * 30_000,
]


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text[:60])
async def test_what_is_no_message_ends_this_socket_and_nothing_else(socket: Client, boss: Api, text: str) -> None:
    """W16."""
    await socket.ws.send_str(text)
    assert (await socket.end()).code == 4400
    async with connected(boss) as another:
        assert (await another.subscribe("users"))["type"] == "ack"


async def test_a_message_that_is_too_big_or_not_text_has_its_own_code(boss: Api) -> None:
    """W19."""
    async with connected(boss) as client:
        await client.send(type="ping", id="x" * 70_000)
        assert (await client.end()).code == 1009
    async with connected(boss) as client:
        await client.ws.send_bytes(b"{}")
        assert (await client.end()).code == 1003


async def test_pages_of_somebody_else_open_no_socket(strict: Api, admin: Api) -> None:
    """W19: cross-site WebSocket hijacking."""
    headers = {"Authorization": f"Bearer {admin.token}"}
    for origin in (strict.base, "https://app.example"):
        async with opened(strict, headers={**headers, "Origin": origin}) as client:
            assert (await client.receive())["type"] == "connected"
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            async with opened(strict, headers={**headers, "Origin": origin}):
                pass
        assert refusal.value.status == 403


async def test_limits_of_messages_connections_and_subscriptions(strict: Api, make_user: MakeUser) -> None:
    """W19."""
    person = await make_user()
    me = strict.holding(person.api.token)
    async with connected(me), connected(me) as client:
        async with opened(me, headers={"Authorization": f"Bearer {me.token}"}) as third:
            assert (await third.end()).code == 4429
        for number in range(25):
            await client.send(type="ping", id=str(number))
        assert (await client.end()).code == 4429


async def test_a_socket_takes_so_many_subscriptions_each_under_its_own_id(socket: Client) -> None:
    """W19."""
    await socket.send(type="subscribe", id="same", payload={"channel": "users"})
    assert (await socket.answer("same"))["type"] == "ack"
    await socket.send(type="subscribe", id="same", payload={"channel": "users"})
    assert (await socket.answer("same"))["payload"]["code"] == "CONFLICT"
    for _ in range(99):
        assert (await socket.subscribe("orders", fields=["id"]))["type"] == "ack"
    assert (await socket.subscribe("orders"))["payload"]["code"] == "TOO_MANY_SUBSCRIPTIONS"


async def test_the_server_pings_and_drops_who_does_not_answer(strict: Api, make_user: MakeUser) -> None:
    """W12."""
    person = await make_user()
    url = f"{strict.base}/api/v3/ws"
    headers = {"Authorization": f"Bearer {person.api.token}"}
    async with strict.session.ws_connect(url, headers=headers, autoping=False) as ws:
        types = [(await asyncio.wait_for(ws.receive(), 6)).type for _ in range(2)]
        assert types == [aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.PING]
        # No pong: the connection is dropped.
        while (await asyncio.wait_for(ws.receive(), 6)).type is aiohttp.WSMsgType.PING:
            pass
    async with strict.session.ws_connect(url, headers=headers) as ws:
        await ws.receive()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ws.receive(), 4)
        assert not ws.closed


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 426),
        ({"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "8"}, 426),
        ({"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}, 400),
    ],
    ids=["no upgrade", "another version", "no key"],
)
async def test_what_is_no_handshake_is_told_so(anybody: Api, headers: dict[str, str], status: int) -> None:
    answer = await anybody.version("v3").get("/ws", headers=headers)
    assert answer.status == status
    if status == 426:
        assert (answer.headers["Sec-WebSocket-Version"], answer.headers["Upgrade"]) == ("13", "websocket")
    assert (await anybody.version("v2").get("/ws")).status == 404


async def test_a_server_that_stops_says_so(database_url: str, admin: Api) -> None:
    """W21: 1012, and clients come back elsewhere."""
    async with embedded_gateway(database_url) as url:
        ws = await admin.session.ws_connect(f"{url}/api/v3/ws", headers={"Authorization": f"Bearer {admin.token}"})
        client = Client(ws)
        await client.following("users")
        ending = asyncio.create_task(client.end())
        await asyncio.sleep(0)
        began = time.monotonic()
    assert (await ending).code == 1012
    assert time.monotonic() - began < 4
