"""Demo products and orders."""

from collections.abc import Sequence
from uuid import UUID

from services.chassis.database import Database, Transaction
from services.orders.store import QUERIES

PRODUCTS = 100


async def ensure_demo_orders(url: str, users: Sequence[UUID]) -> None:
    """Fills an empty catalogue, and orders from it in the name of some users."""
    database = await Database.connect(url, size=1, name="orders-demo", role="trellis_orders")

    async def work(transaction: Transaction) -> None:
        await transaction.run(QUERIES["add_demo_catalog"], {"count": PRODUCTS})
        await transaction.run(QUERIES["add_demo_orders"], {"users": list(users)})

    try:
        row = await database.row(QUERIES["demo_present"])
        if row is not None and not row[0]:
            await database.transaction(work)
    finally:
        await database.close()
