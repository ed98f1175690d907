"""`/metrics` and `/livez` of a connector's process."""

import contextlib
import time
from collections.abc import AsyncIterator, Iterator

from aiohttp import web
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from services.realtime.cdc.connector import Connector


class _State(Collector):
    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    def collect(self) -> Iterator[Metric]:
        connector, delivery = self._connector, self._connector.delivery
        yield GaugeMetricFamily("trellis_cdc_active", "1 while this process is the active one.", connector.active)
        if delivery is None:
            return
        yield CounterMetricFamily("trellis_cdc_events", "Events that the sink has taken.", delivery.events)
        yield GaugeMetricFamily(
            "trellis_cdc_sink_stalled", "1 while the sink does not take events.", delivery.stalled is not None
        )
        yield GaugeMetricFamily("trellis_cdc_lag_seconds", "How far the sink is behind the commits.", delivery.lag)
        if delivery.position is not None:
            yield GaugeMetricFamily(
                "trellis_cdc_confirmed_lsn", "Where the last delivered transaction ends.", delivery.position.end
            )
        if delivery.committed is not None:
            yield GaugeMetricFamily(
                "trellis_cdc_newest_event_age_seconds",
                "How long ago the newest delivered change was committed.",
                time.time() - delivery.committed,
            )


@contextlib.asynccontextmanager
async def watched(connector: Connector, port: int) -> AsyncIterator[str]:
    """Serves them on the loopback; any free port when it is 0. Gives the URL."""
    registry = CollectorRegistry()
    registry.register(_State(connector))
    ProcessCollector(registry=registry)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), content_type="text/plain")

    async def livez(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "active": connector.active})

    application = web.Application()
    application.add_routes([web.get("/metrics", metrics), web.get("/livez", livez)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        address = runner.addresses[0]
        yield f"http://{address[0]}:{address[1]}"
    finally:
        await runner.cleanup()
