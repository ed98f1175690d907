"""Two targets loaded in turn, so that a slow moment of the machine hits both."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from bench.load import CONNECTIONS, Sample, Target, run_wrk


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure, in seconds, and how deep: the page `deep_page` of a table of `deep_rows`.

    A `warm_up` of 0 is none.
    """

    rounds: int
    seconds: int
    warm_up: int
    deep_rows: int
    deep_page: int


@dataclass(frozen=True, slots=True)
class Series:
    """The samples of one side, round by round."""

    name: str
    samples: Sequence[Sample]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both sides did in the same rounds."""

    title: str
    left: Series
    right: Series
    unit: str = "req/s"

    @property
    def ratios(self) -> list[float]:
        """What is done in a second, left over right, for each round."""
        pairs = zip(self.left.samples, self.right.samples, strict=True)
        return [left.requests_per_second / right.requests_per_second for left, right in pairs]


def alternate(title: str, left: Target, right: Target, plan: Plan, connections: int = CONNECTIONS) -> Comparison:
    """Warms both targets up, then loads them in turn. Raises LoadFailed when a request fails."""
    if plan.warm_up:
        for target in (left, right):
            run_wrk(target, plan.warm_up, seed=0, connections=connections)
    samples: tuple[list[Sample], list[Sample]] = ([], [])
    for seed in range(1, plan.rounds + 1):
        for target, taken in zip((left, right), samples, strict=True):
            sample = run_wrk(target, plan.seconds, seed, connections)
            taken.append(sample)
            progress = f"{title} {seed}/{plan.rounds} {target.name}: {sample.requests_per_second:,.0f} req/s"
            print(progress, file=sys.stderr)
    return Comparison(title, Series(left.name, samples[0]), Series(right.name, samples[1]))
