"""Load from wrk: one run is one sample, and a run with any failed request is no sample at all."""

import json
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("random_requests.lua")
CONNECTIONS = 32
# The load generator shares two cores with the server it measures; one thread saturates a Python process.
THREADS = 1


class LoadFailed(Exception):
    """A run had refused, failed or late requests, so its speed means nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """A GET, or with a body the POST of it as JSON."""

    path: str
    body: Mapping[str, Any] | None = None

    @property
    def line(self) -> str:
        """As the script reads it."""
        if self.body is None:
            return f"GET {self.path}"
        return f"POST {self.path} {json.dumps(self.body, separators=(',', ':'))}"


@dataclass(frozen=True, slots=True)
class Sample:
    """One run. Latencies are in milliseconds."""

    requests_per_second: float
    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Target:
    """Where load goes: requests to one server, drawn at random, with a bearer token."""

    name: str
    origin: str
    requests: Sequence[Request]
    token: str = field(repr=False)


def run_wrk(target: Target, seconds: int, seed: int, connections: int = CONNECTIONS) -> Sample:
    """Loads `target` for `seconds`. The same seed draws the same sequence of requests.

    Raises LoadFailed when wrk cannot run, or reports an answer other than 2xx or a socket error.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".requests") as requests:
        requests.writelines(f"{request.line}\n" for request in target.requests)
        requests.flush()
        command = ["wrk", f"-t{THREADS}", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(SCRIPT)]
        command += ["-H", f"Authorization: Bearer {target.token}", target.origin, "--", requests.name, str(seed)]
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
