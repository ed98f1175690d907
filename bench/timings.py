"""What is measured without load: starting, generating, and memory."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.arena import TITLES, Arena, running_gateway
from bench.servers import ROOT, ServerFailed

NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".data", ".*_cache", "__pycache__", "results", "node_modules")


class CommandFailed(Exception):
    """A command that was to be timed ended with an error; the message holds its output."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Measured values of one thing, in `unit`."""

    title: str
    of: str
    unit: str
    values: Sequence[float]


def memory(arena: Arena, topology: str, names: Iterable[str]) -> list[Figure]:
    """Resident memory right after load, databases left out."""
    title = f"memory after load, {topology}"
    return [Figure(title, TITLES[name], "MB", [arena.servers[name].resident_megabytes()]) for name in names]


def start_times(repeats: int) -> list[Figure]:
    """Seconds from `python -m gateway` to /readyz, its own database included: first start, then warm ones."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as directory:
        data = {"DATA_DIR": str(Path(directory) / "data"), "DATABASE_URL": ""}
        taken = []
        for _ in range(1 + repeats):
            with running_gateway("embedded", data) as gateway:
                taken.append(gateway.ready_after)
            _expect_no_database(Path(directory))
    return [
        Figure("start to /readyz, empty data directory", "Trellis", "s", taken[:1]),
        Figure("start to /readyz, warm", "Trellis", "s", taken[1:]),
    ]


def _expect_no_database(directory: Path) -> None:
    """Ends a database the gateway left running; a start that finds one is no start. Raises ServerFailed then."""
    left = [int(file.read_text().split()[0]) for file in directory.rglob("postmaster.pid")]
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
    if left:
        raise ServerFailed("the gateway ended and left its database running")


def generation_times(repeats: int) -> list[Figure]:
    """Seconds of `python -m codegen generate` in a copy of the repository, all to do and nothing to do."""
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        copy = Path(directory) / "copy"
        shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        generate = [sys.executable, "-m", "codegen", "generate"]
        full = _all_to_do(copy, generate)
        full()
        everything, nothing = [], []
        for _ in range(repeats):
            everything.append(_timed(full))
            nothing.append(_timed(lambda: _run(generate, copy)))
    return [
        Figure("codegen generate, everything", "Trellis", "s", everything),
        Figure("codegen generate, nothing changed", "Trellis", "s", nothing),
    ]


def _all_to_do(copy: Path, generate: Sequence[str]) -> Callable[[], str]:
    """A run that cannot skip anything: by `--force` where the command has it, else every spec has changed."""
    if "--force" in _run([*generate, "--help"], copy):
        return lambda: _run([*generate, "--force"], copy)
    specs = [path for path in (copy / "specs").rglob("*") if path.suffix in (".yaml", ".graphql")]

    def touch_and_run() -> str:
        for path in specs:
            with path.open("a") as spec:
                spec.write("\n# touched\n")
        return _run(generate, copy)

    return touch_and_run


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _run(command: Sequence[str], directory: Path) -> str:
    # PYTHONPATH must not lead back to the original of the copy.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    outcome = subprocess.run(command, cwd=directory, env=env, capture_output=True, text=True, timeout=300, check=False)
    output = outcome.stdout + outcome.stderr
    if outcome.returncode != 0:
        raise CommandFailed(f"{' '.join(command[1:])} ended with {outcome.returncode}:\n{output[-3000:]}")
    return output
