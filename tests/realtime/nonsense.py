"""Messages that make no sense, the same ones every time."""

import asyncio
import json
import random
from typing import Any

from tests.api import Api
from tests.realtime.wire import Closed, opened

SCRAPS = ["{", "}", "[", "]", ":", ",", '"', "\\u0000", "type", "subscribe", "auth", "ping", "payload", "channel", "id"]
SCRAPS += ["users", "filter", "null", "1e999", "-0", "true", "\ud7ff", "fields", "since", "unsubscribe", "\\", "💥"]


def nonsense(random_source: random.Random) -> bytes:
    """A message that somebody might send who means no good, or cannot write."""
    kind = random_source.random()
    if kind < 0.3:
        return random_source.randbytes(random_source.randrange(60))
    if kind < 0.6:
        return "".join(random_source.choices(SCRAPS, k=random_source.randrange(1, 20))).encode()
    odd = {"channel": "users", "filter": {"id": {}}}
    payload: Any = random_source.choice([None, [], {}, {"channel": None}, odd, 7])
    types = ["subscribe", "auth", "unsubscribe", "ping", None, 7]
    message: dict[str, Any] = {
        "type": random_source.choice(types),
        "id": random_source.choice([None, "x", 3]),
        "payload": payload,
    }
    odd_ones: list[Any] = [message, [message], {**message, "more": 1}]
    return json.dumps(random_source.choice(odd_ones)).encode()


async def fuzz(admin: Api, number: int) -> int:
    """Sends so many, over as many sockets as it takes; how many of those were closed."""
    source = random.Random(20261123)
    sent, sockets = 0, 0
    while sent < number:
        async with opened(admin, headers={"Authorization": f"Bearer {admin.token}"}) as client:
            sockets += 1
            writer = client.ws._writer
            try:
                for _ in range(min(50, number - sent)):
                    await writer.send_frame(nonsense(source), 1)
                    sent += 1
                    await asyncio.sleep(0)
                await writer.send_frame(b"", 9)
            except ConnectionError:
                pass
            try:
                while True:
                    await client.receive(5)
            except Closed as closed:
                assert closed.code in (4400, 1007), closed
            except TimeoutError:
                pass
    return sockets
