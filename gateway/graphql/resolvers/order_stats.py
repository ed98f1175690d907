"""Fields of OrderStats."""

from gateway.graphql.generated.objects import OrderStats
from gateway.graphql.spending import total_of


def total_spent(order_stats: OrderStats) -> float | None:
    return total_of(order_stats["total_spent"])
