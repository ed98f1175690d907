"""Two sides that answer the same question, loaded in turn."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError

from bench.arena import Arena, call
from bench.load import LoadFailed, Sample, Target, run_wrk

PAGES = 50
LIMIT = 20
# Paths whose answers are compared before a duel.
PROBES = 5

Paths = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Side:
    """Who is asked, and the paths made from the ids. `contender` is `gateway` or `peer`."""

    label: str
    contender: str
    paths: Paths


@dataclass(frozen=True, slots=True)
class Duel:
    """One comparison. The n-th paths of both sides name the same rows."""

    name: str
    title: str
    topology: str
    left: Side
    right: Side


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure."""

    rounds: int
    seconds: int
    warm_up: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Samples of both sides, round by round."""

    duel: Duel
    left: Sequence[Sample]
    right: Sequence[Sample]

    @property
    def ratios(self) -> list[float]:
        """Left over right, a ratio for each round, so that a slow moment of the machine hits both."""
        return [a.requests_per_second / b.requests_per_second for a, b in zip(self.left, self.right, strict=True)]


def single(version: str) -> Paths:
    """One user, any of the dataset's."""
    return lambda ids: [f"/api/{version}/users/{id}" for id in ids]


def random_page(version: str) -> Paths:
    """One of the first fifty pages."""
    return lambda ids: [f"/api/{version}/users?page={page}&limit={LIMIT}" for page in range(1, PAGES + 1)]


def first_page(version: str) -> Paths:
    """The newest users; a cursor version takes no page number."""
    page = "" if version == "v3" else "page=1&"
    return lambda ids: [f"/api/{version}/users?{page}limit={LIMIT}"]


def _against_peer(name: str, title: str, topology: str, paths: Paths) -> Duel:
    return Duel(name, title, topology, Side("Trellis", "gateway", paths), Side("FastAPI", "peer", paths))


def _between_versions(name: str, title: str, older: str, newer: str, paths: Callable[[str], Paths]) -> Duel:
    left, right = (Side(version, "gateway", paths(version)) for version in (older, newer))
    return Duel(name, title, "embedded", left, right)


DUELS = (
    _against_peer("single", "one user by id, v2, one process", "embedded", single("v2")),
    _against_peer("list", f"{LIMIT} users, random page, v2, one process", "embedded", random_page("v2")),
    _between_versions("v1-v3", "one user by id, v1 against v3", "v1", "v3", single),
    _between_versions("v2-v3", "one user by id, v2 against v3", "v2", "v3", single),
    _between_versions("v1-v3-list", f"first {LIMIT} users, v1 (page) against v3 (cursor)", "v1", "v3", first_page),
    _between_versions("v2-v3-list", f"first {LIMIT} users, v2 (page) against v3 (cursor)", "v2", "v3", first_page),
    _against_peer("split", "one user by id, v2, split processes", "split", single("v2")),
)


def fight(duel: Duel, arena: Arena, plan: Plan) -> Comparison:
    """Checks that both sides give the same rows, warms both up, then loads them in turn.

    Raises LoadFailed when the answers differ or a request fails.
    """
    left, right = (_target(side, arena) for side in (duel.left, duel.right))
    _compare_answers(left, right)
    for target in (left, right):
        run_wrk(target, plan.warm_up, seed=0)
    samples: tuple[list[Sample], list[Sample]] = ([], [])
    for seed in range(1, plan.rounds + 1):
        for target, taken in zip((left, right), samples, strict=True):
            sample = run_wrk(target, plan.seconds, seed)
            taken.append(sample)
            progress = f"{duel.name} {seed}/{plan.rounds} {target.name}: {sample.requests_per_second:,.0f} req/s"
            print(progress, file=sys.stderr)
    return Comparison(duel, *samples)


def _target(side: Side, arena: Arena) -> Target:
    server = arena.gateway if side.contender == "gateway" else arena.peer
    return Target(side.label, server.origin, side.paths(arena.ids), arena.admin.token())


def _compare_answers(left: Target, right: Target) -> None:
    step = max(1, len(left.paths) // PROBES)
    for a, b in list(zip(left.paths, right.paths, strict=True))[::step]:
        ours, theirs = _rows_at(left, a), _rows_at(right, b)
        if not ours or ours != theirs:
            raise LoadFailed(f"{left.name} {a} and {right.name} {b} name different rows:\n{ours}\n{theirs}")


def _rows_at(target: Target, path: str) -> list[str]:
    try:
        return _row_ids(call(target.origin + path, token=target.token))
    except URLError as error:
        raise LoadFailed(f"{target.name} {path}: {error}") from error


def _row_ids(answer: Any) -> list[str]:
    """Ids of the rows in an answer of any version's envelope."""
    content = answer["data"] if "data" in answer else answer["response"]
    rows = content if isinstance(content, list) else content.get("users") or [content.get("user") or content]
    return [row["id"] for row in rows]
