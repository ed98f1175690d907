"""Child processes that serve HTTP on the loopback, ended by their own process ids."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
READY_SECONDS = 60.0
STOP_SECONDS = 15.0


class ServerFailed(Exception):
    """A server ended, or did not become ready in time; the message ends with its last output."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `ready_after` is the time from its start to the first 200 of /readyz, in seconds."""

    name: str
    origin: str
    process: subprocess.Popen[bytes]
    ready_after: float

    def resident_megabytes(self) -> float:
        """RSS of the process and its descendants, database processes left out."""
        return sum(map(_resident_kilobytes, _family(self.process.pid))) / 1024


@contextmanager
def serving(name: str, command: Sequence[str], port: int, env: Mapping[str, str]) -> Iterator[Server]:
    """Starts `command`, yields when GET /readyz is 200, and stops what it started at the end."""
    with tempfile.NamedTemporaryFile("w+", prefix=f"bench-{name}-", suffix=".log") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            origin = f"http://{HOST}:{port}"
            _wait_until_ready(name, origin, process, Path(log.name))
            yield Server(name, origin, process, time.perf_counter() - started)
        finally:
            _stop(process)


def free_port() -> int:
    """A TCP port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(name: str, origin: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerFailed(f"{name} ended with {process.returncode}:\n{_tail(log)}")
        if _is_ready(origin):
            return
        time.sleep(0.02)
    raise ServerFailed(f"{name} was not ready after {READY_SECONDS:.0f} s:\n{_tail(log)}")


def _is_ready(origin: str) -> bool:
    try:
        with urlopen(f"{origin}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):  # nobody listens yet, or a 503
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        # The server leads its own process group, which holds nothing that this run did not start.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _family(pid: int) -> list[int]:
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except FileNotFoundError:  # it ended meanwhile
        return []
    return [pid, *(member for child in children for member in _family(child))]


def _resident_kilobytes(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return 0
    facts = dict(line.split(":", 1) for line in status.splitlines())
    if facts["Name"].strip().startswith("postgres"):
        return 0
    return int(facts.get("VmRSS", "0 kB").split()[0])


def _tail(log: Path, lines: int = 30) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
