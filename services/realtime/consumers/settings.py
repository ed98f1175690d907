"""Where consumers find the events and keep what they make of them, from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.chassis.settings import data_directory


@dataclass(frozen=True, slots=True)
class ConsumerSettings:
    """`directory` is where the connector writes its files."""

    directory: Path
    index: Path
    warehouse: Path

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "ConsumerSettings":
        data = data_directory(environment)
        return cls(
            directory=Path(environment.get("CDC_DIRECTORY", "") or data / "cdc").resolve(),
            index=Path(environment.get("SEARCH_INDEX", "") or data / "search.sqlite").resolve(),
            warehouse=Path(environment.get("WAREHOUSE", "") or data / "warehouse.duckdb").resolve(),
        )
