"""The plans against graphql-core's executor, on five thousand queries."""

import asyncio

from hypothesis import HealthCheck, Phase, given, settings

from tests.graphql.test_oracle import compare, hard_queries

QUERIES = 5_000


async def run() -> str:
    """In a thread: the generator of queries is not asynchronous, and each query has an event loop of its own."""
    await asyncio.to_thread(_every)
    return f"{QUERIES} queries, the same data and errors"


@settings(
    max_examples=QUERIES,
    phases=(Phase.generate,),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(hard_queries())
def _every(query: str) -> None:
    asyncio.run(compare(query))
