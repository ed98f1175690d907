"""Saving a spec compiles it and starts again what runs; an error is shown and stops nothing."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.codegen.workshop import REPOSITORY, Workshop, copy_repository

USERS = "specs/openapi/users.yaml"
# Notes each start and each orderly end, as the stack would.
RUNNING = """
import signal, sys, time
def end(*_):
    print("ended", file=open(sys.argv[1], "a"), flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("started", file=open(sys.argv[1], "a"), flush=True)
while True:
    time.sleep(0.05)
"""


class Watching:
    """A watcher over a copy of the repository; `notes` are what the command it runs has noted."""

    def __init__(self, workshop: Workshop, folder: Path) -> None:
        self.workshop = workshop
        self._notes, self._printed = folder / "notes", folder / "printed"
        command = [sys.executable, "-m", "codegen", "watch", "--root", str(workshop.root), "--"]
        command += [sys.executable, "-c", RUNNING, str(self._notes)]
        with self._printed.open("w") as printed:
            self.process = subprocess.Popen(command, cwd=REPOSITORY, stdout=printed, stderr=printed)

    @property
    def notes(self) -> list[str]:
        return self._notes.read_text().split() if self._notes.exists() else []

    @property
    def printed(self) -> str:
        return self._printed.read_text()

    def until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not true():
            assert self.process.poll() is None, self.printed
            assert time.monotonic() < deadline, self.printed
            time.sleep(0.05)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    watching = Watching(copy_repository(tmp_path / "repository"), tmp_path)
    watching.until(lambda: watching.notes == ["started"])
    # The watcher listens a moment after it has started what it runs.
    time.sleep(1)
    yield watching
    watching.process.terminate()
    watching.process.wait(30)


def test_a_save_is_compiled_and_what_runs_starts_again_but_not_on_an_error(watching: Watching) -> None:
    workshop = watching.workshop
    workshop.replace(USERS, "maxLength: 50", "maxLength: 60")
    watching.until(lambda: watching.notes == ["started", "ended", "started"])
    assert "maxLength: 60" in workshop.text("specs/published/v3.yaml")

    workshop.replace(USERS, "x-sortable: [created_at", "x-sortable: [height")
    watching.until(lambda: "not compiled; what runs stays as it was" in watching.printed)
    assert "x-sortable names height" in watching.printed
    assert watching.notes == ["started", "ended", "started"]

    workshop.replace(USERS, "x-sortable: [height", "x-sortable: [created_at")
    watching.until(lambda: len(watching.notes) == 5)

    watching.process.terminate()
    assert watching.process.wait(30) == 0
    assert watching.notes == ["started", "ended"] * 3
