"""Secrets a service makes for itself and shares with its other processes through the database."""

import secrets

from services.chassis.database import Database, Transaction

MAKE = "INSERT INTO {schema}.secrets (name, secret) VALUES (%(name)s, %(secret)s) ON CONFLICT (name) DO NOTHING"
READ = "SELECT secret FROM {schema}.secrets WHERE name = %(name)s"


async def own_secret(database: Database, schema: str, name: str) -> bytes:
    """32 random bytes of that name, made by whoever asks first."""

    async def work(transaction: Transaction) -> bytes:
        await transaction.run(MAKE.format(schema=schema), {"name": name, "secret": secrets.token_bytes(32)})
        row = await transaction.row(READ.format(schema=schema), {"name": name})
        assert row is not None
        return bytes(row[0])

    return await database.transaction(work)
