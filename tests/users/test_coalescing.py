"""Many concurrent loads become one fetch, and nobody gets an answer older than their question."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from services.chassis.coalesce import Coalescer


class Source:
    """Remembers the batches it was asked for, and answers when it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.under_way = 0
        self.most_under_way = 0
        self.open = asyncio.Event()
        self.open.set()
        self.failure: Exception | None = None

    async def fetch(self, keys: Sequence[int]) -> Mapping[int, str]:
        self.batches.append(list(keys))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await asyncio.sleep(0)
            await self.open.wait()
            if self.failure is not None:
                raise self.failure
            return {key: f"{key} of batch {len(self.batches)}" for key in keys if key >= 0}
        finally:
            self.under_way -= 1


async def _turns(number: int = 5) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def test_loads_that_arrive_together_are_fetched_together() -> None:
    source = Source()
    coalescer = Coalescer(source.fetch)
    values = await asyncio.gather(*(coalescer.load(key) for key in range(50)))
    assert source.batches == [list(range(50))]
    assert values == [f"{key} of batch 1" for key in range(50)]


async def test_one_key_asked_for_often_is_fetched_once() -> None:
    source = Source()
    coalescer = Coalescer(source.fetch)
    assert set(await asyncio.gather(*(coalescer.load(7) for _ in range(50)))) == {"7 of batch 1"}
    assert source.batches == [[7]]


async def test_a_key_that_is_not_there_is_none() -> None:
    coalescer = Coalescer(Source().fetch)
    assert list(await asyncio.gather(coalescer.load(-1), coalescer.load(1))) == [None, "1 of batch 1"]


async def test_nothing_is_fetched_before_it_is_asked_for() -> None:
    source = Source()
    coalescer = Coalescer(source.fetch)
    source.open.clear()
    early = asyncio.ensure_future(coalescer.load(1))
    await _turns()
    late = asyncio.ensure_future(coalescer.load(1))
    await _turns()
    assert source.batches == [[1], [1]]
    source.open.set()
    assert list(await asyncio.gather(early, late)) == ["1 of batch 2", "1 of batch 2"]


async def test_nothing_is_remembered() -> None:
    source = Source()
    coalescer = Coalescer(source.fetch)
    assert await coalescer.load(1) == "1 of batch 1"
    assert await coalescer.load(1) == "1 of batch 2"


async def test_while_all_flights_are_out_the_next_batch_gathers() -> None:
    source = Source()
    coalescer = Coalescer(source.fetch, flights=2)
    source.open.clear()
    loads = []
    for key in range(6):
        loads.append(asyncio.ensure_future(coalescer.load(key)))
        await _turns()
    assert source.batches == [[0], [1]]
    source.open.set()
    assert await asyncio.gather(*loads)
    assert source.batches == [[0], [1], [2, 3, 4, 5]]
    assert source.most_under_way == 2


async def test_a_batch_holds_no_more_than_it_may() -> None:
    source = Source()
    coalescer = Coalescer(source.fetch, most=10, flights=2)
    await asyncio.gather(*(coalescer.load(key) for key in range(35)))
    assert [len(batch) for batch in source.batches] == [10, 10, 10, 5]
    assert [key for batch in source.batches for key in batch] == list(range(35))
    assert source.most_under_way == 2


async def test_an_error_reaches_everybody_who_waits_and_nobody_after() -> None:
    source = Source()
    coalescer = Coalescer(source.fetch)
    source.failure = LookupError("away")
    errors = await asyncio.gather(*(coalescer.load(key) for key in range(5)), return_exceptions=True)
    assert [str(error) for error in errors] == ["away"] * 5
    source.failure = None
    assert await coalescer.load(1) == "1 of batch 2"


async def test_who_gives_up_takes_nothing_from_the_others() -> None:
    source = Source()
    coalescer = Coalescer(source.fetch)
    source.open.clear()
    loads = [asyncio.ensure_future(coalescer.load(key)) for key in (1, 1, 2)]
    await _turns()
    loads[0].cancel()
    await _turns()
    source.open.set()
    assert await asyncio.gather(*loads[1:]) == ["1 of batch 1", "2 of batch 1"]
    with pytest.raises(asyncio.CancelledError):
        await loads[0]


async def test_an_error_nobody_waits_for_any_more_does_no_harm() -> None:
    source = Source()
    coalescer = Coalescer(source.fetch)
    source.open.clear()
    source.failure = LookupError("away")
    load = asyncio.ensure_future(coalescer.load(1))
    await _turns()
    load.cancel()
    source.open.set()
    await _turns()
    source.failure = None
    assert await coalescer.load(1) == "1 of batch 2"
