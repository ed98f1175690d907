"""`python -m tests.fuzz`: starts the whole stack on a fresh database and lets schemathesis at it.

Every published version through the gateway, and every service behind it on its own. Exit status 1 when any run
finds anything.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import uvloop

from gateway.generated.lifecycle import VERSIONS
from gateway.processes import service_processes
from gateway.server import listening
from gateway.settings import GatewaySettings
from gateway.topology import SERVICES, build_gateway, split
from services.chassis.postgres import start_embedded
from services.prepare import prepare
from services.users.accounts import DEMO

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def write_configuration(directory: Path, sign_in_url: str) -> Path:
    """The repository's configuration, with identities: alice and bob must not see each other's objects."""
    identities = [_identity(name, password) for name, password in DEMO]
    login = {
        "externalEndpointURL": sign_in_url,
        "verb": "POST",
        "contentType": "application/json",
        "token": {
            "extractFrom": "body",
            "extractSelector": "/data/access_token",
            "sendIn": "header",
            "sendName": "Authorization",
            "sendTemplate": "Bearer {token}",
        },
    }
    identities_file = directory / "identities.yaml"
    identities_file.write_text(json.dumps({"auth": identities, "authTemplate": {"loginEndpointAuth": login}}))
    configuration = directory / "schemathesis.toml"
    # A token lives for 15 minutes.
    configuration.write_text(
        (ROOT / "schemathesis.toml").read_text()
        + f"""
[auth.wfc]
path = {json.dumps(str(identities_file))}
refresh_interval = 600
peers = ["alice", "bob"]
"""
    )
    return configuration


def _identity(name: str, password: str) -> dict[str, Any]:
    credentials = {"username": name, "password": password, "usernameField": "username", "passwordField": "password"}
    return {"name": name, "loginEndpointAuth": {"payloadUserPwd": credentials}}


def schemathesis(document: str, base_url: str, configuration: Path, arguments: list[str]) -> int:
    """Runs the command-line tool over one document; its exit status."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(configuration)]
    command += ["run", document, "--url", base_url, "--checks", "all", *arguments]
    return subprocess.run(command, cwd=configuration.parent, check=False).returncode


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
        services = await stack.enter_async_context(split(urls, environment))
        port = await stack.enter_async_context(listening(build_gateway(services, settings), "127.0.0.1", 0))
        url = f"http://127.0.0.1:{port}"
        if target in VERSIONS:
            document, base_url = f"{url}/openapi/{target}.json", f"{url}/api/{target}"
        else:
            document, base_url = str(ROOT / "services" / target / "generated" / "document.json"), urls[target]
        configuration = write_configuration(directory, f"{url}/api/v2/auth/token")
        return await asyncio.to_thread(schemathesis, document, base_url, configuration, arguments)


# Those have some sixty parameters each, and trying every one by itself takes minutes.
LISTINGS = "^list[A-Z]"


def plans(targets: list[str], options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """What to run: a target and the tool's arguments, each. The quick plan leaves the combing through of every single
    parameter to one version, and there to what is no listing."""
    common = ["--max-examples", str(options.max_examples), "--no-color"]
    if not options.quick:
        return [(target, common) for target in targets]
    # The same every time: a check of a change must not depend on chance. The long form looks for something new.
    common += ["--seed", "1"]
    combing = [*common, "--phases", "coverage", "--exclude-operation-id-regex", LISTINGS]
    return [(target, [*common, "--phases", "examples,fuzzing,stateful"]) for target in targets] + [("v2", combing)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="versions or services; all of them by default")
    parser.add_argument("--max-examples", type=int, default=200, help="test cases per operation and phase")
    parser.add_argument("--quick", action="store_true", help="the short form that CI runs")
    options = parser.parse_args()
    targets = options.targets or [*VERSIONS, *SERVICES]
    unknown = sorted(set(targets) - {*VERSIONS, *SERVICES})
    if unknown:
        parser.error(f"no such version or service: {', '.join(unknown)}")
    failed = []
    for target, arguments in plans(targets, options):
        print(f"\n== {target}: {' '.join(arguments)}", flush=True)
        with (
            tempfile.TemporaryDirectory(prefix="trellis-fuzz-", ignore_cleanup_errors=True) as directory,
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            if runner.run(fuzz(Path(directory), target, arguments)):
                failed.append(target)
    print(f"\nfuzzed {', '.join(targets)}: {'found something in ' + ', '.join(failed) if failed else 'nothing found'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
