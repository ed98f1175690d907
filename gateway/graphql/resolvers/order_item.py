"""Fields of OrderItem."""

from collections.abc import Sequence
from typing import Any

from gateway.graphql.context import Context
from gateway.graphql.fields import Wanted
from gateway.graphql.generated.objects import OrderItem, Product


async def product(context: Context, parents: Sequence[OrderItem], wanted: Wanted) -> Sequence[Product | Exception]:
    found: Sequence[Any] = await context.products.load([item["product_id"] for item in parents])
    return found
