"""Results as one markdown table."""

import statistics
from collections.abc import Sequence

from bench.load import Sample
from bench.rounds import Comparison
from bench.timings import Figure

HEADINGS = ("measure", "of", "result, median (min–max)", "p50 ms", "p99 ms", "ratio, median (min–max)")


def markdown(results: Sequence[Comparison | Figure]) -> str:
    """The table, with a line for each side of a comparison and for each figure."""
    lines = [HEADINGS, ("---",) * len(HEADINGS)]
    for result in results:
        lines += _sides(result) if isinstance(result, Comparison) else [_figure(result)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _sides(result: Comparison) -> list[tuple[str, ...]]:
    left, right = result.left, result.right
    ratio = f"**{left.name} / {right.name} {_spread(result.ratios, '.2f')}**"
    return [
        (result.title, left.name, *_load(left.samples, result.unit), ratio),
        ("", right.name, *_load(right.samples, result.unit), ""),
    ]


def _load(samples: Sequence[Sample], unit: str) -> tuple[str, str, str]:
    rates = [sample.requests_per_second for sample in samples]
    p50 = statistics.median(sample.p50 for sample in samples)
    p99 = statistics.median(sample.p99 for sample in samples)
    return f"{_spread(rates, ',.0f')} {unit}", f"{p50:.1f}", f"{p99:.1f}"


def _figure(result: Figure) -> tuple[str, ...]:
    form = ",.0f" if result.unit == "MB" or min(result.values) >= 1000 else ".2f"
    return (result.title, result.of, f"{_spread(result.values, form)} {result.unit}", "", "", "")


def _spread(values: Sequence[float], form: str) -> str:
    middle = format(statistics.median(values), form)
    return middle if len(values) == 1 else f"{middle} ({min(values):{form}}–{max(values):{form}})"
