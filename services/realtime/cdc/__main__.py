"""`python -m services.realtime.cdc`: the connector as a process. A second one of the same name stands by."""

import asyncio
import contextlib
import signal
import sys

import structlog
import uvloop

from services.chassis.logs import configure_logs
from services.chassis.settings import InvalidSetting, process_environment
from services.realtime.cdc.connector import Connector
from services.realtime.cdc.rows import UnknownTable
from services.realtime.cdc.settings import CdcSettings
from services.realtime.cdc.sinks.opening import sink_opener
from services.realtime.cdc.tables import HiddenKey
from services.realtime.cdc.watching import watched

log = structlog.get_logger("cdc")


async def _run(settings: CdcSettings) -> None:
    connector = Connector(settings, sink_opener(settings))
    work = asyncio.ensure_future(connector.run())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, work.cancel)
    async with watched(connector, settings.port) as url:
        log.info("The connector runs", name=settings.name, sink=settings.sink, metrics=url)
        with contextlib.suppress(asyncio.CancelledError):
            await work


def main() -> None:
    configure_logs()
    try:
        settings = CdcSettings.read(process_environment())
        if not settings.database_url:
            raise InvalidSetting("DATABASE_URL: must name the database")
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_run(settings))
    except InvalidSetting as error:
        sys.exit(str(error))
    except UnknownTable as error:
        sys.exit(f"CDC_TABLES: there is no table {error}")
    except HiddenKey as error:
        sys.exit(f"CDC_EXCLUDED_COLUMNS: {error}")


if __name__ == "__main__":
    main()
