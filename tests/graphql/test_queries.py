"""Queries over the demo data."""

from tests.graphql.asking import Graph


async def test_users_with_their_orders_items_and_products(graph: Graph) -> None:
    query = """query ($n: Int) {
      users(pagination: {first: $n}) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id username fullName role status isActive
          orderCount totalSpent spending { currency amount }
          orders(pagination: {first: 5}) { totalCount aggregate { count sum avg min max byCurrency { currency count } }
            edges { node { id status total itemCount subtotal tax user { id }
              items { quantity unitPrice total product { id name price isAvailable category { id name } } } } } } } }
      }
    }"""
    data = await graph.ask(query, n=3)
    assert len(data["users"]["edges"]) == 3
