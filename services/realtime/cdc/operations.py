"""What administrators see of the connectors, and ask of them."""

from services.chassis.database import Database, Transaction
from services.realtime.cdc.catalog import QUERIES
from services.realtime.cdc.problems import NoSuchConnector


class Connectors:
    """Reads and writes the schema `cdc`; the connectors themselves are processes of their own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def report(self) -> bytes:
        """A CdcReport as JSON."""
        row = await self._database.row(QUERIES["cdc_report"])
        assert row is not None
        body: str = row[0]
        return body.encode()

    async def ask(self, transaction: Transaction, connector: str, tables: list[str]) -> bytes:
        """Asks a connector to tell tables again; a CdcSignal as JSON. Raises `NoSuchConnector`."""
        if await transaction.row(QUERIES["connector_exists"], {"name": connector}) is None:
            raise NoSuchConnector
        row = await transaction.row(QUERIES["create_signal"], {"connector": connector, "tables": tables})
        assert row is not None
        body: str = row[0]
        return body.encode()
