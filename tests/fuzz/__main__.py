"""`python -m tests.fuzz`: starts the whole stack on a fresh database and lets schemathesis at it.

Every published version through the gateway, and every service behind it on its own. Exit status 1 when any run
finds anything.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import uvloop

from gateway.generated.lifecycle import VERSIONS
from gateway.processes import service_processes
from gateway.server import listening
from gateway.settings import GatewaySettings
from gateway.topology import SERVICES, build_gateway, split
from services.chassis.postgres import start_embedded
from services.prepare import prepare

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def schemathesis(document: str, base_url: str, token: str, arguments: list[str]) -> int:
    """Runs the command-line tool over one document; its exit status."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", document, "--url", base_url]
    command += ["--checks", "all", "--header", f"Authorization: Bearer {token}", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


async def sign_in(url: str) -> str:
    """An access token of the demo admin."""
    async with aiohttp.ClientSession() as session:
        body = {"username": "admin", "password": "admin-password-1"}
        async with session.post(f"{url}/api/v2/auth/token", json=body) as response:
            answer = await response.json()
            token: str = answer["data"]["access_token"]
            return token


async def fuzz(directory: Path, target: str, arguments: list[str]) -> int:
    """schemathesis's exit status for one version or service, on a stack and a database of its own: a run may rename
    or suspend the very account it signs in with."""
    async with AsyncExitStack() as stack:
        server = await asyncio.to_thread(start_embedded, directory / target)
        stack.callback(server.stop)
        await prepare(server.url, demo=True, admin_password="")
        environment = {**os.environ, "DATABASE_URL": server.url}
        urls = await stack.enter_async_context(service_processes(SERVICES, environment))
        settings = GatewaySettings.read({"RATE_LIMIT": "100000/second", "SIGN_IN_RATE_LIMIT": "100000/second"})
        services = await stack.enter_async_context(split(urls))
        port = await stack.enter_async_context(listening(build_gateway(services, settings), "127.0.0.1", 0))
        url = f"http://127.0.0.1:{port}"
        if target in VERSIONS:
            document, base_url = f"{url}/openapi/{target}.json", f"{url}/api/{target}"
        else:
            document, base_url = str(ROOT / "services" / target / "generated" / "document.json"), urls[target]
        return await asyncio.to_thread(schemathesis, document, base_url, await sign_in(url), arguments)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="versions or services; all of them by default")
    parser.add_argument("--max-examples", type=int, default=200, help="test cases per operation and phase")
    parser.add_argument("--max-time", type=int, help="seconds for each run")
    options = parser.parse_args()
    targets = options.targets or [*VERSIONS, *SERVICES]
    unknown = sorted(set(targets) - {*VERSIONS, *SERVICES})
    if unknown:
        parser.error(f"no such version or service: {', '.join(unknown)}")
    arguments = ["--max-examples", str(options.max_examples), "--no-color"]
    if options.max_time:
        arguments += ["--max-time", str(options.max_time)]
    directory = Path(tempfile.mkdtemp(prefix="trellis-fuzz-"))
    failed = []
    try:
        for target in targets:
            print(f"\n== {target}", flush=True)
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                if runner.run(fuzz(directory, target, arguments)):
                    failed.append(target)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    print(f"\nfuzzed {', '.join(targets)}: {'found something in ' + ', '.join(failed) if failed else 'nothing found'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
