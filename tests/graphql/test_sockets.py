"""graphql-transport-ws: how a socket begins, whom it lets in and for how long, and how it ends."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest

from tests.access.cast import make_key
from tests.api import Api
from tests.graphql.talking import PROTOCOL, Talk, opened, talking
from tests.people import MakeUser, Person
from tests.servers import embedded_gateway
from tests.tokens import short_lived

FOLLOW = "subscription { userChanged { id } }"
ROWS = "users(pagination: {first: 100}) { edges { node { id email username role status fullName createdAt } } }"
# Half a megabyte; some of it fits into what the kernel keeps for a client.
LARGE = "{" + " ".join(f"a{number}: {ROWS}" for number in range(18)) + "}"


@pytest.fixture(scope="module")
async def strict(database_url: str, api: Api) -> AsyncIterator[Api]:
    """A gateway whose limits a test can reach."""
    limits = {
        "SOCKET_AUTH_SECONDS": "1",
        "SOCKETS_PER_CALLER": "2",
        "SOCKET_MESSAGES_PER_MINUTE": "20",
        "ALLOWED_ORIGINS": "https://app.example",
    }
    async with embedded_gateway(database_url, **limits) as url:
        yield api.at(url)


async def test_only_the_one_subprotocol_is_spoken(boss: Api) -> None:
    async with opened(boss, protocols=("graphql-ws", PROTOCOL)) as talk:
        assert talk.ws.protocol == PROTOCOL
    for protocols in ((), ("graphql-ws",)):
        async with opened(boss, protocols=protocols) as talk:
            assert (await talk.end()).code == 4406


@pytest.mark.parametrize("name", ["Authorization", "authorization", "token"])
async def test_browsers_send_their_token_as_a_parameter(anybody: Api, person: Person, name: str) -> None:
    async with opened(anybody) as talk:
        await talk.begin(**{name: f"Bearer {person.api.token}" if name != "token" else person.api.token})
        await talk.answered()


async def test_headers_may_bring_the_credentials(anybody: Api, person: Person) -> None:
    key = await make_key(person, "read")
    for headers in ({"Authorization": f"Bearer {person.api.token}"}, {"X-API-Key": key["key"]}):
        async with opened(anybody, headers=headers) as talk:
            await talk.send(type="connection_init")
            assert await talk.receive() == {"type": "connection_ack"}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        async with opened(anybody, headers={"Authorization": "Bearer a.b.c"}):
            pass
    assert refusal.value.status == 401


@pytest.mark.parametrize("token", [None, "", "a.b.c", "nobody's key", "line\nbreak", "\0", "ключ", "Bearer "], ids=repr)
async def test_without_good_credentials_nobody_gets_in(anybody: Api, token: str | None) -> None:
    async with opened(anybody) as talk:
        await talk.send(type="connection_init", payload={"token": token})
        assert (await talk.end()).code == 4401


async def test_nothing_is_done_before_the_acknowledgement(anybody: Api) -> None:
    async with opened(anybody) as talk:
        await talk.answered()
        await talk.send(type="subscribe", id="a", payload={"query": "{ __typename }"})
        assert (await talk.end()).code == 4401


async def test_who_says_nothing_in_time_is_sent_away(strict: Api) -> None:
    began = time.monotonic()
    async with opened(strict) as talk:
        assert (await talk.end()).code == 4408
    assert 0.9 < time.monotonic() - began < 3


async def test_initialising_twice_or_an_id_that_is_in_use_ends_the_socket(boss: Api) -> None:
    async with talking(boss) as talk:
        await talk.send(type="connection_init")
        assert (await talk.end()).code == 4429
    async with opened(boss) as talk:
        for _ in range(2):
            await talk.send(type="connection_init", payload={"token": boss.token})
        assert (await talk.end()).code == 4429
    async with talking(boss) as talk:
        for _ in range(2):
            await talk.send(type="subscribe", id="same", payload={"query": FOLLOW})
        closed = await talk.end()
        assert (closed.code, closed.reason) == (4409, "Subscriber for same already exists")


MALFORMED = [
    "null",
    "[]",
    '"ping"',
    "{",
    "{}",
    '{"type": "shout"}',
    '{"type": "next", "id": "a", "payload": {}}',
    '{"type": "connection_ack"}',
    '{"type": "ping", "payload": 7}',
    '{"type": "complete"}',
    '{"type": "complete", "id": ""}',
    '{"type": "subscribe", "payload": {"query": "{ __typename }"}}',
    '{"type": "subscribe", "id": 7, "payload": {"query": "{ __typename }"}}',
    '{"type": "subscribe", "id": "a"}',
    '{"type": "subscribe", "id": "a", "payload": {}}',
    '{"type": "subscribe", "id": "a", "payload": {"query": 7}}',
    '{"type": "subscribe", "id": "a", "payload": {"query": "{ __typename }", "variables": []}}',
    '{"type": "subscribe", "id": "a", "payload": {"query": "{ __typename }", "operationName": 7}}',
    '{"type": "subscribe", "id": "a", "payload": {"query": "{ __typename }", "extensions": "x"}}',
    "[" * 30_000,
]


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text[:70])
async def test_what_is_no_message_ends_this_socket_and_nothing_else(boss: Api, text: str) -> None:
    async with talking(boss) as other, talking(boss) as talk:
        await talk.ws.send_str(text)
        assert (await talk.end()).code == 4400
        await other.answered()


async def test_a_message_that_is_too_big_or_not_text_has_its_own_code(boss: Api) -> None:
    async with talking(boss) as talk:
        await talk.send(type="ping", payload={"x": "x" * 70_000})
        assert (await talk.end()).code == 1009
    async with talking(boss) as talk:
        await talk.ws.send_bytes(b"{}")
        assert (await talk.end()).code == 1003


SCRAPS = ["{", "}", "[", "]", ":", ",", '"', "\\u0000", '"type"', '"subscribe"', "payload", "id", "null", "1e999", "💥"]


def nonsense(source: random.Random) -> bytes:
    """What is no message, however near it comes."""
    kind = source.random()
    if kind < 0.3:
        return source.randbytes(source.randrange(1, 60))
    if kind < 0.6:
        return "".join(source.choices(SCRAPS, k=source.randrange(1, 20))).encode()
    kinds = ["subscribe", "complete", "next", "error", "connection_ack", None, 7]
    odd: list[Any] = [None, [], {}, {"query": None}, {"query": "{ a }", "variables": 7}, 7]
    id: Any = source.choice([None, "", 3, [], "x" * 200])
    return json.dumps({"type": source.choice(kinds), "id": id, "payload": source.choice(odd)}).encode()


async def test_hundreds_of_senseless_messages_only_ever_end_their_own_socket(boss: Api) -> None:
    """The same ones every time."""
    source = random.Random(20261123)
    async with talking(boss) as other:
        for _ in range(300):
            async with talking(boss) as talk:
                await talk.ws._writer.send_frame(nonsense(source), 1)
                assert (await talk.end()).code in (4400, 1007)
        await other.answered()


async def test_limits_of_messages_connections_and_operations(strict: Api, boss: Api, make_user: MakeUser) -> None:
    me = strict.holding((await make_user()).api.token)
    async with talking(me), talking(me) as talk:
        async with opened(me) as third:
            await third.send(type="connection_init", payload={"token": me.token})
            assert (await third.end()).code == 4429
        for _ in range(25):
            await talk.send(type="ping")
        assert (await talk.end()).code == 4429
    async with talking(me) as again:
        await again.answered()
    async with talking(boss) as talk:
        for _ in range(100):
            await talk.ask(FOLLOW)
        error = await talk.refused(await talk.ask(FOLLOW))
        assert error["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"


async def test_pages_of_somebody_else_open_no_socket(strict: Api) -> None:
    for origin in (strict.base, "https://app.example"):
        async with opened(strict, headers={"Origin": origin}) as talk:
            await talk.answered()
    for origin in ("https://evil.example", "null"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            async with opened(strict, headers={"Origin": origin}):
                pass
        assert refusal.value.status == 403


async def test_whoever_may_no_longer_be_here_is_gone_within_5_s(anybody: Api, boss: Api, make_user: MakeUser) -> None:
    """Signed out, suspended, deleted, with other rights, or with a key that was revoked; and nobody else."""
    left, suspended, deleted, promoted, keyed, stays = [await make_user() for _ in range(6)]
    key = await make_key(keyed, "read")
    tokens = [person.api.token for person in (left, suspended, deleted, promoted)] + [key["key"]]
    async with AsyncExitStack() as stack:
        other = await stack.enter_async_context(talking(anybody.holding(stays.api.token)))
        talks = [await stack.enter_async_context(talking(anybody.holding(token))) for token in tokens]
        for talk in (other, *talks):
            await talk.ask(FOLLOW)
            await talk.answered()
        began = time.monotonic()
        answers = [
            await left.api.post("/auth/revoke", {"token": left.api.token}),
            await boss.patch(suspended.path, {"status": "suspended"}),
            await boss.delete(deleted.path),
            await boss.patch(promoted.path, {"role": "admin"}),
            await keyed.api.delete(f"/api-keys/{key['id']}"),
        ]
        assert {answer.status for answer in answers} <= {200, 204}
        assert [closed.code for closed in await asyncio.gather(*(talk.end(6) for talk in talks))] == [4403] * 5
        assert time.monotonic() - began < 5
        await other.answered()


async def test_a_client_that_does_not_read_is_sent_away_and_harms_nobody(admin: Api) -> None:
    """What it asked for waits for it in bounded memory, and not for ever."""
    async with talking(admin) as other, talking(admin) as talk:
        connection = talk.ws._response.connection
        assert connection is not None and connection.transport is not None
        transport = connection.transport
        transport.pause_reading()
        for _ in range(60):
            await talk.ask(LARGE)
        await asyncio.sleep(4)
        await other.answered()
        await asyncio.sleep(5.5)
        transport.resume_reading()
        # Who has not read the goodbye in time is dropped without one.
        assert (await talk.end()).code in (1013, 1006)
        await other.answered()


async def test_an_expired_token_ends_the_socket(anybody: Api, person: Person, database_url: str) -> None:
    token = await short_lived(database_url, person.api.token or "", 2)
    async with talking(anybody.holding(token)) as talk:
        await talk.ask(FOLLOW)
        closed = await talk.end()
    assert (closed.code, "expired" in closed.reason) == (4403, True)


async def test_a_server_that_stops_says_so(database_url: str, admin: Api) -> None:
    async with embedded_gateway(database_url) as url:
        ws = await admin.session.ws_connect(f"{url}/api/v3/graphql/ws", protocols=(PROTOCOL,))
        talk = Talk(ws)
        await talk.begin(token=admin.token)
        await talk.ask(FOLLOW)
        await talk.answered()
        ending = asyncio.create_task(talk.end())
        await asyncio.sleep(0)
        began = time.monotonic()
    assert (await ending).code == 1012
    assert time.monotonic() - began < 4
