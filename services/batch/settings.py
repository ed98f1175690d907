"""What the batch service reads from the environment besides what every service does."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.chassis.settings import number


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """`workers` is how many chunks this process works on at a time (0: only others do), `lease` how many seconds a
    worker may be silent before another takes over, `queued` how many unfinished jobs a caller may have,
    `chunk` how many items go to the owning service at a time. `callback_hosts` may be neither https nor public."""

    workers: int
    lease: float
    queued: int
    chunk: int
    retention_days: int
    callback_hosts: tuple[str, ...]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "BatchSettings":
        return cls(
            workers=number(environment, "BATCH_WORKERS", 2, least=0, most=50),
            lease=number(environment, "BATCH_LEASE", 10, least=1, most=300),
            queued=number(environment, "BATCH_QUEUED", 10, least=1, most=1000),
            chunk=number(environment, "BATCH_CHUNK", 100, least=1, most=1000),
            retention_days=number(environment, "BATCH_RETENTION_DAYS", 30, least=1, most=3650),
            callback_hosts=tuple(filter(None, environment.get("BATCH_CALLBACK_HOSTS", "").split(","))),
        )
