"""However many objects a level has, a relation costs one statement."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.graphql.asking import Graph
from tests.orders.shop import Shop
from tests.people import MakeUser
from tests.query.statements import Heard, listening_in
from tests.servers import embedded_gateway

USERS = "users(pagination: {first: 20}) { edges { node { id %s } } }"
ORDERS = "orders(pagination: {first: 5}) { edges { node { id %s } } }"
ITEMS = "items { id %s }"

# Each query, and how many statements it may take.
QUERIES = {
    "{" + USERS % "" + "}": 1,
    "{" + USERS % (ORDERS % "") + "}": 2,
    "{" + USERS % (ORDERS % (ITEMS % "")) + "}": 3,
    "{" + USERS % (ORDERS % (ITEMS % "product { name }")) + "}": 4,
    "{" + USERS % (ORDERS % (ITEMS % "product { name category { name } }")) + "}": 5,
    "{" + USERS % "orderCount totalSpent spending { amount }" + "}": 2,
    "{" + USERS % (ORDERS % "itemCount items { id }") + "}": 3,
    "{" + USERS % (ORDERS % "user { username }") + "}": 2,
    "{ orders { edges { node { user { username } } } } }": 2,
    "{ orders { totalCount aggregate { sum } pageInfo { endCursor } edges { cursor } } }": 1,
    "{ a: orders { totalCount } b: orders { totalCount } }": 2,
}


@dataclass(frozen=True)
class Watched:
    """A gateway whose statements are heard."""

    graph: Graph
    heard: Heard

    async def statements(self, query: str) -> int:
        """How many of reading it takes, at least; other work of the services may fall into one of the rounds."""
        counts = []
        for _ in range(3):
            self.heard.statements.clear()
            await self.graph.ask(query)
            counts.append(sum(map(_reads, self.heard.statements)))
        return min(counts)


def _reads(statement: str) -> bool:
    return statement.startswith(("SELECT", "EXECUTE", "PREPARE", "WITH"))


@pytest.fixture(scope="module")
async def watched(database_url: str, graph: Graph, shop: Shop, make_user: MakeUser) -> AsyncIterator[Watched]:
    for buyer in [await make_user() for _ in range(3)]:
        for _ in range(2):
            await shop.order(buyer)
    async with listening_in(database_url) as heard, embedded_gateway(heard.url) as url:
        yield Watched(Graph(graph.api.at(url)), heard)


@pytest.mark.parametrize(("query", "statements"), QUERIES.items())
async def test_a_relation_costs_one_statement_for_its_whole_level(
    watched: Watched, query: str, statements: int
) -> None:
    """G24: N+1 cannot be written."""
    assert await watched.statements(query) == statements
