"""A listener between a service and PostgreSQL, which hears every statement (protocol 3.0, section 54.7)."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

SOCKET = ".s.PGSQL.5432"


# By the name that a connection gives itself: what answers requests, and not what the others do in the meantime.
ANSWERING = {b"users", b"orders"}


@dataclass
class Heard:
    """The statements of `ANSWERING` that went through, in order; `url` is the way through."""

    url: str
    statements: list[str] = field(default_factory=list)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def _listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: Heard) -> None:
    """Passes the client's messages on. The first has no type; a `Q` is a statement."""
    try:
        size = await reader.readexactly(4)
        start = await reader.readexactly(struct.unpack("!I", size)[0] - 4)
        writer.write(size + start)
        # After the version of the protocol: names and values, each with a zero behind it.
        texts = start[4:].split(b"\0")
        answering = dict(zip(texts[::2], texts[1::2], strict=False)).get(b"application_name") in ANSWERING
        while True:
            head = await reader.readexactly(5)
            body = await reader.readexactly(struct.unpack("!I", head[1:])[0] - 4)
            if answering and head[:1] == b"Q":
                heard.statements.append(body.rstrip(b"\0").decode())
            writer.write(head + body)
            await writer.drain()
    except asyncio.IncompleteReadError:
        writer.close()


@asynccontextmanager
async def listening_in(database_url: str) -> AsyncIterator[Heard]:
    """A URL of the same database with somebody in between."""
    host = parse_qs(urlsplit(database_url).query)["host"][0]
    tasks: set[asyncio.Task[None]] = set()
    with TemporaryDirectory(prefix="trellis-") as directory:
        heard = Heard(database_url.replace(host, directory))

        async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            from_server, to_server = await asyncio.open_unix_connection(f"{host}/{SOCKET}")
            answers = asyncio.ensure_future(_copy(from_server, writer))
            tasks.add(answers)
            await _listen(reader, to_server, heard)

        server = await asyncio.start_unix_server(connect, Path(directory) / SOCKET)
        try:
            yield heard
        finally:
            server.close()
            for task in tasks:
                task.cancel()
