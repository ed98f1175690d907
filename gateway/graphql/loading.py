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
        self._coming: dict[str, asyncio.Event] = {}

    async def load(self, keys: Sequence[str]) -> list[V | None]:
        """The value of each key; None for one that is not there. Raises what `fetch` raised."""
        # Once, but for keys that another call was bringing when it failed.
        while missing := set(keys).difference(self._known):
            await self._bring(missing)
        known = self._known
        return [known[key] for key in keys]

    def prime(self, values: Mapping[str, V]) -> None:
        """What came along with something else need not be asked for."""
        self._known.update(values)

    def forget(self) -> None:
        """After a change nothing that was read before is good any more."""
        self._known = {}

    async def _bring(self, keys: set[str]) -> None:
        elsewhere = {self._coming[key] for key in keys if key in self._coming}
        fresh = [key for key in keys if key not in self._coming]
        if fresh:
            done = asyncio.Event()
            self._coming.update(dict.fromkeys(fresh, done))
            try:
                found = await self._fetch(fresh)
                self._known.update({key: found.get(key) for key in fresh})
            finally:
                for key in fresh:
                    del self._coming[key]
                done.set()
        for other in elsewhere:
            await other.wait()


def by_id(rows: Sequence[Any]) -> dict[str, Any]:
    return {row["id"]: row for row in rows}
