"""`python -m services.realtime.consumers.warehouse`: loads every change into a DuckDB file.

With --parquet it writes the tables as Parquet files instead.
"""

import argparse
import asyncio
import sys
from contextlib import closing
from pathlib import Path

from services.chassis.settings import process_environment
from services.realtime.consumers.events import UnreadableEvent
from services.realtime.consumers.files import Files, Unfollowable
from services.realtime.consumers.following import follow
from services.realtime.consumers.settings import ConsumerSettings

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
    settings = ConsumerSettings.read(process_environment())
    if options.parquet and not settings.warehouse.exists():
        sys.exit(f"WAREHOUSE={settings.warehouse}: there is no such file")
    try:
        with closing(Warehouse(settings.warehouse)) as warehouse:
            if options.parquet:
                for path in warehouse.export(options.parquet):
                    print(path)
                return
            files = Files(settings.directory, warehouse.bookmark().place, once=options.once)
            asyncio.run(follow(files, warehouse))
    except duckdb.IOException as error:
        sys.exit(f"{settings.warehouse}: {error}")
    except (Unfollowable, UnreadableEvent, UnfittingType) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
