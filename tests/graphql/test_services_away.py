"""A service that is away costs the fields that need it, and nothing else."""

from tests.graphql.asking import Graph
from tests.people import Person
from tests.servers import split_gateway

# The discard port, where nobody listens.
NOWHERE = "http://127.0.0.1:9"


async def test_what_needs_a_service_that_is_away_is_told_with_a_code(
    graph: Graph, service_urls: dict[str, str], buyer: Person
) -> None:
    """G22: a code, and not what stands behind it."""
    async with split_gateway({**service_urls, "orders": NOWHERE}) as url:
        query = "query ($id: UUID!) { a: user(id: $id) { username } b: user(id: $id) { orders { totalCount } } }"
        answer = await Graph(graph.api.at(url)).post(query, {"id": buyer.id})
    assert (answer.status, answer.json()["data"]) == (200, {"a": {"username": buyer.username}, "b": None})
    (error,) = answer.json()["errors"]
    assert (error["path"], error["extensions"]) == (["b", "orders"], {"code": "SERVICE_UNAVAILABLE"})
    assert NOWHERE.encode() not in answer.body
