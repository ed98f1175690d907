"""Consumers as processes that follow a connector's files."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tests.cdc.shop import Row
from tests.rooms.sources import ROOT


def environment(directory: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """What connector and consumers agree on."""
    return {
        **os.environ,
        "CDC_DIRECTORY": str(directory / "events"),
        "SEARCH_INDEX": str(directory / "search.sqlite"),
        "WAREHOUSE": str(directory / "warehouse.duckdb"),
        "COLUMNS": "80",
        **settings,
    }


def run_once(consumer: str, directory: Path, *options: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """A consumer that ends by itself: it has read all there is, or has answered."""
    command = [sys.executable, "-m", f"services.realtime.consumers.{consumer}", *options]
    return subprocess.run(
        command, cwd=ROOT, env=environment(directory, settings), capture_output=True, text=True, timeout=60, check=False
    )


class Follower:
    """A consumer that is killed and started again."""

    def __init__(self, consumer: str, directory: Path, settings: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-m", f"services.realtime.consumers.{consumer}"]
        self._directory = directory
        self._environment = environment(directory, settings)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self._directory / "follower.log").open("ab") as log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)

    def kill(self) -> None:
        """As a power cut would; it must not have ended before."""
        process = self._process
        assert process is not None and process.poll() is None, (self._directory / "follower.log").read_text()
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)


@contextmanager
def following(consumer: str, directory: Path, **settings: str) -> Iterator[Follower]:
    follower = Follower(consumer, directory, settings)
    follower.start()
    try:
        yield follower
    finally:
        follower.stop()


def load(directory: Path) -> duckdb.DuckDBPyConnection:
    """The warehouse, once it has read all events."""
    answer = run_once("warehouse", directory, "--once")
    assert (answer.returncode, answer.stderr) == (0, "")
    return duckdb.connect(str(directory / "warehouse.duckdb"), read_only=True)


def stored(directory: Path) -> list[Row]:
    """All rows of the warehouse."""
    with duckdb.connect(str(directory / "warehouse.duckdb"), read_only=True) as warehouse:
        return warehouse.execute(
            "SELECT id::VARCHAR, name, description, price, inventory FROM orders.products ORDER BY id::VARCHAR"
        ).fetchall()
