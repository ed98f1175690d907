"""HTTP/1.1 by hand, for requests no client library would send and answers none would show."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class RawAnswer:
    """What came back before the server closed: the head taken apart, everything behind it as bytes."""

    status: int
    headers: list[tuple[str, str]]
    rest: bytes

    def header(self, name: str) -> list[str]:
        """The values of all lines of that name."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


async def exchange(url: str, request: bytes, *, seconds: float = 10.0) -> RawAnswer:
    """Sends bytes and reads until the server closes; `request` should ask for `Connection: close`."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        writer.write(request)
        async with asyncio.timeout(seconds):
            await writer.drain()
            received = await reader.read()
    finally:
        writer.close()
    head, _, rest = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return RawAnswer(int(first.split(" ")[1]), headers, rest)


def request(method: str, target: str | bytes, *lines: str, body: bytes = b"") -> bytes:
    """A request of one line, a few headers and a body, on a connection that closes behind it."""
    raw = target.encode() if isinstance(target, str) else target
    length = [f"Content-Length: {len(body)}"] if body else []
    head = "\r\n".join(["Host: trellis.example", "Connection: close", *length, *lines])
    return b"%s %s HTTP/1.1\r\n%s\r\n\r\n%s" % (method.encode(), raw, head.encode("utf-8"), body)
