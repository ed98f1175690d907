"""Where consumers find the events and keep what they make of them, from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.chassis.settings import choice, data_directory


@dataclass(frozen=True, slots=True)
class ConsumerSettings:
    """The connector's own say where it writes: `directory` for files, or a stream of a broker."""

    sink: str
    directory: Path
    nats_url: str
    nats_stream: str
    index: Path
    warehouse: Path

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "ConsumerSettings":
        """Raises `InvalidSetting` naming the variable."""
        data = data_directory(environment)
        return cls(
            sink=choice(environment, "CDC_SINK", "jsonlines", ("jsonlines", "nats")),
            directory=Path(environment.get("CDC_DIRECTORY", "") or data / "cdc").resolve(),
            nats_url=environment.get("CDC_NATS_URL", ""),
            nats_stream=environment.get("CDC_NATS_STREAM", "") or f"CDC_{environment.get('CDC_NAME', '') or 'trellis'}",
            index=Path(environment.get("SEARCH_INDEX", "") or data / "search.sqlite").resolve(),
            warehouse=Path(environment.get("WAREHOUSE", "") or data / "warehouse.duckdb").resolve(),
        )
