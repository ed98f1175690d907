"""`python -m services.realtime.consumers.warehouse`: loads every change into a DuckDB file.

With --parquet it writes the tables as Parquet files instead.
"""

import argparse
import asyncio
import sys
from contextlib import closing
from pathlib import Path

from services.chassis.logs import configure_logs
from services.chassis.settings import InvalidSetting, process_environment
from services.realtime.consumers.events import UnreadableEvent
from services.realtime.consumers.following import Unfollowable, follow
from services.realtime.consumers.settings import ConsumerSettings
from services.realtime.consumers.sources import open_source

try:
    import duckdb

    from services.realtime.consumers.tables import UnfittingType, Warehouse
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}: the warehouse wants the extra: pip install 'trellis[warehouse]'")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m services.realtime.consumers.warehouse", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop following where the events end")
    parser.add_argument("--parquet", type=Path, metavar="DIR", help="write the tables there and stop")
    options = parser.parse_args()
    configure_logs()
    try:
        settings = ConsumerSettings.read(process_environment())
        if options.parquet and not settings.warehouse.exists():
            raise InvalidSetting(f"WAREHOUSE={settings.warehouse}: there is no such file")
        with closing(Warehouse(settings.warehouse)) as warehouse:
            if options.parquet:
                for path in warehouse.export(options.parquet):
                    print(path)
                return
            source = open_source(settings, warehouse.bookmark().place, once=options.once)
            asyncio.run(follow(source, warehouse))
    except duckdb.IOException as error:
        sys.exit(f"WAREHOUSE: {error}")
    except (InvalidSetting, Unfollowable, UnreadableEvent, UnfittingType) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
