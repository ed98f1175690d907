"""Counts of fixed windows, through the storages of the `limits` library: in this process, or shared."""

import math
import time
from typing import Protocol

import structlog
from limits.aio.storage import Storage as SharedStorage
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string

log = structlog.get_logger("gateway")

SHARED_SECONDS = 0.5
AWAY_SECONDS = 2.0


class Counter(Protocol):
    """Counts requests by key."""

    async def hit(self, key: str, window: int) -> tuple[int, int]:
        """Counts one request; how many there have been in this window of `window` seconds, and when it ends, in
        seconds from now."""
        ...


def _seconds_until(moment: float) -> int:
    return max(1, math.ceil(moment - time.time()))


class LocalCounter:
    """Counts in this process."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()

    async def hit(self, key: str, window: int) -> tuple[int, int]:
        return self._storage.incr(key, window), _seconds_until(self._storage.get_expiry(key))


class SharedCounter:
    """Counts in Redis or Valkey, so that all gateways share one quota.

    While the storage is away each gateway counts for itself: limits get looser, and nobody is turned away for a fault
    of ours. It is said in the log.
    """

    def __init__(self, url: str) -> None:
        timeout = SHARED_SECONDS
        storage = storage_from_string(
            f"async+{url}",
            wrap_exceptions=True,
            implementation="redispy",
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
        )
        assert isinstance(storage, SharedStorage)
        self._storage = storage
        self._local = LocalCounter()
        self._away_until = 0.0

    async def hit(self, key: str, window: int) -> tuple[int, int]:
        if time.monotonic() < self._away_until:
            return await self._local.hit(key, window)
        try:
            count = await self._storage.incr(key, window)
            return count, _seconds_until(await self._storage.get_expiry(key))
        except StorageError as error:
            # Not every request should find out for itself, waiting for a time-out.
            self._away_until = time.monotonic() + AWAY_SECONDS
            log.warning("rate limits are counted locally", reason=str(error))
            return await self._local.hit(key, window)


def counter(url: str) -> Counter:
    """`memory://`, or the URL of a shared storage. Raises `ConfigurationError` for one that `limits` does not know."""
    return LocalCounter() if url == "memory://" else SharedCounter(url)
