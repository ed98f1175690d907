"""`python -m gateway.usage export --days N`: who asked for which operation, as JSON on standard output.

`codegen check` reads it to tell whom a change would hit. The database is that of `DATABASE_URL`.
"""

import argparse
import asyncio
import sys
from datetime import timedelta

from services.chassis.clock import utc_now
from services.chassis.database import Database
from services.chassis.problems import DatabaseUnavailable
from services.chassis.queries import Queries
from services.chassis.settings import InvalidSetting, process_environment


async def export(database_url: str, days: int) -> str:
    """The recorded use of the last `days`, today among them. Raises `DatabaseUnavailable`."""
    database = await Database.connect(database_url, size=1, name="usage export", role="trellis_gateway")
    try:
        now = utc_now()
        parameters = {"now": now, "until": now.date(), "since": now.date() - timedelta(days=days - 1)}
        row = await database.row(Queries("gateway.sql")["export_usage"], parameters)
        assert row is not None
        text: str = row[0]
        return text
    finally:
        await database.close()


def days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 3660:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 1 to 3660")
    return int(text)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m gateway.usage", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    exporting = commands.add_parser("export", help="the recorded use as JSON")
    exporting.add_argument("--days", type=days, default=30, help="how many days, today among them (30)")
    options = parser.parse_args()
    try:
        url = process_environment().get("DATABASE_URL", "")
        if not url:
            raise InvalidSetting("DATABASE_URL: must name the database")
        print(asyncio.run(export(url, options.days)))
    except InvalidSetting as error:
        sys.exit(str(error))
    except DatabaseUnavailable as error:
        sys.exit(f"the database cannot be reached: {error}")


if __name__ == "__main__":
    main()
