"""The search index of products: SQLite's FTS5 over a table with the rows."""

import re
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import msgspec

from services.realtime.consumers.events import UNAVAILABLE, Event
from services.realtime.consumers.ledger import Ledger

TABLE = ("orders", "products")
_CENTS = 2  # numeric(12, 2)
_WORD = re.compile(r"\w+")
_SCHEMA = """
PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS products (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lsn INTEGER NOT NULL,
    name TEXT NOT NULL, description TEXT, price TEXT NOT NULL, currency TEXT NOT NULL, inventory INTEGER NOT NULL
);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    name, description, content = 'products', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER IF NOT EXISTS products_come AFTER INSERT ON products BEGIN
    INSERT INTO words (rowid, name, description) VALUES (new.number, new.name, new.description);
END;
CREATE TRIGGER IF NOT EXISTS products_go AFTER DELETE ON products BEGIN
    INSERT INTO words (words, rowid, name, description) VALUES ('delete', old.number, old.name, old.description);
END;
CREATE TRIGGER IF NOT EXISTS products_change AFTER UPDATE OF name, description ON products BEGIN
    INSERT INTO words (words, rowid, name, description) VALUES ('delete', old.number, old.name, old.description);
    INSERT INTO words (rowid, name, description) VALUES (new.number, new.name, new.description);
END;
COMMIT;
"""
# A long description that an update left alone is not in the log; a row of a snapshot may be older than what is here.
_UPSERT = f"""
INSERT INTO products (id, lsn, name, description, price, currency, inventory)
VALUES (:id, :lsn, :name, nullif(:description, '{UNAVAILABLE}'), :price, :currency, :inventory)
ON CONFLICT (id) DO UPDATE SET lsn = excluded.lsn, name = excluded.name, price = excluded.price,
    description = CASE WHEN :description = '{UNAVAILABLE}' THEN description ELSE excluded.description END,
    currency = excluded.currency, inventory = excluded.inventory
WHERE NOT (:op = 'r' AND products.lsn > :lsn)
"""
_FIND = """
SELECT p.id, p.name, p.description, p.price, p.currency, p.inventory
FROM words JOIN products p ON p.number = words.rowid WHERE words MATCH ?
ORDER BY bm25(words, 4, 1), p.name, p.id LIMIT ?
"""


class _Product(msgspec.Struct):
    """`price` is the envelope's: a whole number of cents, big-endian."""

    id: str
    name: str
    description: str | None
    price: bytes
    currency: str
    inventory: int


class _Key(msgspec.Struct):
    id: str


class Found(NamedTuple):
    id: str
    name: str
    description: str | None
    price: Decimal
    currency: str
    inventory: int


_product = msgspec.json.Decoder(_Product).decode
_key = msgspec.json.Decoder(_Key).decode


class ProductIndex(Ledger):
    """The index in a file, made when it is not there. One process writes, others may read."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None, timeout=10)
        self._database.executescript(_SCHEMA)
        super().__init__(self._database.execute, "BEGIN IMMEDIATE")

    def clear(self) -> None:
        self._database.execute("DELETE FROM products")

    def apply(self, event: Event) -> None:
        if (event.source.schema, event.source.table) != TABLE:
            return
        if event.op == "t":
            self.clear()
        elif event.op == "d":
            self._database.execute("DELETE FROM products WHERE id = ?", (_key(event.key).id,))
        else:
            product = _product(event.after)
            cents = Decimal(int.from_bytes(product.price, "big", signed=True))
            row = msgspec.structs.asdict(product) | {"price": str(cents.scaleb(-_CENTS))}
            self._database.execute(_UPSERT, row | {"lsn": event.offset.commit, "op": event.op})

    def find(self, text: str, most: int = 20) -> list[Found]:
        """Products that have all words of the text, or words that begin like them; the best first."""
        words = " ".join(f'"{word}"*' for word in _WORD.findall(text))
        if not words:
            return []
        rows = self._database.execute(_FIND, (words, most))
        return [Found(row[0], row[1], row[2], Decimal(row[3]), row[4], row[5]) for row in rows]

    def close(self) -> None:
        self._database.close()
