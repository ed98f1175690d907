"""Work on several documents at once: a generator that is waited for should use the cores that are there."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")

# What the forked processes find in the memory they were born with; a closure cannot be sent to them.
_tasks: Sequence[Callable[[], object]] = ()


def _run(number: int) -> object:
    return _tasks[number]()


def side_by_side(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """The results of all tasks, in their order; raises what the first of them raises. Results must be picklable."""
    global _tasks
    cores = min(len(tasks), os.cpu_count() or 1)
    if cores < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [task() for task in tasks]
    _tasks = tasks
    try:
        with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("fork")) as pool:
            return list(pool.map(_run, range(len(tasks))))  # type: ignore[arg-type]
    finally:
        _tasks = ()
