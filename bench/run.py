"""`python -m bench`: measures what is asked for, prints one table and keeps it in `bench/results/latest.md`."""

import argparse
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import psycopg2

from bench import batches, deep, fanout
from bench.arena import open_arena, scratch_database
from bench.capture import capture_rates
from bench.duels import DUELS, Duel, fight
from bench.load import CONNECTIONS, LoadFailed
from bench.npm import NpmFailed
from bench.rounds import Comparison, Plan
from bench.servers import ServerFailed
from bench.table import markdown
from bench.timings import CommandFailed, Figure, generation_times, memory, start_times

RESULTS = Path(__file__).with_name("results") / "latest.md"
FULL = Plan(rounds=5, seconds=6, warm_up=2, deep_rows=1_000_000, deep_page=1_000)
QUICK = Plan(rounds=1, seconds=1, warm_up=0, deep_rows=20_000, deep_page=100)
REPEATS = 3
DEEP_CURSOR = "deep-cursor"
BATCH = "batch"
FAN_OUT = "fan-out"
TIMINGS: dict[str, Callable[[int], list[Figure]]] = {
    "start": start_times,
    "codegen": generation_times,
    "cdc": capture_rates,
}

Result = Comparison | Figure


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the rows that were asked for. Answers 1, and says why, when one of them failed; those before it stand."""
    options = _parser().parse_args(arguments)
    # Without this a terminated run would leave its servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    results: list[Result] = []
    status = 0
    try:
        results.extend(measure(options))
    except (LoadFailed, NpmFailed, ServerFailed, CommandFailed, OSError, psycopg2.Error) as failure:
        print(f"bench failed: {failure}", file=sys.stderr)
        status = 1
    report = _report(results, QUICK if options.quick else FULL)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(report)
    print(report)
    return status


def measure(options: argparse.Namespace) -> Iterator[Result]:
    """The results of the chosen rows, in the order of the table, each as soon as it is there."""
    plan = QUICK if options.quick else FULL
    chosen = set(options.only or _names())
    if chosen - set(TIMINGS):
        with scratch_database(options.database_url) as database:
            yield from _loaded([duel for duel in DUELS if duel.name in chosen], plan, database)
            if DEEP_CURSOR in chosen:
                yield deep.measure(database, plan)
            if BATCH in chosen:
                yield from batches.measure(database, plan)
            if FAN_OUT in chosen:
                yield from fanout.measure(database, plan)
    for name, timing in TIMINGS.items():
        if name in chosen:
            yield from timing(1 if options.quick else REPEATS)


def _loaded(duels: Sequence[Duel], plan: Plan, database: str) -> Iterator[Result]:
    """Nobody is there who is not asked: whoever follows the change log works while others write."""
    weighed: set[str] = set()
    for (topology, contenders), together in groupby(duels, key=lambda duel: (duel.topology, duel.contenders)):
        with open_arena(database, topology, contenders) as arena:
            for duel in together:
                yield fight(duel, arena, plan)
            fresh = [name for name in arena.servers if f"{topology} {name}" not in weighed]
            yield from memory(arena, topology, fresh)
            weighed.update(f"{topology} {name}" for name in fresh)


def _names() -> list[str]:
    return [*(duel.name for duel in DUELS), DEEP_CURSOR, BATCH, FAN_OUT, *TIMINGS]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round of each row: a smoke test, not a result")
    names = f"only this row, may be repeated: {', '.join(_names())}"
    parser.add_argument("--only", action="append", choices=_names(), metavar="NAME", help=names)
    parser.add_argument(
        "--database-url",
        default=os.environ.get("DATABASE_URL", ""),
        help="a scratch database to fill (default: DATABASE_URL, else an embedded server)",
    )
    return parser


def _report(results: Sequence[Result], plan: Plan) -> str:
    conditions = (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{plan.rounds} × {plan.seconds} s for each side in turn, one worker each, {CONNECTIONS} connections "
        "where a row does not say one."
    )
    return f"{markdown(results)}\n{conditions}\n"
