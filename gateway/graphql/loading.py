"""Objects by key, each asked for once in a request, however many fields want it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

V = TypeVar("V")


class Loader(Generic[V]):
    """`load(keys)` answers from `fetch(keys)`, called with those not known yet and not on their way."""

    def __init__(self, fetch: Callable[[Sequence[str]], Awaitable[Mapping[str, V]]]) -> None:
        self._fetch = fetch
        self._known: dict[str, V | None] = {}
        self._coming: dict[str, asyncio.Task[None]] = {}

    async def load(self, keys: Sequence[str]) -> list[V | None]:
        """The value of each key; None for one that is not there. Raises what `fetch` raised."""
        missing = {key for key in keys if key not in self._known}
        if missing:
            fresh = [key for key in missing if key not in self._coming]
            if fresh:
                task = asyncio.get_running_loop().create_task(self._remember(fresh))
                self._coming.update(dict.fromkeys(fresh, task))
            for task in {self._coming[key] for key in missing}:
                # Whoever gives up takes nobody's answer along.
                await asyncio.shield(task)
        known = self._known
        return [known[key] for key in keys]

    def prime(self, values: Mapping[str, V]) -> None:
        """What came along with something else need not be asked for."""
        self._known.update(values)

    def forget(self) -> None:
        """After a change nothing that was read before is good any more."""
        self._known = {}

    async def _remember(self, keys: Sequence[str]) -> None:
        try:
            found = await self._fetch(keys)
            for key in keys:
                self._known[key] = found.get(key)
        finally:
            for key in keys:
                del self._coming[key]


def by_id(rows: Sequence[Any]) -> dict[str, Any]:
    return {row["id"]: row for row in rows}
