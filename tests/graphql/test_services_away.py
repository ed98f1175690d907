"""A service that is away costs the fields that need it, and nothing else."""

import os

from gateway.processes import free_port, service_process
from tests.graphql.asking import Graph
from tests.graphql.talking import now, talking
from tests.orders.shop import Shop
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


async def test_a_subscription_outlasts_the_realtime_service(
    graph: Graph, service_urls: dict[str, str], shop: Shop, database_url: str
) -> None:
    """What happens while it is away is told once it is back, and the client's socket stays open."""
    port = free_port()
    urls = {**service_urls, "realtime": f"http://127.0.0.1:{port}"}
    known = {f"{name.upper()}_URL": url for name, url in urls.items()}
    environment = {**os.environ, **known, "DATABASE_URL": database_url, "POOL_SIZE": "5"}
    query = """subscription ($category: UUID!, $since: String!) {
      productChanged(filter: {categoryId: {eq: $category}}, since: $since) { id } }"""
    since = await now(graph.api, "products")
    async with split_gateway(urls) as base, talking(graph.api.at(base)) as talk:
        told, made = [], []
        async with service_process("realtime", environment, port):
            id = await talk.ask(query, category=shop.category, since=since)
            made.append(await shop.product())
            told.append((await talk.told(id))["data"]["productChanged"]["id"])
        made.append(await shop.product())
        await talk.answered()
        async with service_process("realtime", environment, port):
            made.append(await shop.product())
            told += [(await talk.told(id))["data"]["productChanged"]["id"] for _ in range(2)]
    assert told == made
