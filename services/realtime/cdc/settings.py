"""The connector's settings, from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.chassis.settings import InvalidSetting, choice, data_directory, number

TABLES = "users.users,orders.categories,orders.products,orders.orders,orders.items"
EXCLUDED = "users.users.password_hash,orders.products.search"
_NAME = re.compile(r"[a-z0-9_]{1,50}")
_TABLE = re.compile(r'[^.,"\s]+\.[^.,"\s]+')
_COLUMN = re.compile(r'[^.,"\s]+\.[^.,"\s]+\.[^.,"\s]+')
_PREFIX = re.compile(r"[A-Za-z0-9._-]{1,100}")


@dataclass(frozen=True, slots=True)
class CdcSettings:
    """`name` is the connector's: its slot and publication are called after it. `excluded` are columns that never leave,
    by table. Sizes are bytes."""

    database_url: str
    name: str
    tables: tuple[str, ...]
    excluded: dict[str, frozenset[str]]
    prefix: str
    snapshot: str
    chunk: int
    tombstones: bool
    transactions: bool
    schemas: bool
    heartbeat: int
    sink: str
    directory: Path
    file_size: int
    port: int
    environment: Mapping[str, str]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "CdcSettings":
        """Raises `InvalidSetting` naming the variable."""
        return cls(
            database_url=environment.get("CDC_DATABASE_URL", "") or environment.get("DATABASE_URL", ""),
            name=_matching(environment, "CDC_NAME", "trellis", _NAME),
            tables=_listed(environment, "CDC_TABLES", TABLES, _TABLE),
            excluded=_by_table(_listed(environment, "CDC_EXCLUDED_COLUMNS", EXCLUDED, _COLUMN)),
            prefix=_matching(environment, "CDC_TOPIC_PREFIX", "db.server", _PREFIX),
            snapshot=choice(environment, "CDC_SNAPSHOT", "initial", ("initial", "no_data")),
            chunk=number(environment, "CDC_SNAPSHOT_CHUNK", 1024, least=1, most=100_000),
            tombstones=choice(environment, "CDC_TOMBSTONES", "on", ("on", "off")) == "on",
            transactions=choice(environment, "CDC_TRANSACTIONS", "off", ("on", "off")) == "on",
            schemas=choice(environment, "CDC_SCHEMAS", "off", ("on", "off")) == "on",
            heartbeat=number(environment, "CDC_HEARTBEAT_SECONDS", 5, least=1, most=600),
            sink=choice(environment, "CDC_SINK", "jsonlines", ("jsonlines", "nats", "webhook")),
            directory=Path(environment.get("CDC_DIRECTORY", "") or data_directory(environment) / "cdc").resolve(),
            file_size=number(environment, "CDC_FILE_BYTES", 64 << 20, least=1024, most=1 << 40),
            port=number(environment, "CDC_PORT", 8085, least=0, most=65535),
            environment=environment,
        )


def _matching(environment: Mapping[str, str], name: str, default: str, form: re.Pattern[str]) -> str:
    text = environment.get(name, "") or default
    if not form.fullmatch(text):
        raise InvalidSetting(f"{name}={text!r}: must match {form.pattern}")
    return text


def _listed(environment: Mapping[str, str], name: str, default: str, form: re.Pattern[str]) -> tuple[str, ...]:
    texts = tuple(text.strip() for text in environment.get(name, default).split(",") if text.strip())
    for text in texts:
        if not form.fullmatch(text):
            raise InvalidSetting(f"{name}: {text!r} must have {form.pattern.count('+') - 1} dots")
    return texts


def _by_table(columns: tuple[str, ...]) -> dict[str, frozenset[str]]:
    tables: dict[str, set[str]] = {}
    for column in columns:
        table, _, name = column.rpartition(".")
        tables.setdefault(table, set()).add(name)
    return {table: frozenset(names) for table, names in tables.items()}
