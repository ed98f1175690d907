"""Many concurrent loads become one: a batch is what has gathered while the one before was on its way."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Coalescer(Generic[K, V]):
    """`load(key)` answers from `fetch(keys)`, called with the distinct keys that were asked for at about the same time.

    A key is fetched after it was asked for, never before, so a load sees every write that was committed by then.
    Nothing is remembered between batches. `flights` bounds the fetches under way at once; `most` bounds a batch.
    """

    def __init__(
        self, fetch: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]], *, flights: int = 2, most: int = 200
    ) -> None:
        self._fetch = fetch
        self._free = flights
        self._most = most
        self._waiting: dict[K, list[asyncio.Future[V | None]]] = {}
        self._scheduled = False
        self._tasks: set[asyncio.Task[None]] = set()

    def load(self, key: K) -> Awaitable[V | None]:
        """The value of one key; None when `fetch` does not know it. Raises what `fetch` raised."""
        loop = asyncio.get_running_loop()
        # A future for each caller: one that gives up takes nobody's answer along.
        future: asyncio.Future[V | None] = loop.create_future()
        self._waiting.setdefault(key, []).append(future)
        if not self._scheduled and self._free:
            # One turn of the loop lets the requests that arrived together get on board.
            self._scheduled = True
            loop.call_soon(self._depart)
        return future

    def _depart(self) -> None:
        self._scheduled = False
        if not self._waiting or not self._free:
            return
        if len(self._waiting) <= self._most:
            batch, self._waiting = self._waiting, {}
        else:
            batch = {key: self._waiting.pop(key) for key in list(self._waiting)[: self._most]}
        self._free -= 1
        task = asyncio.get_running_loop().create_task(self._fly(batch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._depart()

    async def _fly(self, batch: dict[K, list[asyncio.Future[V | None]]]) -> None:
        try:
            values = await self._fetch(list(batch))
        except BaseException as error:
            for futures in batch.values():
                for future in futures:
                    if not future.done():
                        future.set_exception(error)
            if not isinstance(error, Exception):
                raise
        else:
            for key, futures in batch.items():
                value = values.get(key)
                for future in futures:
                    if not future.done():
                        future.set_result(value)
        finally:
            self._free += 1
            self._depart()
