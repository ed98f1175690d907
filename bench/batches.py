"""A batch of users from its POST to COMPLETED, against a worker that does them row by row; and what others notice."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from urllib.request import Request as HttpRequest
from urllib.request import urlopen
from uuid import uuid4

from bench import dataset
from bench.arena import EMPTY, Admin, call, running_gateway
from bench.deep import another_database
from bench.load import LoadFailed, Request, Sample, Target, run_wrk
from bench.rounds import Comparison, Plan, Series
from bench.servers import ROOT, Server
from bench.timings import Figure

ITEMS = 10_000
# The other side takes the time of five times as many.
PEER_ITEMS = 2_000
HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"


def measure(database_url: str, plan: Plan) -> list[Comparison | Figure]:
    """Items per second of both sides in turn; latency of other requests without and beside batches; memory.

    Raises LoadFailed when a batch does not end well.
    """
    with another_database(database_url) as database:
        settings = {"DATABASE_URL": database, **EMPTY, "BATCH_QUEUED": "1000"}
        with running_gateway("embedded", settings) as gateway:
            data = dataset.fill(database)
            admin = Admin(gateway.origin)
            _batch(gateway, admin)
            before = gateway.resident_megabytes()
            samples: tuple[list[Sample], list[Sample]] = ([], [])
            for round_ in range(1, plan.rounds + 1):
                samples[0].append(_sample(ITEMS, _batch(gateway, admin)))
                samples[1].append(_sample(PEER_ITEMS, _row_by_row(database)))
                ours, theirs = (taken[-1].requests_per_second for taken in samples)
                print(f"batch {round_}/{plan.rounds}: {ours:,.0f} against {theirs:,.0f} items/s", file=sys.stderr)
            growth = Figure("memory growth over batches of 10,000", "Trellis", "MB", [_growth(gateway, before)])
            paths = [Request(f"/api/v2/users/{id}") for id in data.users]
            target = Target("one user by id", gateway.origin, paths, admin.token())
            latencies = _latencies(gateway, admin, target, plan)
    sides = Series("Trellis", samples[0]), Series("row by row", samples[1])
    title = f"creating users from POST to COMPLETED, {ITEMS:,} a batch"
    return [Comparison(title, *sides, "items/s"), *latencies, growth]


def _sample(items: int, seconds: float) -> Sample:
    """Items stand for requests; the latency is that of the whole batch."""
    return Sample(items / seconds, seconds * 1000, seconds * 1000)


def _growth(gateway: Server, before: float) -> float:
    return max(0.0, gateway.resident_megabytes() - before)


def _latencies(gateway: Server, admin: Admin, target: Target, plan: Plan) -> Sequence[Figure]:
    """The 99th percentile of one connection's requests, alone and beside batches that never pause."""
    alone, beside = [], []
    for seed in range(1, plan.rounds + 1):
        alone.append(run_wrk(target, plan.seconds, seed, 1).p99)
        over = threading.Event()
        batches = threading.Thread(target=_keep_busy, args=(gateway, admin, over))
        batches.start()
        try:
            beside.append(run_wrk(target, plan.seconds, seed, 1).p99)
        finally:
            over.set()
            batches.join()
    title = "99th percentile, one user by id, one connection"
    return Figure(title, "alone", "ms", alone), Figure(title, "beside batches", "ms", beside)


def _keep_busy(gateway: Server, admin: Admin, over: threading.Event) -> None:
    while not over.is_set():
        _batch(gateway, admin)


def _batch(gateway: Server, admin: Admin) -> float:
    """Seconds from the POST of a batch until it is COMPLETED."""
    stem = uuid4().hex[:12]
    users = [
        {"email": f"{stem}-{n}@bench.example", "username": f"{stem}-{n}", "password_hash": HASH} for n in range(ITEMS)
    ]
    content, token = json.dumps({"users": users}).encode(), admin.token()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", "Prefer": "respond-async"}
    started = time.perf_counter()
    request = HttpRequest(f"{gateway.origin}/api/v2/batch/users", data=content, headers=headers)
    with urlopen(request, timeout=60) as answer:
        job = json.load(answer)["data"]
    while job["status"] in ("PENDING", "PROCESSING"):
        job = call(f"{gateway.origin}/api/v2/batch/jobs/{job.get('job_id') or job['id']}", token=token)["data"]
        time.sleep(0.02)
    seconds = time.perf_counter() - started
    if job["status"] != "COMPLETED":
        raise LoadFailed(f"a batch ended as {job['status']}: {job['sample_errors']}")
    return seconds


def _row_by_row(database: str) -> float:
    command = [sys.executable, "-m", "bench.peers.row_by_row", "--database-url", database, "--items", str(PEER_ITEMS)]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    if outcome.returncode != 0:
        raise LoadFailed(f"the row-by-row worker ended with {outcome.returncode}: {outcome.stderr}")
    return float(json.loads(outcome.stdout.splitlines()[-1])["seconds"])
