"""`/metrics`: what the gateway does, in the words of Prometheus.

A request costs one dictionary look-up and three additions; names and labels are put together when somebody scrapes.
"""

import asyncio
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterator

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from gateway.exchange import Exchange
from gateway.usage.counting import Counts
from services.chassis.database import pool_states
from services.chassis.problems import DatabaseUnavailable

# Upper ends in seconds, as `le` is inclusive.
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LABELS = ("version", "method", "route", "status")
PING_SECONDS = 1.0

Key = tuple[str, str, int]
Ping = Callable[[], Awaitable[None]]


class Series:
    """Requests of one operation of one version that ended in one status. `buckets` are not yet cumulative."""

    __slots__ = ("buckets", "labels", "seconds")

    def __init__(self, labels: tuple[str, str, str, str]) -> None:
        self.labels = labels
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0


class Metrics:
    """Counts requests, and tells all there is to tell. `usage` is None where none is kept, and `ping`, which raises
    `DatabaseUnavailable`, where the gateway has no database."""

    def __init__(self, usage: Counts | None, ping: Ping | None) -> None:
        self.in_flight = 0
        self._series: dict[Key, Series] = {}
        self._usage = usage
        self._ping = ping
        self._registry = CollectorRegistry()
        self._database_up: bool | None = None
        self._registry.register(_Collected(self._families))
        ProcessCollector(registry=self._registry)

    def observe(self, exchange: Exchange, status: int, seconds: float) -> None:
        """Counts one request."""
        version, route = exchange.version, exchange.route
        key = (version.name if version is not None else "", route.operation_id if route is not None else "", status)
        series = self._series.get(key)
        if series is None:
            method, path = (route.method, route.path) if route is not None else ("", "")
            series = self._series[key] = Series((key[0], method, path, str(status)))
        series.buckets[bisect_left(BOUNDS, seconds)] += 1
        series.seconds += seconds

    async def text(self) -> bytes:
        """Everything in Prometheus's text format (`CONTENT_TYPE`)."""
        if self._ping is not None:
            self._database_up = await _answers(self._ping)
        return generate_latest(self._registry)

    def _families(self) -> Iterator[Metric]:
        yield self._requests()
        gauge = GaugeMetricFamily("trellis_requests_in_flight", "Requests that are being answered.")
        gauge.add_metric((), self.in_flight)
        yield gauge
        if self._usage is not None:
            yield from _usage_families(self._usage)
        if self._database_up is not None:
            up = GaugeMetricFamily("trellis_database_up", "Whether the gateway's database answers.")
            up.add_metric((), float(self._database_up))
            yield up
        yield from _pool_families()

    def _requests(self) -> HistogramMetricFamily:
        family = HistogramMetricFamily(
            "trellis_request_duration_seconds",
            "Time to answer, by version, operation and status. An empty route is a path that no version has.",
            labels=LABELS,
        )
        for series in self._series.values():
            total, buckets = 0, []
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), series.buckets, strict=True):
                total += count
                buckets.append((bound, float(total)))
            family.add_metric(series.labels, buckets, series.seconds)
        return family


class _Collected(Collector):
    def __init__(self, families: Callable[[], Iterator[Metric]]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        return self._families()

    def describe(self) -> Iterator[Metric]:
        # Nothing before the first scrape: the names are ours alone in this registry.
        return iter(())


CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


async def _answers(ping: Ping) -> bool:
    try:
        async with asyncio.timeout(PING_SECONDS):
            await ping()
    except (DatabaseUnavailable, TimeoutError):
        return False
    return True


def _usage_families(usage: Counts) -> Iterator[Metric]:
    lost = CounterMetricFamily("trellis_usage_lost_requests", "Requests missing from the usage statistics.")
    lost.add_metric((), usage.lost)
    waiting = GaugeMetricFamily("trellis_usage_waiting_cells", "Usage counts not yet written to the database.")
    waiting.add_metric((), usage.size)
    yield from (lost, waiting)


def _pool_families() -> Iterator[Metric]:
    opened = GaugeMetricFamily("trellis_pool_connections", "Open database connections.", labels=("pool",))
    used = GaugeMetricFamily("trellis_pool_connections_used", "Connections at work.", labels=("pool",))
    most = GaugeMetricFamily("trellis_pool_connections_max", "The most a pool may open.", labels=("pool",))
    for pool in pool_states():
        for family, value in ((opened, pool.open), (used, pool.used), (most, pool.most)):
            family.add_metric((pool.name,), value)
    yield from (opened, used, most)
