"""Load from wrk: one run is one sample, and a run with any failed request is no sample at all."""

import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("random_paths.lua")
CONNECTIONS = 32
# The load generator shares two cores with the server it measures; one thread saturates a Python process.
THREADS = 1


class LoadFailed(Exception):
    """A run had refused, failed or late requests, so its speed means nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One run. Latencies are in milliseconds."""

    requests_per_second: float
    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Target:
    """Where load goes: paths of one server, drawn at random, with a bearer token."""

    name: str
    origin: str
    paths: Sequence[str]
    token: str


def run_wrk(target: Target, seconds: int, seed: int) -> Sample:
    """Loads `target` for `seconds`. The same seed draws the same sequence of paths.

    Raises LoadFailed when wrk cannot run, or reports an answer other than 2xx or a socket error.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".paths") as paths:
        paths.write("\n".join(target.paths) + "\n")
        paths.flush()
        command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(SCRIPT)]
        command += ["-H", f"Authorization: Bearer {target.token}", target.origin, "--", paths.name, str(seed)]
        outcome = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=False)
    if outcome.returncode != 0:
        raise LoadFailed(f"{target.name}: wrk ended with {outcome.returncode}: {outcome.stderr or outcome.stdout}")
    return _sample(target.name, outcome.stdout)


def _sample(name: str, output: str) -> Sample:
    report = re.search(r"^\{.*\}$", output, re.MULTILINE)
    if report is None:
        raise LoadFailed(f"{name}: wrk printed no report:\n{output}")
    run = json.loads(report[0])
    errors = {kind: count for kind, count in run["errors"].items() if count}
    if errors or "Non-2xx" in output or "Socket errors" in output:
        raise LoadFailed(f"{name}: of {run['requests']} requests failed: {errors}\n{output}")
    if not run["requests"]:
        raise LoadFailed(f"{name}: no request was answered:\n{output}")
    return Sample(
        requests_per_second=run["requests"] / (run["duration_us"] / 1e6),
        p50=run["p50_us"] / 1000,
        p99=run["p99_us"] / 1000,
    )
