"""What is noted of each request once it is answered: one call, for metrics and usage together."""

import time

from gateway.exchange import Exchange
from gateway.metrics import Metrics
from gateway.usage.counting import Counts


class Observer:
    """Sees every request come and go. It costs a request less than a microsecond."""

    __slots__ = ("_counts", "_metrics")

    def __init__(self, metrics: Metrics, counts: Counts | None) -> None:
        self._metrics = metrics
        self._counts = counts

    def entered(self) -> None:
        self._metrics.in_flight += 1

    def left(self, exchange: Exchange, status: int) -> None:
        """The answer of that status is ready to be sent."""
        seconds = time.perf_counter() - exchange.started
        self._metrics.in_flight -= 1
        self._metrics.observe(exchange, status, seconds)
        if self._counts is not None:
            self._counts.count(exchange, status, seconds)
