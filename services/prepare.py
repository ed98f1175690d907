"""`python -m services.prepare`: brings the database of `DATABASE_URL` to this code's schema, with first accounts."""

import asyncio
import sys

import psycopg2

from services.chassis.migrations import migrate
from services.chassis.problems import DatabaseUnavailable
from services.chassis.settings import InvalidSetting, choice, process_environment
from services.orders.demo import ensure_demo_orders
from services.users.accounts import AdminPasswordMissing, ensure_accounts


async def prepare(url: str, *, demo: bool, admin_password: str) -> None:
    """Migrates, then creates what is missing: demo data, or the admin alone."""
    migrate(url)
    users = await ensure_accounts(url, demo=demo, admin_password=admin_password)
    if demo:
        await ensure_demo_orders(url, users)


def _main() -> None:
    environment = process_environment()
    url = environment.get("DATABASE_URL", "")
    if not url:
        raise InvalidSetting("DATABASE_URL: must name the database to prepare")
    demo = choice(environment, "DEMO_DATA", "1", ("0", "1")) == "1"
    asyncio.run(prepare(url, demo=demo, admin_password=environment.get("ADMIN_PASSWORD", "")))


if __name__ == "__main__":
    try:
        _main()
    except (InvalidSetting, AdminPasswordMissing) as error:
        sys.exit(str(error))
    except (DatabaseUnavailable, psycopg2.OperationalError) as error:
        sys.exit(f"the database cannot be reached: {error}")
