"""What a query has read is gone with it, and does not wait for the garbage collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from tests.graphql.asking import Graph
from tests.orders.shop import Shop
from tests.people import MakeUser

QUERY = """{ users(pagination: {first: 20}) { edges { node { id orders { edges { node {
    id user { id } items { id product { id category { id } } } } } } } } } }"""


@contextmanager
def collecting() -> Iterator[list[object]]:
    """What only the collector finds; there once the block is left."""
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    found: list[object] = []
    try:
        yield found
        gc.collect()
        found += gc.garbage
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


async def test_nothing_that_holds_rows_is_in_a_cycle(graph: Graph, shop: Shop, make_user: MakeUser) -> None:
    await shop.order(await make_user())
    await graph.ask(QUERY)
    with collecting() as found:
        data = await graph.ask(QUERY)
    assert any(user["node"]["orders"]["edges"] for user in data["users"]["edges"])
    assert not [one for one in found if type(one).__module__.startswith("gateway.")]
