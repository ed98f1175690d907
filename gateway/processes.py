"""Service processes of a split topology on one machine, for `TOPOLOGY=split` without a container engine."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp

START_SECONDS = 20.0
STOP_SECONDS = 12.0


class ServiceDidNotStart(Exception):
    """A service process ended, or did not become ready in time."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _until_ready(url: str, process: asyncio.subprocess.Process, module: str) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(START_SECONDS):
        while process.returncode is None:
            try:
                async with session.get(f"{url}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass  # not listening yet
            await asyncio.sleep(0.05)
    raise ServiceDidNotStart(f"{module} ended with status {process.returncode}")


@asynccontextmanager
async def service_process(name: str, environment: Mapping[str, str], port: int | None = None) -> AsyncIterator[str]:
    """Runs `python -m services.<name>` while the context is open and yields its base URL."""
    port = port or free_port()
    module = f"services.{name}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, env={**environment, "SERVICE_PORT": str(port)}
    )
    url = f"http://127.0.0.1:{port}"
    try:
        try:
            await _until_ready(url, process, module)
        except TimeoutError as error:
            raise ServiceDidNotStart(f"{module} was not ready within {START_SECONDS:.0f} s") from error
        yield url
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()


@asynccontextmanager
async def service_processes(names: Iterable[str], environment: Mapping[str, str]) -> AsyncIterator[dict[str, str]]:
    """Runs several services that know each other, and yields their base URLs by name. One that the environment
    already has a URL for is left to whoever runs it."""
    given = {name: environment.get(f"{name.upper()}_URL", "").rstrip("/") for name in names}
    ports = {name: free_port() for name, url in given.items() if not url}
    urls = {name: url or f"http://127.0.0.1:{ports[name]}" for name, url in given.items()}
    known = {**environment, **{f"{name.upper()}_URL": url for name, url in urls.items()}}
    async with AsyncExitStack() as stack:
        starts = [stack.enter_async_context(service_process(name, known, port)) for name, port in ports.items()]
        for start in starts:
            await start
        yield urls
