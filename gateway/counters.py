"""Counts of fixed windows, through the storages of the `limits` library: in this process, or shared."""

import math
import time
from dataclasses import dataclass
from typing import Protocol

import structlog
from limits.aio.storage import Storage as SharedStorage
from limits.errors import StorageError
from limits.storage import storage_from_string

log = structlog.get_logger("gateway")

SHARED_SECONDS = 0.5
AWAY_SECONDS = 2.0


class Counter(Protocol):
    """Counts requests by key."""

    async def hit(self, key: str, window: int) -> tuple[int, int]:
        """Counts one request; how many there have been in this window of `window` seconds, and when it ends, in
        seconds from now."""
        ...


@dataclass(slots=True)
class _Window:
    """`end` is a moment of the monotonic clock."""

    end: float
    count: int = 0


class LocalCounter:
    """Counts in this process.

    `limits` has a storage for that, too; it looks through all keys a hundred times a second, in a thread of its own,
    which costs the more the more callers there are.
    """

    def __init__(self) -> None:
        # By length; within one length those that end first come first.
        self._windows: dict[int, dict[str, _Window]] = {}

    async def hit(self, key: str, window: int) -> tuple[int, int]:
        now = time.monotonic()
        windows = self._windows.setdefault(window, {})
        found = windows.get(key)
        if found is None or found.end <= now:
            while windows and (oldest := next(iter(windows.items())))[1].end <= now:
                del windows[oldest[0]]
            found = windows[key] = _Window(now + window)
        found.count += 1
        return found.count, math.ceil(found.end - now)


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
            return count, max(1, math.ceil(await self._storage.get_expiry(key) - time.time()))
        except StorageError as error:
            # Not every request should find out for itself, waiting for a time-out.
            self._away_until = time.monotonic() + AWAY_SECONDS
            log.warning("rate limits are counted locally", reason=str(error))
            return await self._local.hit(key, window)


def counter(url: str) -> Counter:
    """`memory://`, or the URL of a shared storage. Raises `ConfigurationError` for one that `limits` does not know."""
    return LocalCounter() if url == "memory://" else SharedCounter(url)
