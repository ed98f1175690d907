"""Small servers that stand where a service would: to overhear what the gateway says to it, or to fail like one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from multidict import CIMultiDictProxy

Overheard = list[CIMultiDictProxy[str]]
# Said on the way back as well, by a service that knows no manners.
CHATTER = {
    "X-Internal": "yes",
    "Set-Cookie": "a=b",
    "Server": "secret/1.0",
    "Keep-Alive": "timeout=5",
    "X-Powered-By": "x",
}


@asynccontextmanager
async def eavesdropper(service_url: str) -> AsyncIterator[tuple[str, Overheard]]:
    """Passes requests on to a real service; yields its own URL and the headers of what went through."""
    overheard: Overheard = []

    async def pass_on(request: web.BaseRequest) -> web.StreamResponse:
        overheard.append(request.headers)
        kept = {
            name: value for name, value in request.headers.items() if name.lower() not in ("host", "content-length")
        }
        url = service_url + request.raw_path
        async with session.request(request.method, url, headers=kept, data=await request.read()) as answer:
            body = await answer.read()
            returned = {name: value for name, value in answer.headers.items() if name.lower() != "content-length"}
            return web.Response(status=answer.status, body=body, headers={**returned, **CHATTER})

    runner = web.ServerRunner(web.Server(pass_on))
    await runner.setup()
    async with aiohttp.ClientSession() as session:
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}", overheard
        finally:
            await runner.cleanup()


Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def misbehaving(conversation: Conversation) -> AsyncIterator[str]:
    """A server that says whatever `conversation` says; yields its URL."""
    tasks: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await conversation(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        for task in tasks:
            task.cancel()
        server.close()


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes the request and never answers."""
    await asyncio.Event().wait()


async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers so slowly that no single read ever takes long."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def abrupt(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hangs up in the middle of its answer."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"')
    await writer.drain()


async def garbled(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speaks something else than HTTP."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    await writer.drain()


async def wordy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Fails with a page for people, as a proxy in between might."""
    await reader.readuntil(b"\r\n\r\n")
    page = b"<html>502 Bad Gateway, secret host 10.1.2.3</html>"
    writer.write(
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    )
    await writer.drain()


MISBEHAVIOURS: Mapping[str, Conversation] = {
    "silent": silent,
    "dripping": dripping,
    "abrupt": abrupt,
    "garbled": garbled,
    "wordy": wordy,
}
